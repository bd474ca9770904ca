import { SmsError } from '@sms/core'
import type { Exchange, RecordedCall } from '../../fixture/fixture.ts'
import { type CallOutcome, makeCall } from '../../provider-under-test/make-call.ts'
import type { Reader } from '../../provider-under-test/provider-under-test.ts'
import { connect, type ProviderAccount } from '../account.ts'
import { RecordingFetch } from './recording-fetch.ts'

/** A call to be made. */
export type PlannedCall = Omit<RecordedCall, 'exchanges' | 'outcome'>

/** A call that was made to the provider itself. */
export interface LiveCall {
  readonly planned: PlannedCall
  readonly exchanges: readonly Exchange[]
  readonly outcome: CallOutcome
}

/**
 * Makes calls one after the other, and records their exchanges.
 *
 * @throws {RecordError} If they take more requests than `mostExchanges`.
 */
export async function makeCalls(
  account: ProviderAccount,
  planned: readonly PlannedCall[],
  mostExchanges: number,
): Promise<readonly LiveCall[]> {
  const made: LiveCall[] = []
  let left = mostExchanges
  for (const call of planned) {
    const recording = new RecordingFetch(account.baseUrl, left)
    const reader = connect(account, { baseUrl: account.baseUrl, fetch: recording.fetch })
    const { signal } = recording
    const outcome = await makePlannedCall(reader, call, made.at(-1)?.outcome, signal)
    // A summary was read without the signal.
    signal.throwIfAborted()
    const exchanges = recording.exchanges()
    left -= exchanges.length
    made.push({ planned: call, exchanges, outcome })
  }
  return made
}

/**
 * Makes one call. A call that resumes gets the cursor of the call before it.
 *
 * @throws What the reader throws, unless it is an `SmsError`, which is an outcome.
 */
export async function makePlannedCall(
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
