/**
 * Proves that a provider keeps the contract of `@sms/core`.
 *
 * @module @sms/conformance
 */
export { checkProvider, type ClauseResult } from './check-provider.ts'
export type { Clause } from './clause.ts'
export { clauses } from './clauses.ts'
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
} from './fixture.ts'
export type { ScenarioName } from './scenario-name.ts'
export type { Reader, Subject } from './provider-under-test.ts'
export { testProvider } from './test-provider.ts'
