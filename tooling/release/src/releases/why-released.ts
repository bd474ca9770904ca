import { isBreaking } from './contract.ts'
import type { PlannedRelease, ReleasePlan } from './release-plan.ts'
import type { WorkspacePackage } from '@sms/config/workspace'

/** Why a package is in a plan, by the rules of changesets. */
export function whyReleased(
  { name, manifest }: WorkspacePackage,
  plan: ReleasePlan,
  fixed: readonly (readonly string[])[],
): string {
  const planned = planOf(name, plan)
  if (planned === undefined) return 'it is not in the registry'
  const left = Object.keys(manifest.dependencies ?? {})
    .map((one) => planOf(one, plan))
    .find((one) => one && isBreaking(one))
  const cause = left && `${left.name} leaves ^${left.oldVersion}`
  if (planned.changesets.length > 0) return ['a changeset names it', cause].filter(Boolean).join(': ')
  const partner = fixed
    .find((group) => group.includes(name))
    ?.find((one) => planOf(one, plan)?.changesets.length)
  if (partner !== undefined) return `it has the version of ${partner}`
  if (cause === undefined)
    throw new Error(`Nothing says why ${name} is released: look into changesets’ plan.`)
  return cause
}

function planOf(name: string, plan: ReleasePlan): PlannedRelease | undefined {
  return plan.releases.find((release) => release.name === name)
}
