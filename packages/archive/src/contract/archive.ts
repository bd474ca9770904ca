import type { ConversationReader, MessageReader, Paginated } from '@sms/core'
import type { ArchiveQuery, ArchiveReaderOptions, ConversationQuery } from './archive-query.ts'
import type { ArchivedAttachment } from './archived-attachment.ts'
import type { ArchivedConversation } from './archived-conversation.ts'
import type { ArchivedMessage } from './archived-message.ts'
import type { Change, ChangesOptions } from './change.ts'
import type { EraseOptions, ErasureReport } from './erasure.ts'
import type { PruneOptions, PruneReport } from './pruning.ts'
import type { SyncOptions } from './sync-options.ts'
import type { SyncReport } from './sync-report.ts'
import type { VerifyReport } from './verify-report.ts'

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
