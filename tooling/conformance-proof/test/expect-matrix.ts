import { describe, expect, test } from 'vitest'
import type { BrokenProvider } from './broken/broken-provider.ts'
import { check, followersOf } from './matrix.ts'

/** Tests that each broken provider breaks its clause, and no others except those that follow from it. */
export function expectMatrix(group: Readonly<Record<string, BrokenProvider>>): void {
  describe.each(Object.entries(group))('%s', (id, broken) => {
    test(`fails alone or with clauses that follow from it, if ${broken.bug}`, async () => {
      const results = await check(broken)
      const found = results.filter(({ outcome }) => outcome === 'broken')
      const followers = followersOf(id)
      expect(found.map((result) => result.id)).toContain(id)
      expect(found.filter((result) => result.id !== id && !followers.has(result.id))).toEqual([])
    })
  })
}
