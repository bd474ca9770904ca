/** What an archive offers: the types that every program that uses one reads first. */
import type {
  ConversationReader,
  DeliveryStatus,
  Direction,
  Message,
  MessageOrder,
  MessageReader,
  Paginated,
  SmsError,
} from '@sms/core'

/** A copy of conversations in a database of your own, whatever the database. */
export interface Archive extends AsyncDisposable {
  /**
   * Stores what is new in one conversation since the last sync, and updates what has changed. Everything is stored the
   * first time. A sync that was interrupted, even by a crash, is resumed by the next one.
   *
   * @param participant As `reader.messages` accepts it.
   * @throws {ArchiveError} Rejects with `busy` if another sync of the conversation does not end in time; with `conflict` if more
   * than half of the stored messages, and of at least 20, are not listed any more: nothing is changed then; with `erased` if
   * the participant was erased, unless `restoreErased` is set.
   * @throws {SmsError} Rejects with what the reader throws, except `pagination`, which the report includes. What was read
   * by then is stored.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * const { added, updated, complete } = await archive.sync(createIp1(), '+46701740605')
   * console.log(added, updated, complete) // 120 0 true
   * ```
   */
  sync(reader: MessageReader, participant: string, options?: SyncOptions): Promise<SyncReport>
  /**
   * Syncs the conversation with every participant that the provider lists, one after the other. If one of them fails, its
   * report says so, and the others continue. A participant is skipped if nothing about it has changed in the list and
   * no status of its messages may change; and, without a report, if it was erased.
   *
   * @throws {SmsError} While iterating, with what the list of conversations throws, once what it listed is synced; or the
   * signal's own reason.
   * @throws {ArchiveError} While iterating, with `storage` if the archive cannot be written.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createConversationsRcs } from '@sms/conversations-rcs'
   *
   * await using archive = await openArchive(':memory:')
   * for await (const report of archive.syncAll(createConversationsRcs())) {
   *   console.log(report.participant, report.added, report.error?.code ?? 'ok')
   * }
   * ```
   */
  syncAll(reader: MessageReader & ConversationReader, options?: SyncOptions): AsyncIterable<SyncReport>
  /**
   * Compares the stored messages of one conversation with the provider's list, and writes nothing. The whole list is read; a
   * second time if it does not show a message that it should. `since` compares newer messages only; `onPage` reports how
   * many were read; `full` changes nothing. `refreshDays` is as in the syncs.
   *
   * @param participant As `reader.messages` accepts it.
   * @throws {SmsError} Rejects with what the reader throws.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * const { missing, changed, vanished, digest } = await archive.verify(createIp1(), '+46701740605')
   * console.log(missing, changed, vanished, digest.archive === digest.provider) // [] [] [] true
   * ```
   */
  verify(reader: MessageReader, participant: string, options?: SyncOptions): Promise<VerifyReport>
  /**
   * The stored messages in the order of time, merged across the participants, providers and accounts asked for; each
   * message once, although it may be in two conversations.
   *
   * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, such as the cursor of a provider.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * for await (const message of archive.messages({ participant: '+46701740605', limit: 3 })) {
   *   console.log(message.timestamp, message.text)
   * }
   * ```
   */
  messages(query?: ArchiveQuery): Paginated<ArchivedMessage>
  /**
   * The stored conversations, the one with the last message first.
   *
   * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, such as the cursor of a provider.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   *
   * await using archive = await openArchive(':memory:')
   * for await (const { participant, messages, complete } of archive.conversations()) {
   *   console.log(participant, messages, complete)
   * }
   * ```
   */
  conversations(query?: ConversationQuery): Paginated<ArchivedConversation>
  /**
   * What is stored of one account, as a reader: whatever reads a provider reads the archive, without a request. It has the
   * messages that the provider still lists, as far as the archive knows; `messages` also returns those that have vanished.
   *
   * It reads in either order, and its cursors stay good while syncs store more. It lists no conversations and has no
   * summary, whatever the provider has: `conversations` lists what is stored.
   *
   * @param provider The provider's name. If nothing of it is stored, there are no messages.
   * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import type { MessageReader } from '@sms/core'
   * import { createIp1 } from '@sms/ip1'
   *
   * async function lastText(reader: MessageReader, participant: string): Promise<string | undefined> {
   *   const [last] = await reader.messages(participant, { order: 'newest-first', limit: 1 }).toArray()
   *   return last?.text
   * }
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * console.log(await lastText(archive.reader('ip1'), '+46701740605'))
   * ```
   */
  reader(provider: string, options?: ArchiveReaderOptions): MessageReader
  /**
   * The stored messages that contain all words of a text, in any order, the newest first. The last word may be the
   * beginning of one. Words between quotes (`"…"`) are a phrase: they follow each other. Case and accents do not count.
   * The names of attachments are searched too. Messages that have vanished are included, marked.
   *
   * The first search of an archive that was written without its search index builds the index, which takes a while.
   *
   * @param query As of `messages`. The order is `'newest-first'` by default.
   * @throws {SmsError} `invalid_argument` for a text without a letter or a digit, and for an option that is unknown or
   * unusable, such as the cursor of another text; `unsupported` if the archive was opened without its search index.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * for await (const message of archive.search('"on my way" tomor', { limit: 3 })) {
   *   console.log(message.timestamp, message.text)
   * }
   * ```
   */
  search(text: string, query?: ArchiveQuery): Paginated<ArchivedMessage>
  /**
   * One attachment of a stored message, with its content if a sync with `attachments` has stored it.
   *
   * @param message A message of the archive.
   * @param index The attachment's place in `message.attachments`, from 0.
   * @returns Null if there is no such message, or no such attachment.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createSmstools } from '@sms/smstools'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createSmstools(), '+46701740605', { attachments: { hosts: ['files.example.com'] } })
   * for await (const message of archive.messages({ participant: '+46701740605' })) {
   *   for (const index of message.attachments.keys()) {
   *     const file = await archive.attachment(message, index)
   *     console.log(file?.name, file?.content?.byteLength ?? file?.error?.message)
   *   }
   * }
   * ```
   */
  attachment(
    message: Pick<ArchivedMessage, 'provider' | 'account' | 'key'>,
    index: number,
  ): Promise<ArchivedAttachment | null>
  /**
   * What has happened to the archive, in the order in which it was committed. The iteration ends when it has caught up.
   * Keep the cursor of the last change to continue after it, in any process.
   *
   * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, such as the cursor of another archive.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * let cursor: string | undefined
   * for await (const change of archive.changes({ limit: 10 })) {
   *   if (change.kind === 'added') console.log(change.message.text)
   *   cursor = change.cursor
   * }
   * for await (const change of archive.changes({ cursor })) console.log(change.kind)
   * ```
   */
  changes(options?: ChangesOptions): AsyncIterable<Change>
  /**
   * Erases a person: every message that is from or to them, or in a conversation with them, in any spelling, of every provider
   * and account, with all that is stored about it. Later syncs store none of them again. Texts of others that mention the
   * person stay, and are counted.
   *
   * Nothing of them is left in any file of the archive then. An erasure that was cut, even by a crash, is finished when the
   * archive is opened again.
   *
   * @param participant A phone number with its country code, or any other address, as `sync` accepts it.
   * @throws {ArchiveError} Rejects with `busy` if another process reads the database and does not end in time. Then the
   * messages are removed, but their bytes are only overwritten when the archive is opened again, or `erase` called.
   * @throws {SmsError} Rejects with `invalid_argument` for a national number, and for an option that is unknown or unusable.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   * import { createIp1 } from '@sms/ip1'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.sync(createIp1(), '+46701740605')
   * const { messages, conversations, mentions } = await archive.erase('+46701740605')
   * console.log(messages, conversations, mentions) // 120 1 0
   * ```
   */
  erase(participant: string, options?: EraseOptions): Promise<ErasureReport>
  /**
   * Whether a person was erased, so that syncs store nothing of them. The archive recognises the address and knows no others. It
   * does not know whom it has erased without remembering it.
   *
   * @param participant As in `erase`.
   * @throws {SmsError} Rejects with `invalid_argument` for a national number.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   *
   * await using archive = await openArchive(':memory:')
   * await archive.erase('+46701740605')
   * console.log(await archive.isErased('0046 70 174 06 05')) // true
   * ```
   */
  isErased(participant: string): Promise<boolean>
  /**
   * Removes the messages that are older than a time: by their own time, else by when they were first read. Later syncs store
   * nothing older, also if `prune` is called with an earlier time. The feed of changes does not report it.
   *
   * @throws {ArchiveError} Rejects with `busy` if another process reads the database and does not end in time: see `erase`.
   * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   *
   * await using archive = await openArchive(':memory:')
   * const twoYears = 2 * 365 * 86_400_000
   * const { messages } = await archive.prune({ before: new Date(Date.now() - twoYears) })
   * console.log(messages) // 0
   * ```
   */
  prune(options: PruneOptions): Promise<PruneReport>
  /**
   * Closes the database. With `await using`, the end of the block closes it.
   *
   * @example
   * ```ts
   * import { openArchive } from '@sms/archive'
   *
   * const archive = await openArchive(':memory:')
   * await archive.close()
   * ```
   */
  close(): Promise<void>
}

/** Options of `openArchive`. */
export interface OpenOptions {
  /**
   * Whether messages can be found by their words. Without the search index, the file is smaller, syncs store faster, and
   * `search` is `unsupported`. Default: true.
   */
  search?: boolean | undefined
}

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

/** How a conversation in the archive differs from the provider's list. Messages are named by their keys. */
export interface VerifyReport {
  /** How many messages the provider lists. */
  readonly checked: number
  /** Messages that the provider lists and the archive does not have. */
  readonly missing: string[]
  /**
   * Messages that the provider lists with another content. A status, price or number of segments counts if no sync would
   * read it again, since it is final, or older than `refreshDays`.
   */
  readonly changed: string[]
  /** Stored messages that the provider does not list any more, although it lists older ones. */
  readonly vanished: string[]
  /** What both sides have, apart from vanished messages and those older than the list: equal digests mean equal content. */
  readonly digest: ListDigests
}

/**
 * SHA-256 in hexadecimal digits over the key, direction, sender, recipient, text, time, and names and types of attachments of
 * each message, in the order of the bytes of the keys. Messages without an id are numbered anew.
 */
export interface ListDigests {
  /** Of the stored messages. */
  readonly archive: string
  /** Of the listed messages. */
  readonly provider: string
}

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

/** Options of `reader`. */
export interface ArchiveReaderOptions {
  /** The account, as the options of its syncs named it. Default: `'default'`. */
  account?: string | undefined
}

/** A message as it is stored. */
export interface ArchivedMessage extends Message {
  /** Which account of the provider it was read from. */
  readonly account: string
  /** Whom the conversation is with that it was first found in. */
  readonly participant: string
  /** When it was first read. */
  readonly firstSeenAt: Date
  /** Its statuses, each with the time at which it was first seen; the last one is `status`. */
  readonly statuses: readonly StatusSeen[]
  /** When it was marked as vanished from the provider's list; null if it is not. */
  readonly vanishedAt: Date | null
}

/** An attachment as it is stored. */
export interface ArchivedAttachment {
  /**
   * The name that the provider sent, without folders, control characters and invisible ones; null if nothing is left. It is
   * untrusted all the same: two files may have one name.
   */
  readonly name: string | null
  /** The media type that the provider sent, or else the server of the file; null if neither has. */
  readonly contentType: string | null
  /** What the file contains; null if it is not stored. */
  readonly content: Uint8Array | null
  /** The SHA-256 digest of the content, in hexadecimal; null if it is not stored. */
  readonly sha256: string | null
  /** Why it could not be stored; null if it is stored, or no sync has tried. */
  readonly error: SmsError | null
  /** From when on a sync tries again; null if it is stored, no sync has tried, or no one does without `full`. */
  readonly retryAt: Date | null
}

/** A status, and when it was first seen. */
export interface StatusSeen {
  /** How far the message had got. */
  readonly status: DeliveryStatus
  /** When a sync first read it. */
  readonly seenAt: Date
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

/** A conversation as it is stored. */
export interface ArchivedConversation {
  /** The archive's id. */
  readonly id: string
  /** The provider's name. */
  readonly provider: string
  /** The account, as the options of the sync named it. */
  readonly account: string
  /** Whom it is with: a phone number in E.164, an e-mail address in lower case, anything else unchanged. */
  readonly participant: string
  /** The contact's name; null if the provider did not report one. */
  readonly name: string | null
  /** How many messages are stored. */
  readonly messages: number
  /** The time of the first message; null if none has a time. */
  readonly firstMessageAt: Date | null
  /** The time of the last message; null if none is known. */
  readonly lastMessageAt: Date | null
  /** The text of the last message; null if there is no message. */
  readonly lastMessage: string | null
  /** Whether the last sync has ended, and found everything that the provider lists to be stored. False while one reads. */
  readonly complete: boolean
  /** When it was last synced. */
  readonly syncedAt: Date
}

/** Options of `changes`. */
export interface ChangesOptions {
  /** The cursor of the last change that was seen. Default: all changes. */
  cursor?: string | undefined
  /** Maximum number of changes, at least 1. Default: no limit. */
  limit?: number | undefined
  /** Ends the iteration: it rejects with the signal's own reason. */
  signal?: AbortSignal | undefined
}

/** One thing that has happened to the archive. */
export type Change = MessageChange | ErasedChange

/** A message was stored or changed. */
export interface MessageChange {
  /** Where to continue after it. */
  readonly cursor: string
  /** The id of the conversation that the message was first found in. */
  readonly conversation: string
  /**
   * `added` for a message that was stored, `updated` for one that was changed, or that has vanished and is listed again,
   * `vanished` for one that the provider does not list any more.
   */
  readonly kind: 'added' | 'updated' | 'vanished'
  /** The message as it is now. */
  readonly message: ArchivedMessage
}

/** Messages of a conversation were erased, or all of it. What a follower holds of the person is to be erased too. */
export interface ErasedChange {
  /** Where to continue after it. */
  readonly cursor: string
  /** The id of the conversation. If `conversations()` does not list it any more, all of it was erased. */
  readonly conversation: string
  /** For messages that were erased. */
  readonly kind: 'erased'
}

/** Options of `erase`. */
export interface EraseOptions {
  /**
   * Whether later syncs leave the person's messages out. The archive remembers a digest of the address, from which the address
   * cannot be read. Default: true.
   */
  remember?: boolean | undefined
}

/** What was erased. */
export interface ErasureReport {
  /** How many messages were removed. */
  readonly messages: number
  /** How many conversations with the person were removed. */
  readonly conversations: number
  /** How many remaining messages show an address of the person in their text. They stay. */
  readonly mentions: number
}

/** Options of `prune`. */
export interface PruneOptions {
  /** Messages of this time or later are kept. */
  before: Date
}

/** What was pruned. */
export interface PruneReport {
  /** How many messages were removed. */
  readonly messages: number
}

/** Options of `copyArchive`. */
export interface CopyOptions {
  /** Ends the copy. Then the second archive stays empty. */
  signal?: AbortSignal | undefined
  /** Called after each batch that was stored or checked. */
  onProgress?: ((progress: CopyProgress) => void) | undefined
}

/** How far a copy is. A message that is in two conversations counts twice. */
export interface CopyProgress {
  /** How many messages are stored by now. */
  readonly stored: number
  /** How many of the stored messages were read again and compared. */
  readonly checked: number
  /** How many messages there are. */
  readonly total: number
}

/** What was copied, and is the same in both archives. */
export interface CopyReport {
  /** How many conversations. */
  readonly conversations: number
  /** How many messages, each once. */
  readonly messages: number
  /** How many files of messages, each content once. */
  readonly files: number
}
