import type { SmsError } from '@sms/core'

/** What a sync has done. */
export interface SyncReport {
  /** The provider's name. */
  readonly provider: string
  /** The account, as the options of the sync named it. */
  readonly account: string
  /** Whom the conversation is with, as the archive writes it. */
  readonly participant: string
  /** How many messages were stored that had not been. */
  readonly added: number
  /** How many stored messages were changed. */
  readonly updated: number
  /** How many stored messages were marked as vanished: two readings of the list have not shown them. */
  readonly vanished: number
  /** Whether the archive now holds the whole list of the provider without a gap, except what was erased or pruned. */
  readonly complete: boolean
  /** How many pages were requested. What the reader repeats to be sure of a page, and retries, are not counted. */
  readonly requests: number
  /** Why the list could not be read to its end: `pagination`; in `syncAll`, any error of this participant. Else null. */
  readonly error: SmsError | null
}
