import type { DeliveryStatus, Direction, MessageOrder } from '@sms/core'
import type { SearchTerm } from '../search/search-terms.ts'
import type { StoredStatus } from './archive-record.ts'
import type { SourceFilter } from './conversation-store.ts'
import type { Place } from './place.ts'

/** The messages in the order of the archive, and their search index. */
export interface MessageStore {
  /** Why messages cannot be found by their words, and what to do; null if they can. */
  readonly unsearchable: string | null
  /**
   * Indexes the `messageTokens` of messages that were stored without the search index, by a store without it. Messages that
   * were stored with it are in it already, and a changed one is in it as it is now.
   *
   * @returns Whether the index is complete now.
   */
  extendIndex(limit: number): Promise<boolean>
  /** Stored messages in the order of the archive, after a place in it. */
  readMessages(query: MessagesQuery, after: Place | null, limit: number): Promise<readonly StoredMessage[]>
}

/** Which messages are wanted. */
export interface MessagesQuery extends SourceFilter {
  /** Null for all. */
  readonly conversations: readonly number[] | null
  /** Only messages that have all of these among their `messageTokens`. */
  readonly terms?: readonly SearchTerm[] | undefined
  readonly direction?: Direction | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** Only messages that are not marked as vanished. */
  readonly withoutVanished?: boolean | undefined
  readonly order: MessageOrder
}

/** A message as it is read. */
export interface StoredMessage extends Place {
  readonly conversation: number
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
  readonly direction: Direction
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly firstSeen: number
  readonly vanishedAt: number | null
  /** In their order; empty if the status has never changed. */
  readonly statuses: readonly StoredStatus[]
  readonly addresses: string
  readonly body: string
  readonly raw: string
}
