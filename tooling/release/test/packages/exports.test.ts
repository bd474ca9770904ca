import type { Exports } from '@sms/config/manifest'
import { describe, expect, test } from 'vitest'
import { packedText } from '../../src/packages/packed-package.ts'
import { packages } from './packages.ts'

describe.each(packages)('$manifest.name', ({ manifest, files }) => {
  test('exports only what is packed', () => {
    const paths = pathsOf(manifest.exports ?? {})
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter((path) => !files.has(path))).toEqual([])
  })

  test('lists the types of every entry first, and one file for both `import` and `require`', () => {
    const { './package.json': self, ...entries } = manifest.exports as Readonly<Record<string, Exports>>
    expect(self).toBe('./package.json')
    for (const entry of Object.values(entries)) expect(Object.keys(entry)).toEqual(['types', 'default'])
  })

  test('has only commands that are packed and that Node.js runs', () => {
    for (const path of Object.values(manifest.bin ?? {})) {
      expect(packedText(files, path.replace('./', ''))).toMatch(/^#!\/usr\/bin\/env node\n/)
    }
  })
})

function pathsOf(exports: Exports): readonly string[] {
  return typeof exports === 'string' ? [exports.replace('./', '')] : Object.values(exports).flatMap(pathsOf)
}
