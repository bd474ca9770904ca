import type { DeliveryStatus, Direction } from '@sms/core'
import type { Place } from './place.ts'

/** Which messages a conversation has, and where they stand in its list. */
export interface MemberStore {
  /** The members of a conversation after a position in the list (null: from its beginning), in the order of the list. */
  readWindow(conversation: number, after: number | null, limit: number): Promise<readonly StoredMember[]>
  /** All members of a conversation with one of these keys. */
  findMembers(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]>
  /** All members of a conversation that are left out, and of whose key one of these was kept (see `leftOutKey`). */
  findLeftOut(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]>
  /** How many members from one position to another, both included, the provider still lists. Null: no bound. */
  countListed(conversation: number, from: number | null, to: number | null): Promise<number>
  /** The position of the member that stands some places above another; null if there are not so many. */
  findAbove(conversation: number, position: number, places: number): Promise<number | null>
  /**
   * The first and the last position, up to one (null: no bound), of a listed message whose status may change, if it is newer
   * than a time.
   */
  findUnsettled(conversation: number, newerThan: number, to: number | null): Promise<UnsettledRange | null>
  /**
   * The position of the listed member that is nearest to an end of the list, of those that are left out with `OLD_KEY`; null if
   * there is none.
   *
   * @param count Looks at so many, which are furthest from that end, whether they are listed or not; null for all listed ones.
   */
  findOldPlace(conversation: number, end: ListEnd, count: number | null): Promise<number | null>
  /** The members of a conversation, those of other conversations among them, after a place in the order of the archive. */
  readMembers(conversation: number, after: Place | null, limit: number): Promise<readonly ComparedMember[]>
}

/** A message of a conversation, as far as a sync compares it. */
export interface StoredMember {
  readonly messageId: number
  /** The message's key; of a message without an id, without its number. */
  readonly key: string
  readonly hasId: boolean
  /** Whether nothing of it is stored but its place, and perhaps the `leftOutKey` of its key, or that it was old. */
  readonly isLeftOut: boolean
  /** Its place in the provider's list, from the top. Only the order counts. */
  readonly position: number
  /** Whether the last reading that passed its position did not show it. */
  readonly isAbsent: boolean
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly direction: Direction
  readonly addresses: string
  readonly body: string
  /** When the response that the stored row came from was received. */
  readonly readAt: number
}

/** The positions between which statuses may change. */
export interface UnsettledRange {
  readonly first: number
  readonly last: number
}

/** An end of a list as it is stored. */
export type ListEnd = 'top' | 'end'

/** A message of a conversation, as far as it is compared with the provider's. */
export interface ComparedMember extends Place {
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
  readonly position: number
  /** Whether another conversation has brought it. */
  readonly isShared: boolean
  readonly absentSince: number | null
  readonly vanishedAt: number | null
  /** Whether another conversation lists it, as far as is known. */
  readonly isListedElsewhere: boolean
  /** The sequence number of the commit that changed it last, or added it. */
  readonly sequence: number
  readonly direction: Direction
  readonly time: number | null
  readonly status: DeliveryStatus
  /** See `MessageRecord`. */
  readonly refreshFrom: number | null
  readonly addresses: string
  readonly body: string
}
