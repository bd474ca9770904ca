import { SmsError } from '@sms/core'
import type { Exchange, RecordedCall } from '../../fixture/fixture.ts'
import { type CallOutcome, makeCall } from '../../provider-under-test/make-call.ts'
import type { Reader } from '../../provider-under-test/provider-under-test.ts'
import { connect, type ProviderAccount } from '../account.ts'
import { type KnownResponses, RecordingFetch } from './recording-fetch.ts'

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
    const live = await makeLiveCall(account, call, made.at(-1)?.outcome, left)
    left -= live.exchanges.length
    made.push(live)
  }
  return made
}

/**
 * Makes a call until all its responses are known and so came at once. What a reader requests ahead depends on when
 * responses come, and those of a fixture come at once.
 */
async function makeLiveCall(
  account: ProviderAccount,
  planned: PlannedCall,
  before: CallOutcome | undefined,
  mostExchanges: number,
): Promise<LiveCall> {
  const known: KnownResponses = new Map()
  for (;;) {
    const { size } = known
    const recording = new RecordingFetch(account.baseUrl, mostExchanges, known)
    const reader = connect(account, { baseUrl: account.baseUrl, fetch: recording.fetch })
    const { signal } = recording
    const outcome = await makePlannedCall(reader, planned, before, signal)
    // A summary was read without the signal.
    signal.throwIfAborted()
    const exchanges = await recording.exchanges()
    if (known.size === size) return { planned, exchanges, outcome }
  }
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
