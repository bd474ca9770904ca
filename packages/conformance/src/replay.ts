/**
 * For tests of a provider beyond the clauses: responses in the provider's place.
 *
 * @module @sms/conformance/replay
 */
export {
  type PlannedReply,
  replayAt,
  type ReplayedProvider,
  type ReplayedRequest,
} from './replay/replay-at.ts'
