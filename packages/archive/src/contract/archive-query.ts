import type { Direction, MessageOrder } from '@sms/core'

/** Options of `messages` and `search`. */
export interface ArchiveQuery {
  /** Only conversations with these participants. Default: all. */
  participant?: string | readonly string[] | undefined
  /** Only this provider's. Default: all. */
  provider?: string | undefined
  /** Only this account's. Default: all. */
  account?: string | undefined
  /** Only what participants sent (`inbound`) or were sent (`outbound`). Default: both. */
  direction?: Direction | undefined
  /** Only messages of this time or later. A message without a time is left out. */
  since?: Date | undefined
  /** Only messages of this time or earlier. A message without a time is left out. */
  until?: Date | undefined
  /** Default: `'oldest-first'` of `messages`, `'newest-first'` of `search`. */
  order?: MessageOrder | undefined
  /** Maximum number of messages, at least 1. Default: no limit. */
  limit?: number | undefined
  /** Messages per page, up to 10 000. Default 500. */
  pageSize?: number | undefined
  /** Resume after the page that returned this cursor. */
  cursor?: string | undefined
  /** Ends the iteration: it rejects with the signal's own reason. */
  signal?: AbortSignal | undefined
}

/** Options of `conversations`. */
export interface ConversationQuery {
  /** Only this provider's. Default: all. */
  provider?: string | undefined
  /** Only this account's. Default: all. */
  account?: string | undefined
  /** Maximum number of conversations, at least 1. Default: no limit. */
  limit?: number | undefined
  /** Conversations per page, up to 10 000. Default 500. */
  pageSize?: number | undefined
  /** Resume after the page that returned this cursor. */
  cursor?: string | undefined
}

/** Options of `reader`. */
export interface ArchiveReaderOptions {
  /** The account, as the options of its syncs named it. Default: `'default'`. */
  account?: string | undefined
}
