import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputOf } from '@sms/config/run-program'

/** The releases that the changesets of a workspace cause. */
export interface ReleasePlan {
  readonly releases: readonly PlannedRelease[]
}

export interface PlannedRelease {
  readonly name: string
  readonly type: 'major' | 'minor' | 'patch' | 'none'
  readonly oldVersion: string
  readonly newVersion: string
  /** The ids of the changesets that name the package: none if it is released because of another package. */
  readonly changesets: readonly string[]
}

/** Returns what changesets would release in a workspace. */
export async function planReleases(root: string): Promise<ReleasePlan> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'release-plan-'))
  const file = join(folder.path, 'plan.json')
  await outputOf(join(root, 'node_modules/.bin/changeset'), ['status', '--output', file], { cwd: root })
  return JSON.parse(readFileSync(file, 'utf8')) as ReleasePlan
}
