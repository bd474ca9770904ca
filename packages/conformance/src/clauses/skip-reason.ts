import type { Harness } from '../harness/harness.ts'
import type { Clause } from './clause.ts'

/** Returns why a clause cannot be checked with a provider, or null if it can. */
export function skipReason({ exempts, needs = [] }: Clause, harness: Harness): string | null {
  const exempt = exempts?.(harness.capabilities, harness.fixtures.shown) ?? null
  if (exempt !== null) return exempt
  for (const name of needs) {
    const absence = harness.fixtures.absent.get(name)
    if (absence !== undefined) return absence.absent
    if (!harness.fixtures.shown.has(name)) return `it needs the fixture ${name}.json (see FIXTURE-1)`
  }
  return null
}
