import { satisfies } from 'semver'
import type { PlannedRelease, ReleasePlan } from './release-plan.ts'
import type { WorkspacePackage } from '@sms/config/workspace'

export const CONTRACT = '@sms/core'

/** Whether the new version is outside `^` of the old one. */
export function isBreaking({ oldVersion, newVersion }: PlannedRelease): boolean {
  return !satisfies(newVersion, `^${oldVersion}`)
}

/** The type of a release that breaks programs. */
export function breakingType(version: string): 'major' | 'minor' {
  return version.startsWith('0.') ? 'minor' : 'major'
}

/** Whether the interface of a public package includes the contract. */
function handsOnContract({ isPublic, manifest }: WorkspacePackage): boolean {
  return isPublic && Object.hasOwn(manifest.dependencies ?? {}, CONTRACT)
}

/**
 * The releases that hand on a breaking contract without being breaking themselves. Changesets releases whatever depends
 * on a new version as a patch: a program with `^0.1.0` of a provider would get the new contract in an update.
 */
export function understatedReleases(
  plan: ReleasePlan,
  packages: readonly WorkspacePackage[],
): readonly PlannedRelease[] {
  const contract = plan.releases.find(({ name }) => name === CONTRACT)
  if (contract === undefined || !isBreaking(contract)) return []
  const names = new Set(packages.filter(handsOnContract).map(({ name }) => name))
  return plan.releases.filter((release) => names.has(release.name) && !isBreaking(release))
}
