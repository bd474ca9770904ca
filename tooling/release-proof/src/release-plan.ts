import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '@sms/registry'

/** What the changesets of a workspace would release. */
export interface ReleasePlan {
  readonly releases: readonly PlannedRelease[]
}

export interface PlannedRelease {
  readonly name: string
  readonly type: 'major' | 'minor' | 'patch' | 'none'
  readonly oldVersion: string
  readonly newVersion: string
  /** The ids of the changesets that name the package: none where it is released for another one's sake. */
  readonly changesets: readonly string[]
}

/** Asks changesets what it would release of a workspace. */
export async function planReleases(root: string): Promise<ReleasePlan> {
  const folder = mkdtempSync(join(tmpdir(), 'release-plan-'))
  const file = join(folder, 'plan.json')
  try {
    await run(join(root, 'node_modules/.bin/changeset'), ['status', '--output', file], { cwd: root })
    return JSON.parse(readFileSync(file, 'utf8')) as ReleasePlan
  } finally {
    rmSync(folder, { recursive: true })
  }
}
