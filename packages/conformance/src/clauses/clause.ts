import type { Capabilities } from '@sms/core'
import type { Fixture } from '../fixture/fixture.ts'
import type { Harness } from '../harness/harness.ts'
import type { ScenarioName } from '../fixture/scenario-name.ts'

/** One promise of the contract, and its check. */
export interface Clause {
  /** The group and the number, such as `PAGE-3`. No other clause ever gets the same id. */
  readonly id: string
  /** The promise, as a sentence. */
  readonly sentence: string
  /** The clauses that this one follows from: if one of them is broken, this one may be broken too. */
  readonly follows?: readonly string[]
  /** The scenarios whose fixtures the check needs. */
  readonly needs?: readonly ScenarioName[]
  /** Returns why the clause does not apply to a provider with these capabilities and fixtures, or null if it applies. */
  readonly exempts?: (
    capabilities: Capabilities,
    fixtures: ReadonlyMap<ScenarioName, Fixture>,
  ) => string | null
  /**
   * @throws {ClauseFailure} If the clause is not kept.
   * @internal
   */
  readonly check: (harness: Harness) => Promise<void>
}
