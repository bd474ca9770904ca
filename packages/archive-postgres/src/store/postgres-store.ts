import {
  type AbsentMember,
  type ArchiveRecord,
  type AttachmentRecord,
  type ComparedMember,
  type ConversationDescription,
  type ConversationName,
  type ConversationPlace,
  type ErasedBatch,
  type ErasurePlace,
  type Lease,
  type LeaseClaim,
  type LeaseHolder,
  type ListedConversation,
  type ListedPlace,
  type ListEnd,
  type ListPart,
  type MessageName,
  type MessagesQuery,
  type MessageWithAttachments,
  type PageCommit,
  type PageResult,
  type PersonRows,
  type Place,
  type PrunedBatch,
  type ReadAttachment,
  type Respacing,
  type SourceFilter,
  type Store,
  type StoredChange,
  type StoredConversation,
  type StoredMember,
  type StoredMessage,
  type StoredRoute,
  type StoredRules,
  type SyncConclusion,
  type UnsettledRange,
  WITHOUT_SEARCH,
} from '@sms/archive/store'
import {
  findDueAttachments,
  readAttachment,
  retryAttachments,
  settleAttachments,
  storeAttachment,
} from './attachments.ts'
import { commitPage } from './commit-page.ts'
import {
  conversationsWith,
  createConversation,
  describeConversation,
  findConversation,
  listConversations,
} from './conversations.ts'
import { dump, load } from './copy-archive.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { eraseConversations, eraseMessages } from './erase-person.ts'
import { findOldPlace } from './left-out.ts'
import { acquireLease, releaseLease, renewLease } from './leases.ts'
import { countListed, findAbove, findLeftOut, findMembers, findUnsettled, readWindow } from './members.ts'
import { openDatabase } from './open-database.ts'
import { pruneMessages } from './prune-messages.ts'
import { readMembers } from './read-members.ts'
import { readChanges, readMessages } from './read-messages.ts'
import { listParticipants, readBodies, readRoutes } from './read-rows.ts'
import { respace } from './respace.ts'
import { rewriteTables } from './rewrite-tables.ts'
import {
  beginErasure,
  beginPruning,
  endErasure,
  endPruning,
  forgetErasure,
  hasErased,
  readPendingErasures,
  readPendingPruning,
  readRules,
} from './rules.ts'
import { extendIndex, isIndexed } from './search-index.ts'
import { concludeSync, countListedMessages, countPresent, findAbsent, readListedEnd } from './vanished.ts'

/** An archive's store in one schema of a PostgreSQL database. */
export class PostgresStore implements Store {
  readonly unsearchable: string | null
  readonly #database: Database
  #id: string
  /** The leases of the syncs that run. */
  readonly #held = new Set<Lease>()

  /**
   * Opens the schema; see `openDatabase`.
   *
   * @param search Whether messages are to be found by their words.
   * @param create Whether a missing archive is made.
   */
  static async open(url: string, schema: string, search: boolean, create = true): Promise<PostgresStore> {
    const database = await openDatabase(url, schema, create)
    return new PostgresStore(database, await readId(database), search ? null : WITHOUT_SEARCH)
  }

  private constructor(database: Database, id: string, unsearchable: string | null) {
    this.#database = database
    this.#id = id
    this.unsearchable = unsearchable
  }

  get id(): string {
    return this.#id
  }

  async openConversation(of: ConversationName): Promise<StoredConversation> {
    const found = await this.findConversation(of)
    if (found !== null) return found
    await this.#database.write((connection) => createConversation(connection, of))
    return this.openConversation(of)
  }

  findConversation(of: ConversationName): Promise<StoredConversation | null> {
    return this.#database.read((connection) => findConversation(connection, of))
  }

  async acquireLease(
    conversation: number,
    { owner, expires }: LeaseClaim,
    isOver: (holder: LeaseHolder) => boolean,
  ): Promise<Lease | null> {
    const request = { owner, lasts: expires - Date.now() }
    const lease = await this.#database.write((connection) =>
      acquireLease(connection, conversation, request, isOver),
    )
    if (lease !== null) this.#held.add(lease)
    return lease
  }

  renewLease(lease: Lease, expires: number): Promise<void> {
    const lasts = expires - Date.now()
    return this.#database.write((connection) => renewLease(connection, lease, lasts))
  }

  /**
   * @param alongside What belongs to the same transaction. It is not called if the lease is lost, and is called again if the
   * transaction runs again.
   */
  async releaseLease(
    lease: Lease,
    isComplete: boolean,
    alongside?: (connection: Connection) => Promise<void>,
  ): Promise<void> {
    if (!this.#held.has(lease)) return
    await this.#database.write(async (connection) => {
      const isHeld = await releaseLease(connection, lease, isComplete)
      if (isHeld) await alongside?.(connection)
    })
    // If this fails, because the server is down, `close` tries again.
    this.#held.delete(lease)
  }

  readWindow(conversation: number, after: number | null, limit: number): Promise<readonly StoredMember[]> {
    return this.#database.read((connection) => readWindow(connection, conversation, after, limit))
  }

  findMembers(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]> {
    return this.#database.read((connection) => findMembers(connection, conversation, keys))
  }

  findLeftOut(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]> {
    return this.#database.read((connection) => findLeftOut(connection, conversation, keys))
  }

  countListed(conversation: number, from: number | null, to: number | null): Promise<number> {
    return this.#database.read((connection) => countListed(connection, conversation, from, to))
  }

  findAbove(conversation: number, position: number, places: number): Promise<number | null> {
    return this.#database.read((connection) => findAbove(connection, conversation, position, places))
  }

  findUnsettled(conversation: number, newerThan: number, to: number | null): Promise<UnsettledRange | null> {
    return this.#database.read((connection) => findUnsettled(connection, conversation, newerThan, to))
  }

  commitPage(lease: Lease, page: PageCommit): Promise<PageResult | null> {
    const isSearchable = this.unsearchable === null
    return this.#database.writeInOrder((connection) => commitPage(connection, lease, page, isSearchable))
  }

  findOldPlace(conversation: number, end: ListEnd, count: number | null): Promise<number | null> {
    return this.#database.read((connection) => findOldPlace(connection, conversation, end, count))
  }

  readListedEnd(conversation: number, end: ListEnd, limit: number): Promise<readonly ListedPlace[]> {
    return this.#database.read((connection) => readListedEnd(connection, conversation, end, limit))
  }

  findAbsent(conversation: number, part: ListPart): Promise<readonly AbsentMember[]> {
    return this.#database.read((connection) => findAbsent(connection, conversation, part))
  }

  countListedMessages(
    conversation: number,
    before: { readonly sequence: number; readonly from: number } | null,
  ): Promise<number> {
    return this.#database.read((connection) => countListedMessages(connection, conversation, before))
  }

  countPresent(conversation: number): Promise<number> {
    return this.#database.read((connection) => countPresent(connection, conversation))
  }

  concludeSync(lease: Lease, conclusion: SyncConclusion): Promise<number> {
    return this.#database.writeInOrder((connection) => concludeSync(connection, lease, conclusion))
  }

  readMembers(conversation: number, after: Place | null, limit: number): Promise<readonly ComparedMember[]> {
    return this.#database.read((connection) => readMembers(connection, conversation, after, limit))
  }

  respace(lease: Lease, respacing: Respacing): Promise<void> {
    return this.#database.writeInOrder((connection) => respace(connection, lease, respacing))
  }

  describeConversation(conversation: number, description: ConversationDescription): Promise<void> {
    return this.#database.writeInOrder((connection) =>
      describeConversation(connection, conversation, description),
    )
  }

  findConversations(filter: SourceFilter, participants: readonly string[]): Promise<readonly number[]> {
    return this.#database.read((connection) => conversationsWith(connection, filter, participants))
  }

  readMessages(query: MessagesQuery, after: Place | null, limit: number): Promise<readonly StoredMessage[]> {
    return this.#database.read((connection) => readMessages(connection, query, after, limit))
  }

  async extendIndex(limit: number): Promise<boolean> {
    if (await this.#database.read(isIndexed)) return true
    return this.#database.writeInOrder((connection) => extendIndex(connection, limit))
  }

  readConversations(
    filter: SourceFilter,
    after: ConversationPlace | null,
    limit: number,
  ): Promise<readonly ListedConversation[]> {
    return this.#database.read((connection) => listConversations(connection, filter, after, limit))
  }

  findDueAttachments(
    conversation: number,
    before: number,
    limit: number,
  ): Promise<readonly MessageWithAttachments[]> {
    return this.#database.read((connection) => findDueAttachments(connection, conversation, before, limit))
  }

  retryAttachments(conversation: number): Promise<void> {
    return this.#database.writeInOrder((connection) => retryAttachments(connection, conversation))
  }

  storeAttachment(messageId: number, attachment: AttachmentRecord): Promise<void> {
    return this.#database.write((connection) => storeAttachment(connection, messageId, attachment))
  }

  settleAttachments(message: MessageWithAttachments, dueAt: number | null): Promise<void> {
    return this.#database.write((connection) => settleAttachments(connection, message, dueAt))
  }

  readAttachment(of: MessageName, index: number): Promise<ReadAttachment | null> {
    return this.#database.read((connection) => readAttachment(connection, of, index))
  }

  readRules(): Promise<StoredRules> {
    return this.#database.read(readRules)
  }

  hasErased(digests: readonly string[]): Promise<boolean> {
    return this.#database.read((connection) => hasErased(connection, digests))
  }

  beginErasure(participant: string, digests: readonly string[]): Promise<void> {
    return this.#database.writeInOrder((connection) => beginErasure(connection, participant, digests))
  }

  readPendingErasures(): Promise<readonly string[]> {
    return this.#database.read(readPendingErasures)
  }

  endErasure(participant: string): Promise<void> {
    return this.#database.writeInOrder((connection) => endErasure(connection, participant))
  }

  forgetErasure(digest: string): Promise<void> {
    return this.#database.writeInOrder((connection) => forgetErasure(connection, digest))
  }

  readParticipants(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly participant: string }[]> {
    return this.#database.read((connection) => listParticipants(connection, after, limit))
  }

  readRoutes(after: number, limit: number): Promise<readonly StoredRoute[]> {
    return this.#database.read((connection) => readRoutes(connection, after, limit))
  }

  eraseMessages(rows: PersonRows, after: ErasurePlace | null, limit: number): Promise<ErasedBatch> {
    return this.#database.writeInOrder((connection) => eraseMessages(connection, rows, after, limit))
  }

  eraseConversations(rows: PersonRows): Promise<number> {
    return this.#database.writeInOrder((connection) => eraseConversations(connection, rows))
  }

  beginPruning(before: number): Promise<void> {
    return this.#database.writeInOrder((connection) => beginPruning(connection, before))
  }

  readPendingPruning(): Promise<number | null> {
    return this.#database.read(readPendingPruning)
  }

  endPruning(before: number): Promise<void> {
    return this.#database.writeInOrder((connection) => endPruning(connection, before))
  }

  pruneMessages(before: number, after: number, limit: number): Promise<PrunedBatch> {
    return this.#database.writeInOrder((connection) =>
      pruneMessages(connection, this.id, { before, after, limit }),
    )
  }

  readBodies(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly body: string }[]> {
    return this.#database.read((connection) => readBodies(connection, after, limit))
  }

  async wipe(isPatient: boolean): Promise<boolean> {
    const row = await this.#database.read((connection) =>
      connection.get<{ readonly rules: number; readonly unwiped: number }>(
        'SELECT rules, unwiped FROM archive',
      ),
    )
    if (row === undefined || row.unwiped === 0) return true
    if (!(await rewriteTables(this.#database, isPatient))) return false
    // What others have removed meanwhile, they wipe.
    const done = 'UPDATE archive SET unwiped = 0 WHERE rules = $1'
    await this.#database.writeInOrder((connection) => connection.run(done, row.rules))
    return true
  }

  async lastChange(): Promise<number> {
    const row = await this.#database.read((connection) =>
      connection.get<{ readonly sequence: number }>('SELECT sequence FROM archive'),
    )
    return row?.sequence ?? 0
  }

  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]> {
    return this.#database.read((connection) => readChanges(connection, after, upTo, limit))
  }

  dump(): AsyncIterable<readonly ArchiveRecord[]> {
    return dump(this.#database)
  }

  async load(
    records: AsyncIterable<readonly ArchiveRecord[]>,
    check: (stored: AsyncIterable<readonly ArchiveRecord[]>) => Promise<void>,
  ): Promise<void> {
    await load(this.#database, records, check, this.unsearchable === null)
    this.#id = await readId(this.#database)
  }

  async close(): Promise<void> {
    // This process goes on, so that the next sync would wait for the leases of those that end here. One that cannot be released
    // ends by itself, and what went wrong has made a sync fail: an error of closing would take the place of that one.
    await Promise.allSettled([...this.#held].map((lease) => this.releaseLease(lease, false)))
    await this.#database.close()
  }
}

async function readId(database: Database): Promise<string> {
  const row = await database.read((connection) =>
    connection.get<{ readonly id: string }>('SELECT id FROM archive'),
  )
  return row?.id ?? ''
}
