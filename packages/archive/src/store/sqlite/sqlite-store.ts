import type {
  AbsentMember,
  ComparedMember,
  ConversationDescription,
  ConversationName,
  ConversationPlace,
  Lease,
  LeaseClaim,
  LeaseHolder,
  ListedConversation,
  ListedPlace,
  ListEnd,
  ListPart,
  MessagesQuery,
  PageCommit,
  PageResult,
  Place,
  Respacing,
  SourceFilter,
  Store,
  StoredChange,
  StoredConversation,
  StoredMember,
  StoredMessage,
  SyncConclusion,
  UnsettledRange,
} from '../store.ts'
import { commitPage } from './commit-page.ts'
import {
  conversationsWith,
  createConversation,
  describeConversation,
  findConversation,
  listConversations,
} from './conversations.ts'
import type { Database } from './database.ts'
import { acquireLease, releaseLease, renewLease } from './leases.ts'
import { countListed, findAbove, findMembers, findUnsettled, readWindow } from './members.ts'
import { openDatabase } from './open-database.ts'
import { readMembers } from './read-members.ts'
import { readChanges, readMessages } from './read-messages.ts'
import { respace } from './respace.ts'
import { canSearch, extendIndex, isIndexed } from './search-index.ts'
import { concludeSync, countPresent, findAbsent, readListedEnd } from './vanished.ts'

const LEFT_OUT = 'it was opened with `search: false`; open it without that option to search it'

/** An archive's store in one SQLite file. */
export class SqliteStore implements Store {
  readonly id: string
  readonly unsearchable: string | null
  readonly #database: Database
  /** The leases of the syncs that run. */
  readonly #held = new Set<Lease>()

  /**
   * Opens the file; see `openDatabase`.
   *
   * @param search Whether messages are to be found by their words.
   */
  static async open(path: string, search: boolean): Promise<SqliteStore> {
    const database = await openDatabase(path)
    const row = await database.read(() => database.get<{ readonly id: string }>('SELECT id FROM archive'))
    return new SqliteStore(database, row?.id ?? '', search ? withoutFts5(database) : LEFT_OUT)
  }

  private constructor(database: Database, id: string, unsearchable: string | null) {
    this.#database = database
    this.id = id
    this.unsearchable = unsearchable
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

  countListed(conversation: number, from: number | null, to: number | null): Promise<number> {
    return this.#database.read(() => countListed(this.#database, conversation, from, to))
  }

  findAbove(conversation: number, position: number, places: number): Promise<number | null> {
    return this.#database.read(() => findAbove(this.#database, conversation, position, places))
  }

  findUnsettled(conversation: number, newerThan: number, to: number | null): Promise<UnsettledRange | null> {
    return this.#database.read(() => findUnsettled(this.#database, conversation, newerThan, to))
  }

  commitPage(lease: Lease, page: PageCommit): Promise<PageResult> {
    return this.#database.write(() => commitPage(this.#database, lease, page, this.unsearchable === null))
  }

  readListedEnd(conversation: number, end: ListEnd, limit: number): Promise<readonly ListedPlace[]> {
    return this.#database.read(() => readListedEnd(this.#database, conversation, end, limit))
  }

  findAbsent(conversation: number, part: ListPart): Promise<readonly AbsentMember[]> {
    return this.#database.read(() => findAbsent(this.#database, conversation, part))
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

  async lastChange(): Promise<number> {
    const select = 'SELECT sequence FROM archive'
    const row = await this.#database.read(() => this.#database.get<{ readonly sequence: number }>(select))
    return row?.sequence ?? 0
  }

  readChanges(after: number, upTo: number, limit: number): Promise<readonly StoredChange[]> {
    return this.#database.read(() => readChanges(this.#database, after, upTo, limit))
  }

  async close(): Promise<void> {
    try {
      // This process goes on, so that the next sync would wait for the leases of those that end here.
      await Promise.all([...this.#held].map((lease) => this.releaseLease(lease, false)))
    } finally {
      this.#database.close()
    }
  }
}

function withoutFts5(database: Database): string | null {
  return canSearch(database)
    ? null
    : `the SQLite of Node.js ${process.versions.node} has no full-text search; use Node.js 22.16 or later`
}
