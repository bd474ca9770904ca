import { type ClientOptions, SmsError } from '@sms/core'
import type { Exchange, RecordedCall } from '../fixture.ts'
import { type CallOutcome, makeCall } from '../make-call.ts'
import type { Reader } from '../provider-under-test.ts'
import { recordingFetch } from './recording-fetch.ts'

/** A call that is to be made. */
export type PlannedCall = Omit<RecordedCall, 'exchanges' | 'outcome'>

/** A call that was made of the provider itself. */
export interface LiveCall {
  readonly planned: PlannedCall
  readonly exchanges: readonly Exchange[]
  readonly outcome: CallOutcome
}

/** Makes a reader of the provider. */
export type Connect = (options: ClientOptions) => Reader

/**
 * Makes calls one after the other and keeps what is answered.
 *
 * @throws {RecordError} when they take more requests than `mostExchanges`.
 */
export async function makeCalls(
  connect: Connect,
  baseUrl: string,
  planned: readonly PlannedCall[],
  mostExchanges: number,
): Promise<readonly LiveCall[]> {
  const made: LiveCall[] = []
  let left = mostExchanges
  for (const call of planned) {
    const recording = recordingFetch(baseUrl, left)
    const reader = connect({ baseUrl, fetch: recording.fetch })
    const { signal } = recording
    const outcome = await performPlanned(reader, call, made.at(-1)?.outcome, signal)
    // A summary takes no signal here.
    signal.throwIfAborted()
    const exchanges = recording.exchanges()
    left -= exchanges.length
    made.push({ planned: call, exchanges, outcome })
  }
  return made
}

/**
 * Makes one call, from the cursor of the one before it where it goes on from there.
 *
 * @throws what the reader threw, unless it is an `SmsError`: that is an outcome.
 */
export async function performPlanned(
  reader: Reader,
  planned: PlannedCall,
  before: CallOutcome | undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<CallOutcome> {
  const cursor = before?.pages.at(-1)?.cursor
  const changes = planned.resume === true && typeof cursor === 'string' ? { signal, cursor } : { signal }
  const outcome = await makeCall(reader, { ...planned, exchanges: [], outcome: {} }, changes)
  if (outcome.error !== undefined && !SmsError.is(outcome.error)) throw outcome.error
  return outcome
}
