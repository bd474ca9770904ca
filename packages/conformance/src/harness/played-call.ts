import type { RecordedCall } from '../fixture/fixture.ts'
import type { CallOutcome } from '../provider-under-test/make-call.ts'
import type { Traffic } from '../replay/stand-in.ts'

/** A recorded call that was made while its responses were replayed, and its outcome. */
export interface PlayedCall extends CallOutcome, Traffic {
  readonly call: RecordedCall
  /** Names the call in a failure, such as `several-pages.json, call 1`. */
  readonly label: string
}
