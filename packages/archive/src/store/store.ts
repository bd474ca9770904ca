import type { DeliveryStatus, Direction, MessageOrder } from '@sms/core'
import type { SearchTerm } from '../search/search-terms.ts'
import type { ArchiveRecord, StoredAttachment, StoredStatus } from './archive-record.ts'

export type { StoredAttachment, StoredStatus } from './archive-record.ts'

/**
 * What a database does for an archive. Each method is one transaction, or one reading of one state. The syncs and queries
 * above it are the same for every database.
 */
export interface Store {
  /** The archive's own random id, which its cursors are bound to. That of the other archive, once one is loaded. */
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
   * Lets others sync the conversation. Does nothing if the lease is lost, unless the conversation is to be complete.
   *
   * @param isComplete Whether the sync has ended, and everything that the provider lists is stored.
   * @throws {ArchiveError} `busy` if the conversation is to be complete, and the lease is lost; `erased` if it is not stored any
   * more.
   */
  releaseLease(lease: Lease, isComplete: boolean): Promise<void>
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
   * Stores one page, with the state of the sync, in one transaction.
   *
   * @returns Null if the rules have changed since the version that the page was made by. Then nothing is stored.
   * @throws {ArchiveError} `busy` if the lease is lost or has expired. Then nothing is stored.
   */
  commitPage(lease: Lease, page: PageCommit): Promise<PageResult | null>
  /**
   * The position of the listed member that is nearest to an end of the list, of those that are left out with `OLD_KEY`; null if
   * there is none.
   *
   * @param count Looks at so many, which are furthest from that end, whether they are listed or not; null for all listed ones.
   */
  findOldPlace(conversation: number, end: ListEnd, count: number | null): Promise<number | null>
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
  /** The members of a conversation, those of other conversations among them, after a place in the order of the archive. */
  readMembers(conversation: number, after: Place | null, limit: number): Promise<readonly ComparedMember[]>
  /** Numbers the positions of a conversation anew, so that there is room between them again. */
  respace(lease: Lease, respacing: Respacing): Promise<void>
  /**
   * Stores what the provider's list of conversations says about one. One of which all messages are left out gets no name: it may
   * be that of the person who was erased.
   */
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
  /**
   * Messages of a conversation with attachments that are not stored, and are to be tried from a time before this one on: the
   * newest first. A message that was never tried is due.
   */
  findDueAttachments(
    conversation: number,
    before: number,
    limit: number,
  ): Promise<readonly MessageWithAttachments[]>
  /** Makes every attachment of a conversation due that is not stored. */
  retryAttachments(conversation: number): Promise<void>
  /**
   * Stores what became of an attachment, in place of what was known of it. Contents are stored once, whatever refers to them.
   * Does nothing if the message is gone. A store that deletes a message deletes what it knows of its attachments, and each
   * content that nothing else refers to.
   */
  storeAttachment(messageId: number, attachment: AttachmentRecord): Promise<void>
  /** Says when the attachments of a message are due again; null if all are stored. Does nothing if it has changed meanwhile. */
  settleAttachments(message: MessageWithAttachments, dueAt: number | null): Promise<void>
  /** A message's body, and what is known of one of its attachments; null if there is no such message. */
  readAttachment(of: MessageName, index: number): Promise<ReadAttachment | null>
  /** What is not to be stored. */
  readRules(): Promise<StoredRules>
  /** Whether one of these digests is remembered. */
  hasErased(digests: readonly string[]): Promise<boolean>
  /**
   * Begins to erase a person: from now on nothing with one of the digests is stored. What is to be erased stays pending until
   * `endErasure`.
   *
   * @param digests How the person is remembered, the digest of the address itself first; empty for not at all.
   */
  beginErasure(participant: string, digests: readonly string[]): Promise<void>
  /** What is pending, as it was begun. */
  readPendingErasures(): Promise<readonly string[]>
  endErasure(participant: string): Promise<void>
  /** Forgets the erasure of the person with this digest of the address itself. */
  forgetErasure(digest: string): Promise<void>
  /** The participants of conversations, after an id, in the order of ids. */
  readParticipants(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly participant: string }[]>
  /** The addresses of messages, after an id, in the order of ids. */
  readRoutes(after: number, limit: number): Promise<readonly StoredRoute[]>
  /**
   * Removes the messages of a person among the next ones of the conversations that they may be in, and keeps nothing but their
   * places in other conversations. Looks at no more than `limit` messages. Reports each conversation that loses some as erased.
   *
   * @param after Where the batch before has ended; null for the first one.
   */
  eraseMessages(rows: PersonRows, after: ErasurePlace | null, limit: number): Promise<ErasedBatch>
  /**
   * Removes those conversations and routes that have no messages: a sync may have stored some since they were removed.
   *
   * @returns How many conversations were removed.
   */
  eraseConversations(rows: PersonRows): Promise<number>
  /**
   * Leaves messages out that are older than a time, unless a later time was set before. Those that are stored stay pending
   * until `endPruning`.
   */
  beginPruning(before: number): Promise<void>
  /** Before which time messages are still to be removed; null if none are. */
  readPendingPruning(): Promise<number | null>
  /** Notes that all messages from before a time were removed. */
  endPruning(before: number): Promise<void>
  /**
   * Removes the messages that are older than a time, by `time`, else by `firstSeen`, of the next ones after an id. Keeps their
   * places, with `OLD_KEY`, or the `leftOutKey` of those without a time.
   */
  pruneMessages(before: number, after: number, limit: number): Promise<PrunedBatch>
  /** The bodies of messages, after an id, in the order of ids. */
  readBodies(after: number, limit: number): Promise<readonly { readonly id: number; readonly body: string }[]>
  /**
   * Overwrites what was removed in every file of the database that it may still be in.
   *
   * @param isPatient Whether to wait for others that read the database.
   * @returns Whether nothing is left of it. Else the next call goes on.
   */
  wipe(isPatient: boolean): Promise<boolean>
  /** The sequence number of the last change. */
  lastChange(): Promise<number>
  /** Changes after a sequence number, up to another, in their order. */
  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]>
  /** The whole archive as it is at one moment, in batches, while others write it. */
  dump(): AsyncIterable<readonly ArchiveRecord[]>
  /**
   * Fills an archive that has never stored anything with what `dump` yields, in one transaction. Numbers that are given later
   * are higher than those of the records. A store that can search adds the messages to its index.
   *
   * @param check Is called before the end of the transaction, with a dump of what is stored by then.
   * @throws {ArchiveError} `conflict` if the archive has stored something. Whatever fails, it stays as it was.
   */
  load(
    records: AsyncIterable<readonly ArchiveRecord[]>,
    check: (stored: AsyncIterable<readonly ArchiveRecord[]>) => Promise<void>,
  ): Promise<void>
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
  readonly hasAttachments: boolean
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

/** The place of a message that is left out. */
export interface LeftOutPlace {
  readonly position: number
  /** `OLD_KEY` if it is left out because of its age, else `NO_KEY`. */
  readonly key: string
}

/** One page to be stored. */
export interface PageCommit {
  /** The version of the rules by which messages were left out. */
  readonly rules: number
  /** When the request was sent, or earlier. */
  readonly requestedAt: number
  readonly receivedAt: number
  readonly added: readonly NewMember[]
  /** Messages that the conversation does not have yet, and that are left out. */
  readonly leftOut: readonly LeftOutPlace[]
  /** Members that are listed at another position than before. */
  readonly moved: readonly { readonly messageId: number; readonly position: number }[]
  /** Members that are listed again. */
  readonly returned: readonly number[]
  /** Members whose content has changed. */
  readonly changed: readonly { readonly messageId: number; readonly record: MessageRecord }[]
  /**
   * Members whose content is the same, but for new addresses of their files. Those are kept as long as a file is not stored,
   * and are no change.
   */
  readonly readdressed: readonly { readonly messageId: number; readonly body: string }[]
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

/** What is not to be stored. */
export interface StoredRules {
  /** Grows each time that the rules change, and that messages are removed. */
  readonly version: number
  /** What the digests of addresses are made with. */
  readonly salt: string
  /** Whether any person is remembered as erased. */
  readonly hasErased: boolean
  /** Messages from before are left out; null if none are. */
  readonly prunedBefore: number | null
}

/** What the messages of a person are found by. */
export interface PersonRows {
  /** The conversations with the person. */
  readonly conversations: readonly number[]
  /** Routes of other conversations from or to the person. */
  readonly routes: readonly number[]
}

/** How far an erasure has come. */
export interface ErasurePlace {
  readonly conversation: number
  /** The last message of the conversation that was looked at; null if none was. */
  readonly place: Place | null
}

/** What a batch of erasing has done. */
export interface ErasedBatch {
  readonly removed: number
  /** Where the next batch goes on; null if no message is left to look at. */
  readonly next: ErasurePlace | null
}

/** The addresses of some messages of a conversation. */
export interface StoredRoute {
  readonly id: number
  readonly conversation: number
  readonly participant: string
  readonly addresses: string
}

/** What a batch of pruning has done. */
export interface PrunedBatch {
  readonly removed: number
  /** The id of the last message that was looked at; null if there was none. */
  readonly last: number | null
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

/** What identifies a message. */
export interface MessageName {
  readonly provider: string
  readonly account: string
  /** Without the provider's name, and without its number. */
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
}

/** An attachment as it is written. */
export interface AttachmentRecord extends StoredAttachment {
  readonly content: Uint8Array | null
}

/** A message with attachments that are to be stored. */
export interface MessageWithAttachments {
  readonly messageId: number
  readonly key: string
  /** Null for a message with an id. */
  readonly repeat: number | null
  readonly body: string
  /** What is known of its attachments, without their contents. */
  readonly stored: readonly StoredAttachment[]
}

/** An attachment as it is read. */
export interface ReadAttachment {
  readonly body: string
  /** Null if it was never tried. */
  readonly stored: StoredAttachment | null
  readonly content: Uint8Array | null
}

/** A change as it is read. */
export type StoredChange =
  | {
      readonly sequence: number
      readonly kind: 'added' | 'updated' | 'vanished'
      readonly message: StoredMessage
    }
  | { readonly sequence: number; readonly kind: 'erased'; readonly conversation: number }
