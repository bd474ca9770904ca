import type { Lease } from './lease-store.ts'
import type { ListEnd } from './member-store.ts'

/** How a sync finds out which messages the provider does not list any more, and marks them. */
export interface VanishingStore {
  /** The listed members of a conversation that are nearest to one end of the list, from that end on. */
  readListedEnd(conversation: number, end: ListEnd, limit: number): Promise<readonly ListedPlace[]>
  /**
   * The members of a part of the list that the last reading that passed them did not show, and that are not marked as
   * vanished. A message that another conversation may list is left out.
   */
  findAbsent(conversation: number, part: ListPart): Promise<readonly AbsentMember[]>
  /**
   * How many of the stored messages of a conversation the provider still lists. Members that are left out do not count.
   *
   * @param before Counts those that were stored up to this change, and were listed when this sync began; null: all, now.
   */
  countListedMessages(
    conversation: number,
    before: { readonly sequence: number; readonly from: number } | null,
  ): Promise<number>
  /** How many members of a conversation are not marked as vanished. */
  countPresent(conversation: number): Promise<number>
  /**
   * Marks messages as vanished that no other conversation lists, and stores the state of the sync, in one transaction.
   *
   * @returns How many messages were marked.
   * @throws {ArchiveError} `busy` if the lease is lost or has expired. Then nothing is stored.
   */
  concludeSync(lease: Lease, conclusion: SyncConclusion): Promise<number>
}

/** Where a member stands in the list, and when it was sent. */
export interface ListedPlace {
  readonly position: number
  /**
   * Its rank, which says where it stood first; null if another conversation has brought it, or if it has neither an id nor a
   * time and so may be a later copy.
   */
  readonly rank: number | null
  readonly time: number | null
}

/** What lies between two values, both excluded. */
export interface Between {
  readonly after: number
  readonly before: number
}

/** A part of a list. What has a time in it is newer than `oldest`; what is newer than `newerThan` is in it anyway. */
export interface ListPart {
  /** By the ranks of the messages that the conversation has brought. */
  readonly ranks: Between
  /** By the positions of those that another one has brought. */
  readonly positions: Between
  readonly oldest: number
  readonly newerThan: number
  /** What is between these positions and not older than this time is in it anyway; null if nothing is. */
  readonly kept: { readonly positions: Between; readonly from: number } | null
}

/** A member that the last reading that passed its position did not show. */
export interface AbsentMember {
  readonly messageId: number
  /** The message's key; of a message without an id, without its number. */
  readonly key: string
  readonly firstSeen: number
  /** When the first reading did not show it. */
  readonly absentSince: number
  /** Whether a reading long enough after the first one did not show it either. */
  readonly isConfirmed: boolean
}

/** What a sync has found out when it ends. */
export interface SyncConclusion {
  /** The messages that have vanished. */
  readonly vanished: readonly number[]
  readonly vanishedAt: number
  readonly state: string
}
