import { ArchiveError } from '@sms/archive'
import { SmsError } from '@sms/core'
import type { AccountName } from './accounts.ts'
import { toQueueError } from './queue-error.ts'

/** What a worker reports. Conversations are named by their ids in the archive: no event contains personal data. */
export type WorkerEvent = LifeEvent | JobStartedEvent | JobEndedEvent | AccountHeldEvent | ErrorEvent

/** A worker has started, lets its last jobs end, or has stopped. */
export interface LifeEvent {
  /** Which of them. */
  readonly event: 'started' | 'stopping' | 'stopped'
}

/** Which job an event is about. */
export interface JobEvent {
  /** The job's id in the queue. */
  readonly job: string
  /** The id of its conversation in the archive. */
  readonly conversation: number
  /** The provider's name. */
  readonly provider: string
  /** The name of the account. */
  readonly account: string
}

/** A worker has begun a job. */
export interface JobStartedEvent extends JobEvent {
  /** The name of the event. */
  readonly event: 'job started'
  /** Above 0 if an earlier attempt has failed, or its worker has ended. */
  readonly attempt: number
}

/** A job has ended, one way or another. */
export interface JobEndedEvent extends JobEvent {
  /** The name of the event. */
  readonly event: 'job ended'
  /**
   * - `synced`: the sync has ended
   * - `continues`: the conversation is back in the queue
   * - `failed`: see `code`
   * - `removed`: the conversation was erased
   * - `lost`: another worker has taken it over
   */
  readonly outcome: 'synced' | 'continues' | 'failed' | 'removed' | 'lost'
  /** How long it took. */
  readonly milliseconds: number
  /** How many messages were added. */
  readonly added?: number | undefined
  /** How many messages were updated. */
  readonly updated?: number | undefined
  /** How many messages were found to have vanished. */
  readonly vanished?: number | undefined
  /** How many pages were read. */
  readonly requests?: number | undefined
  /** The code of the error. */
  readonly code?: string | undefined
  /** What went wrong, and what to do. */
  readonly message?: string | undefined
}

/** No worker sends a request of an account for some time. */
export interface AccountHeldEvent {
  /** The name of the event. */
  readonly event: 'account held'
  /** The provider's name. */
  readonly provider: string
  /** The name of the account. */
  readonly account: string
  /** For how long. */
  readonly seconds: number
  /** The code of the error that is the reason. */
  readonly because: string
}

/** Something failed that is not about one conversation. The worker goes on. */
export interface ErrorEvent {
  /** The name of the event. */
  readonly event: 'error'
  /** The provider's name, if it is about one account. */
  readonly provider?: string | undefined
  /** The name of that account. */
  readonly account?: string | undefined
  /** The code of the archive; or of the engine, or of a reader. */
  readonly code: string
  /** What went wrong, and what to do. */
  readonly message: string
}

/** What a worker calls with each event. */
export type WorkerLog = (event: WorkerEvent) => void

/**
 * Reports an error without what it may contain: an error of the database may show a value.
 *
 * @param about The account whose reader cannot be made, or whose requests cannot be noted; null if it is about none.
 */
export function errorEvent(error: unknown, about: AccountName | null = null): WorkerEvent {
  const { provider, account } = about ?? {}
  // What fails while a reader is made is not the database of the queue: its credentials may come from another one.
  const shown = about === null ? toQueueError(error, 'the database of the queue') : error
  if (ArchiveError.is(shown) || SmsError.is(shown))
    return { event: 'error', provider, account, code: shown.code, message: shown.message }
  const code: unknown = error instanceof Error ? (Reflect.get(error, 'code') ?? error.name) : 'unknown'
  const message =
    about === null
      ? 'The engine of the queue failed. The worker goes on.'
      : `The function \`readers\` failed for ${provider} (${account}). Find out why. It is called again.`
  return { event: 'error', provider, account, code: String(code), message }
}
