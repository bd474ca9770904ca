import type { ArchiveRecord } from '../archive-record.ts'
import type {
  AttachmentRecord,
  MessageName,
  MessageWithAttachments,
  ReadAttachment,
} from '../attachment-store.ts'
import type { StoredChange } from '../change-store.ts'
import type {
  ConversationDescription,
  ConversationName,
  ConversationPlace,
  ListedConversation,
  SourceFilter,
  StoredConversation,
} from '../conversation-store.ts'
import type { ErasedBatch, ErasurePlace, PersonRows, StoredRoute } from '../erasure-store.ts'
import type { Lease, LeaseClaim, LeaseHolder } from '../lease-store.ts'
import type { ComparedMember, ListEnd, StoredMember, UnsettledRange } from '../member-store.ts'
import type { MessagesQuery, StoredMessage } from '../message-store.ts'
import type { PageCommit, PageResult, Respacing } from '../page-store.ts'
import type { Place } from '../place.ts'
import type { PrunedBatch } from '../pruning-store.ts'
import type { StoredRules } from '../rules-store.ts'
import type { Store } from '../store.ts'
import type { AbsentMember, ListedPlace, ListPart, SyncConclusion } from '../vanishing-store.ts'
import { WITHOUT_SEARCH } from '../without-search.ts'
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
import type { Database } from './database.ts'
import { acquireLease, releaseLease, renewLease } from './leases.ts'
import { findOldPlace } from './left-out.ts'
import { countListed, findAbove, findLeftOut, findMembers, findUnsettled, readWindow } from './members.ts'
import { eraseConversations, eraseMessages } from './erase-person.ts'
import { openDatabase } from './open-database.ts'
import { readMembers } from './read-members.ts'
import { readChanges, readMessages } from './read-messages.ts'
import { pruneMessages } from './prune-messages.ts'
import { listParticipants, readBodies, readRoutes } from './read-rows.ts'
import { respace } from './respace.ts'
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
import { canSearch, extendIndex, isIndexed, mergeIndex } from './search-index.ts'
import { isReadOnly } from './database-error.ts'
import { concludeSync, countListedMessages, countPresent, findAbsent, readListedEnd } from './vanished.ts'

/** An archive's store in one SQLite file. */
export class SqliteStore implements Store {
  readonly unsearchable: string | null
  readonly #database: Database
  #id: string
  /** The leases of the syncs that run. */
  readonly #held = new Set<Lease>()

  /**
   * Opens the file; see `openDatabase`.
   *
   * @param search Whether messages are to be found by their words.
   */
  static async open(path: string, search: boolean): Promise<SqliteStore> {
    const database = await openDatabase(path)
    return new SqliteStore(database, await readId(database), search ? withoutFts5(database) : WITHOUT_SEARCH)
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
    await this.#database.write(() => createConversation(this.#database, of))
    return this.openConversation(of)
  }

  findConversation(of: ConversationName): Promise<StoredConversation | null> {
    return this.#database.read(() => findConversation(this.#database, of))
  }

  async acquireLease(
    conversation: number,
    claim: LeaseClaim,
    isOver: (holder: LeaseHolder) => boolean,
  ): Promise<Lease | null> {
    const lease = await this.#database.write(() => acquireLease(this.#database, conversation, claim, isOver))
    if (lease !== null) this.#held.add(lease)
    return lease
  }

  renewLease(lease: Lease, expires: number): Promise<void> {
    return this.#database.write(() => renewLease(this.#database, lease, expires))
  }

  async releaseLease(lease: Lease, isComplete: boolean): Promise<void> {
    if (!this.#held.delete(lease)) return
    await this.#database.write(() => releaseLease(this.#database, lease, isComplete))
  }

  readWindow(conversation: number, after: number | null, limit: number): Promise<readonly StoredMember[]> {
    return this.#database.read(() => readWindow(this.#database, conversation, after, limit))
  }

  findMembers(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]> {
    return this.#database.read(() => findMembers(this.#database, conversation, keys))
  }

  findLeftOut(conversation: number, keys: readonly string[]): Promise<readonly StoredMember[]> {
    return this.#database.read(() => findLeftOut(this.#database, conversation, keys))
  }

  countListed(conversation: number, from: number | null, to: number | null): Promise<number> {
    return this.#database.read(() => countListed(this.#database, conversation, from, to))
  }

  findAbove(conversation: number, position: number, places: number): Promise<number | null> {
    return this.#database.read(() => findAbove(this.#database, conversation, position, places))
  }

  findUnsettled(conversation: number, newerThan: number, to: number | null): Promise<UnsettledRange | null> {
    return this.#database.read(() => findUnsettled(this.#database, conversation, newerThan, to))
  }

  commitPage(lease: Lease, page: PageCommit): Promise<PageResult | null> {
    return this.#database.write(() => commitPage(this.#database, lease, page, this.unsearchable === null))
  }

  findOldPlace(conversation: number, end: ListEnd, count: number | null): Promise<number | null> {
    return this.#database.read(() => findOldPlace(this.#database, conversation, end, count))
  }

  readListedEnd(conversation: number, end: ListEnd, limit: number): Promise<readonly ListedPlace[]> {
    return this.#database.read(() => readListedEnd(this.#database, conversation, end, limit))
  }

  findAbsent(conversation: number, part: ListPart): Promise<readonly AbsentMember[]> {
    return this.#database.read(() => findAbsent(this.#database, conversation, part))
  }

  countListedMessages(
    conversation: number,
    before: { readonly sequence: number; readonly from: number } | null,
  ): Promise<number> {
    return this.#database.read(() => countListedMessages(this.#database, conversation, before))
  }

  countPresent(conversation: number): Promise<number> {
    return this.#database.read(() => countPresent(this.#database, conversation))
  }

  concludeSync(lease: Lease, conclusion: SyncConclusion): Promise<number> {
    return this.#database.write(() => concludeSync(this.#database, lease, conclusion))
  }

  readMembers(conversation: number, after: Place | null, limit: number): Promise<readonly ComparedMember[]> {
    return this.#database.read(() => readMembers(this.#database, conversation, after, limit))
  }

  respace(lease: Lease, respacing: Respacing): Promise<void> {
    return this.#database.write(() => respace(this.#database, lease, respacing))
  }

  describeConversation(conversation: number, description: ConversationDescription): Promise<void> {
    return this.#database.write(() => describeConversation(this.#database, conversation, description))
  }

  findConversations(filter: SourceFilter, participants: readonly string[]): Promise<readonly number[]> {
    return this.#database.read(() => conversationsWith(this.#database, filter, participants))
  }

  readMessages(query: MessagesQuery, after: Place | null, limit: number): Promise<readonly StoredMessage[]> {
    return this.#database.read(() => readMessages(this.#database, query, after, limit))
  }

  async extendIndex(limit: number): Promise<boolean> {
    if (await this.#database.read(() => isIndexed(this.#database))) return true
    return this.#database.write(() => extendIndex(this.#database, limit))
  }

  readConversations(
    filter: SourceFilter,
    after: ConversationPlace | null,
    limit: number,
  ): Promise<readonly ListedConversation[]> {
    return this.#database.read(() => listConversations(this.#database, filter, after, limit))
  }

  findDueAttachments(
    conversation: number,
    before: number,
    limit: number,
  ): Promise<readonly MessageWithAttachments[]> {
    return this.#database.read(() => findDueAttachments(this.#database, conversation, before, limit))
  }

  retryAttachments(conversation: number): Promise<void> {
    return this.#database.write(() => retryAttachments(this.#database, conversation))
  }

  storeAttachment(messageId: number, attachment: AttachmentRecord): Promise<void> {
    return this.#database.write(() => storeAttachment(this.#database, messageId, attachment))
  }

  settleAttachments(message: MessageWithAttachments, dueAt: number | null): Promise<void> {
    return this.#database.write(() => settleAttachments(this.#database, message, dueAt))
  }

  readAttachment(of: MessageName, index: number): Promise<ReadAttachment | null> {
    return this.#database.read(() => readAttachment(this.#database, of, index))
  }

  readRules(): Promise<StoredRules> {
    return this.#database.read(() => readRules(this.#database))
  }

  hasErased(digests: readonly string[]): Promise<boolean> {
    return this.#database.read(() => hasErased(this.#database, digests))
  }

  beginErasure(participant: string, digests: readonly string[]): Promise<void> {
    return this.#database.write(() => beginErasure(this.#database, participant, digests))
  }

  readPendingErasures(): Promise<readonly string[]> {
    return this.#database.read(() => readPendingErasures(this.#database))
  }

  endErasure(participant: string): Promise<void> {
    return this.#database.write(() => endErasure(this.#database, participant))
  }

  forgetErasure(digest: string): Promise<void> {
    return this.#database.write(() => forgetErasure(this.#database, digest))
  }

  readParticipants(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly participant: string }[]> {
    return this.#database.read(() => listParticipants(this.#database, after, limit))
  }

  readRoutes(after: number, limit: number): Promise<readonly StoredRoute[]> {
    return this.#database.read(() => readRoutes(this.#database, after, limit))
  }

  eraseMessages(rows: PersonRows, after: ErasurePlace | null, limit: number): Promise<ErasedBatch> {
    return this.#database.write(() => eraseMessages(this.#database, rows, after, limit))
  }

  eraseConversations(rows: PersonRows): Promise<number> {
    return this.#database.write(() => eraseConversations(this.#database, rows))
  }

  beginPruning(before: number): Promise<void> {
    return this.#database.write(() => beginPruning(this.#database, before))
  }

  readPendingPruning(): Promise<number | null> {
    return this.#database.read(() => readPendingPruning(this.#database))
  }

  endPruning(before: number): Promise<void> {
    return this.#database.write(() => endPruning(this.#database, before))
  }

  pruneMessages(before: number, after: number, limit: number): Promise<PrunedBatch> {
    return this.#database.write(() => pruneMessages(this.#database, this.id, { before, after, limit }))
  }

  readBodies(
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly body: string }[]> {
    return this.#database.read(() => readBodies(this.#database, after, limit))
  }

  async wipe(isPatient: boolean): Promise<boolean> {
    const select = 'SELECT rules, unwiped FROM archive'
    const row = await this.#database.read(() =>
      this.#database.get<{ readonly rules: number; readonly unwiped: number }>(select),
    )
    if (row === undefined || row.unwiped === 0) return true
    try {
      await this.#database.write(() => mergeIndex(this.#database))
      if (!(await this.#database.rewrite(isPatient))) return false
    } catch (error) {
      // A program that may write the file does it.
      if (isReadOnly(error)) return false
      throw error
    }
    // What others have removed meanwhile, they wipe.
    const done = 'UPDATE archive SET unwiped = 0 WHERE rules = ?'
    await this.#database.write(() => this.#database.run(done, row.rules))
    return true
  }

  async lastChange(): Promise<number> {
    const select = 'SELECT sequence FROM archive'
    const row = await this.#database.read(() => this.#database.get<{ readonly sequence: number }>(select))
    return row?.sequence ?? 0
  }

  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]> {
    return this.#database.read(() => readChanges(this.#database, after, upTo, limit))
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
    this.#database.close()
  }
}

async function readId(database: Database): Promise<string> {
  const row = await database.read(() => database.get<{ readonly id: string }>('SELECT id FROM archive'))
  return row?.id ?? ''
}

function withoutFts5(database: Database): string | null {
  return canSearch(database)
    ? null
    : `the SQLite of Node.js ${process.versions.node} has no full-text search; use Node.js 22.16 or later`
}
