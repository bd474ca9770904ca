import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkProvider, type ClauseResult, clauses } from '@sms/conformance'
import { type BrokenProvider, template } from './broken/broken-provider.ts'

/** What the kit finds in a broken provider. */
export async function check({
  base = template,
  breakFactory = (factory) => factory,
  breakFixtures = () => undefined,
}: BrokenProvider): Promise<readonly ClauseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'broken-fixtures-'))
  try {
    const files = new Map(
      readdirSync(base.fixtures).map((name) => [name, readFileSync(new URL(name, base.fixtures), 'utf8')]),
    )
    breakFixtures(files)
    for (const [name, text] of files) writeFileSync(join(folder, name), text)
    const subject = { create: breakFactory(base.create), credentials: base.credentials, fixtures: folder }
    return await checkProvider<object>(subject)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The clauses that state they follow from a clause, directly or through others. */
export function followersOf(id: string): ReadonlySet<string> {
  const followers = new Set<string>()
  for (let size = -1; size !== followers.size;) {
    size = followers.size
    for (const { id: follower, follows = [] } of clauses) {
      if (follows.some((followed) => followed === id || followers.has(followed))) followers.add(follower)
    }
  }
  return followers
}
