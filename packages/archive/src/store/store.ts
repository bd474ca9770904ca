import type { DeliveryStatus, Direction, MessageOrder } from '@sms/core'
import type { SearchTerm } from '../search/search-terms.ts'

/**
 * What a database does for an archive. Each method is one transaction, or one reading of one state. The syncs and queries
 * above it are the same for every database.
 */
export interface Store {
  /** The archive's own random id, which its cursors are bound to. */
  readonly id: string
  /** Why messages cannot be found by their words, and what to do; null if they can. */
  readonly unsearchable: string | null
  /** Finds a conversation, or makes an empty one. */
  openConversation(of: ConversationName): Promise<StoredConversation>
  /** Reads a conversation again; null if it is not there. */
  findConversation(of: ConversationName): Promise<StoredConversation | null>
  /**
   * Takes the lease of a conversation if no one holds it, or if `isOver` says that its holder's lease is over.
   *
   * @returns Null if another holds it.
   */
  acquireLease(
    conversation: number,
    claim: LeaseClaim,
    isOver: (holder: LeaseHolder) => boolean,
  ): Promise<Lease | null>
  /** Makes a lease last longer. Does nothing if it is lost. */
  renewLease(lease: Lease, expires: number): Promise<void>
  /**
   * Lets others sync the conversation. Does nothing if the lease is lost.
   *
   * @param isComplete Whether the sync has ended, and everything that the provider lists is stored.
   */
  releaseLease(lease: Lease, isComplete: boolean): Promise<void>
  /** The members of a conversation after a position in the list (null: from its beginning), in the order of the list. */
  readWindow(conversation: number, after: number | null, limit: number): Promise<readonly StoredMember[]>
  /** All members of a conversation with one of these keys. */
  findMembers(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]>
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
   * Stores one page, with the state of the sync, in one transaction.
   *
   * @throws {ArchiveError} `busy` if the lease is lost or has expired. Then nothing is stored.
   */
  commitPage(lease: Lease, page: PageCommit): Promise<PageResult>
  /** The listed members of a conversation that are nearest to one end of the list, from that end on. */
  readListedEnd(conversation: number, end: ListEnd, limit: number): Promise<readonly ListedPlace[]>
  /**
   * The members of a part of the list that the last reading that passed them did not show, and that are not marked as
   * vanished. A message that another conversation may list is left out.
   */
  findAbsent(conversation: number, part: ListPart): Promise<readonly AbsentMember[]>
  /** How many members of a conversation are not marked as vanished. */
  countPresent(conversation: number): Promise<number>
  /**
   * Marks messages as vanished that no other conversation lists, and stores the state of the sync, in one transaction.
   *
   * @returns How many messages were marked.
   * @throws {ArchiveError} `busy` if the lease is lost or has expired. Then nothing is stored.
   */
  concludeSync(lease: Lease, conclusion: SyncConclusion): Promise<number>
  /** The members of a conversation, those of other conversations among them, after a place in the order of the archive. */
  readMembers(conversation: number, after: Place | null, limit: number): Promise<readonly ComparedMember[]>
  /** Numbers the positions of a conversation anew, so that there is room between them again. */
  respace(lease: Lease, respacing: Respacing): Promise<void>
  /** Stores what the provider's list of conversations says about one. */
  describeConversation(conversation: number, description: ConversationDescription): Promise<void>
  /** The ids of the conversations with these participants. */
  findConversations(filter: SourceFilter, participants: readonly string[]): Promise<readonly number[]>
  /**
   * Indexes the `messageTokens` of messages that were stored without the search index, by a store without it. Messages that
   * were stored with it are in it already, and a changed one is in it as it is now.
   *
   * @returns Whether the index is complete now.
   */
  extendIndex(limit: number): Promise<boolean>
  /** Stored messages in the order of the archive, after a place in it. */
  readMessages(query: MessagesQuery, after: Place | null, limit: number): Promise<readonly StoredMessage[]>
  /** Stored conversations that were synced, the one with the last message first, after a place in that order. */
  readConversations(
    filter: SourceFilter,
    after: ConversationPlace | null,
    limit: number,
  ): Promise<readonly ListedConversation[]>
  /** The sequence number of the last change. */
  lastChange(): Promise<number>
  /** Changes after a sequence number, up to another, in their order. */
  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]>
  close(): Promise<void>
}

/** What identifies a conversation. */
export interface ConversationName {
  readonly provider: string
  readonly account: string
  readonly participant: string
}

/** A conversation as a sync needs it. */
export interface StoredConversation {
  readonly id: number
  /** What is known about the provider's list, as the sync wrote it; null before the first page. */
  readonly state: string | null
  readonly messages: number
  readonly isComplete: boolean
  /** Milliseconds since 1970 of the last activity that the provider or its messages have shown; null if none has. */
  readonly knownTime: number | null
  /** A digest of its entries in the provider's list of conversations at the last complete sync; null if there is none. */
  readonly entries: string | null
}

/** Who wants a lease, and until when. */
export interface LeaseClaim {
  readonly owner: string
  readonly expires: number
}

/** Who holds a lease, and until when. */
export interface LeaseHolder {
  readonly owner: string
  readonly expires: number
}

/** The right to write one conversation. */
export interface Lease {
  readonly conversation: number
  readonly owner: string
  /** Grows each time that the lease is taken, so that a writer who has lost it notices. */
  readonly version: number
}

/** A message of a conversation, as far as a sync compares it. */
export interface StoredMember {
  readonly messageId: number
  /** The message's key; of a message without an id, without its number. */
  readonly key: string
  readonly hasId: boolean
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

/** A message as it is written. */
export interface MessageRecord {
  /** Without the provider's name: see `storedKey`. Of a message without an id, without its number. */
  readonly key: string
  readonly hasId: boolean
  readonly direction: Direction
  readonly time: number | null
  readonly status: DeliveryStatus
  /** The time from which on its status is expected to change for some days; null if it is final. */
  readonly refreshFrom: number | null
  /** Its channel, sender and recipient, as JSON: the same for most messages of a conversation. */
  readonly addresses: string
  /** The message without what has a column of its own, as JSON. */
  readonly body: string
  /** What the provider sent, without the text that the body has, as JSON. */
  readonly raw: string
}

/** A message that the conversation does not have yet, at a position of the list. */
export interface NewMember {
  readonly position: number
  /** The time by which it is sorted in the archive, for good. */
  readonly sortTime: number
  /** Its order among those of the same time. */
  readonly rank: number
  readonly record: MessageRecord
}

/** One page to be stored. */
export interface PageCommit {
  /** When the request was sent, or earlier. */
  readonly requestedAt: number
  readonly receivedAt: number
  readonly added: readonly NewMember[]
  /** Members that are listed at another position than before. */
  readonly moved: readonly { readonly messageId: number; readonly position: number }[]
  /** Members that are listed again. */
  readonly returned: readonly number[]
  /** Members whose content has changed. */
  readonly changed: readonly { readonly messageId: number; readonly record: MessageRecord }[]
  /** Positions that the reading has passed, both ends excluded (null: no bound), with the members that it has shown. */
  readonly passed: readonly PassedRange[]
  /** A member that is passed again is surely absent if the first reading that did not show it was at this time or earlier. */
  readonly absentBefore: number
  readonly state: string
}

/** An end of a list as it is stored. */
export type ListEnd = 'top' | 'end'

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

/** A part of the stored order that a page covers. */
export interface PassedRange {
  readonly after: number | null
  readonly before: number | null
  readonly except: readonly number[]
}

/** What a page has changed. */
export interface PageResult {
  readonly added: number
  readonly updated: number
  /** How many messages the conversation has now. */
  readonly messages: number
}

/** How positions are numbered anew. */
export interface Respacing {
  /** The positions that a gap stays above. */
  readonly breaks: readonly number[]
  /** The positions that the state names. */
  readonly marks: readonly number[]
  /** Writes the state with the new positions of `marks`. */
  readonly state: (marks: readonly number[]) => string
}

/** What the provider's list of conversations says. */
export interface ConversationDescription {
  readonly name: string | null
  readonly knownTime: number | null
  /** Null keeps what is stored. */
  readonly entries: string | null
}

/** Which providers and accounts are meant; undefined for all. */
export interface SourceFilter {
  readonly provider?: string | undefined
  readonly account?: string | undefined
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

/** Where a message stands in the archive's order. */
export interface Place {
  readonly sortTime: number
  readonly rank: number
  readonly id: number
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

/** A status that was seen. */
export interface StoredStatus {
  readonly status: DeliveryStatus
  readonly seenAt: number
}

/** Where a conversation stands in the order of the last messages. */
export interface ConversationPlace {
  readonly activity: number
  readonly id: number
}

/** A conversation as it is read. */
export interface ListedConversation extends ConversationPlace, ConversationName {
  readonly name: string | null
  readonly messages: number
  readonly firstTime: number | null
  readonly lastTime: number | null
  /** The body of the last message, as JSON; null if there is none. */
  readonly lastBody: string | null
  readonly isComplete: boolean
  readonly syncedAt: number
}

/** A change as it is read. */
export interface StoredChange {
  readonly sequence: number
  readonly kind: 'added' | 'updated' | 'vanished'
  readonly message: StoredMessage
}
