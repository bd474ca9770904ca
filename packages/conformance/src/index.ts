/**
 * Proves that a provider keeps the contract of `@sms/core`.
 *
 * @module @sms/conformance
 */
export { checkProvider, type ClauseResult } from './check-provider.ts'
export type { Clause } from './clauses/clause.ts'
export { clauses } from './clauses/clauses.ts'
export type {
  Absence,
  Exchange,
  Fixture,
  RecordedCall,
  RecordedOptions,
  RecordedOutcome,
  RecordedRequest,
  RecordedResponse,
  Source,
} from './fixture/fixture.ts'
export type { ScenarioName } from './fixture/scenario-name.ts'
export type { Reader, Subject } from './provider-under-test/provider-under-test.ts'
export { testProvider } from './test-provider.ts'
