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
   * than half of the stored messages, and of at least 20, are not listed any more: nothing is changed then.
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
   * no status of its messages may change.
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
   *   console.log(change.kind, change.message.text)
   *   cursor = change.cursor
   * }
   * for await (const change of archive.changes({ cursor })) console.log(change.kind)
   * ```
   */
  changes(options?: ChangesOptions): AsyncIterable<Change>
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
  /** Called after each page that is stored. What it throws ends the sync. */
  onPage?: ((progress: SyncProgress) => void) | undefined
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
  /** Whether the archive now holds the whole list of the provider, without a gap. */
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
export interface Change {
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
