import type { Capabilities } from '@sms/core'
import type { Fixture } from '../fixture/fixture.ts'
import type { Harness } from '../harness/harness.ts'
import type { ScenarioName } from '../fixture/scenario-name.ts'

/** One promise of the contract, and how it is checked. */
export interface Clause {
  /** Its group and number, such as `PAGE-3`. Never given to another clause. */
  readonly id: string
  /** The promise, as a sentence. */
  readonly sentence: string
  /** The clauses that have to be kept for this one to be: where one of them is broken, so may this one be. */
  readonly follows?: readonly string[]
  /** The scenarios without whose fixtures it cannot be checked. */
  readonly needs?: readonly ScenarioName[]
  /** Why it does not apply to a provider with these capabilities and fixtures; null if it applies. */
  readonly exempts?: (
    capabilities: Capabilities,
    fixtures: ReadonlyMap<ScenarioName, Fixture>,
  ) => string | null
  /**
   * @throws {ClauseFailure} where it is not kept.
   * @internal
   */
  readonly check: (harness: Harness) => Promise<void>
}
