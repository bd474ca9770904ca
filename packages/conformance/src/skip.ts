import type { Rig } from './rig.ts'
import type { Clause } from './clause.ts'

/** Why a clause cannot be checked with a provider; null where it can. */
export function reasonToSkip({ exempts, needs = [] }: Clause, rig: Rig): string | null {
  const exempt = exempts?.(rig.capabilities, rig.fixtures.shown) ?? null
  if (exempt !== null) return exempt
  for (const name of needs) {
    const absence = rig.fixtures.absent.get(name)
    if (absence !== undefined) return absence.absent
    if (!rig.fixtures.shown.has(name)) return `it needs the fixture ${name}.json (see FIXTURE-1)`
  }
  return null
}
