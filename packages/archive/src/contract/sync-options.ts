import type { SmsError } from '@sms/core'

/** Options of `sync` and `syncAll`. */
export interface SyncOptions {
  /** Which of several accounts of one provider the reader reads. Default: `'default'`. */
  account?: string | undefined
  /** Maximum number of requests in flight, as readers have it. Default 4. */
  concurrency?: number | undefined
  /** Messages per request. Default: `capabilities.defaultPageSize`. */
  pageSize?: number | undefined
  /** Ends the sync: it rejects with the signal's own reason. What was read is stored. */
  signal?: AbortSignal | undefined
  /** For how many days after a message its status is expected to change. Default 7. */
  refreshDays?: number | undefined
  /** Reads the whole list again, whatever is stored of it. Default: false. */
  full?: boolean | undefined
  /** Reads messages of this time or later only. The archive stays incomplete until a sync without it. */
  since?: Date | undefined
  /**
   * Stores the files of messages as well: those of hosts that the provider documents, and of those in `hosts`. A file that
   * cannot be stored never fails the sync: a later one tries again. Default: false.
   */
  attachments?: boolean | AttachmentOptions | undefined
  /** Forgets that the participant was erased, and stores their messages again. Default: false. */
  restoreErased?: boolean | undefined
  /** Called after each page that is stored. What it throws ends the sync. */
  onPage?: ((progress: SyncProgress) => void) | undefined
}

/** How files are stored. */
export interface AttachmentOptions {
  /** Names of hosts to download from as well, without credentials. */
  hosts?: readonly string[] | undefined
  /** Called for each file that was stored, or could not be. What it throws ends the sync. */
  onAttachment?: ((result: AttachmentResult) => void) | undefined
}

/** What became of a file. */
export interface AttachmentResult {
  /** The key of its message. */
  readonly key: string
  /** Its place in the message's `attachments`, from 0. */
  readonly index: number
  /** Why it could not be stored: `unsupported` if its address is not requested. Null if it is stored. */
  readonly error: SmsError | null
}

/** How far a sync is. */
export interface SyncProgress {
  /** How many messages of the conversation are stored by now. */
  readonly stored: number
  /** How many messages the conversation has at the provider; null if the provider does not say. */
  readonly total: number | null
}
