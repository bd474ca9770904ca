import type { Direction, MessageOrder } from './message.ts'

/** Options of every call. */
export interface RequestOptions {
  /** Ends the call: it rejects with the signal's own reason, as `fetch` does. */
  signal?: AbortSignal | undefined
}

/** Options of every call that reads pages. */
export interface PageOptions extends RequestOptions {
  /** Maximum number of items, at least 1. Default: no limit. */
  limit?: number | undefined
  /**
   * Items per request (a few more may be requested to check a page boundary), up to `capabilities.maxPageSize`, or to
   * 10 000 if that is null. Default: `capabilities.defaultPageSize`.
   */
  pageSize?: number | undefined
  /** Maximum number of requests in flight, up to 100. Default 4; 1 reads one page after another. */
  concurrency?: number | undefined
  /** Resume after the page that returned this cursor. */
  cursor?: string | undefined
}

/** Options of `messages()`. */
export interface MessagesOptions extends PageOptions {
  /** Only what the participant sent (`inbound`) or was sent (`outbound`). Default: both. */
  direction?: Direction | undefined
  /**
   * Only messages of this time or later. A message without a time is left out. A list that is read newest first is read
   * until 50 messages in a row are older, since one alone may have been delivered late.
   */
  since?: Date | undefined
  /**
   * Only messages of this time or earlier. A message without a time is left out. A list that is read oldest first is read
   * until 50 messages in a row are newer.
   */
  until?: Date | undefined
  /** The order to read in, one of `capabilities.orders`. Default: `capabilities.order`. */
  order?: MessageOrder | undefined
}

/** Options of `download()`. */
export interface DownloadOptions extends RequestOptions {
  /** Names of hosts that are requested as well, without credentials. Default: only those that the provider documents. */
  hosts?: readonly string[] | undefined
  /**
   * Requests hosts other than the API's, if the reader has no `fetch` of its own. One that throws an `SmsError` ends the
   * call with it. Default: the global one.
   */
  fetch?: typeof globalThis.fetch | undefined
}
