import type { Lease } from '../lease-store.ts'
import type { Store } from '../store.ts'
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
import { canSearch, extendIndex, isIndexed } from './search-index.ts'
import { lastChange } from './sequence.ts'
import { storeMethods } from './store-methods.ts'
import { concludeSync, countListedMessages, countPresent, findAbsent, readListedEnd } from './vanished.ts'
import { wipe } from './wipe.ts'

/**
 * Opens an archive's store in one SQLite file; see `openDatabase`.
 *
 * @param search Whether messages are to be found by their words.
 */
export async function openSqliteStore(path: string, search: boolean): Promise<Store> {
  const database = await openDatabase(path)
  let id = await readId(database)
  const unsearchable = search ? withoutFts5(database) : WITHOUT_SEARCH
  const isSearchable = unsearchable === null
  const { read, write } = storeMethods(database)
  /** The leases of the syncs that run. */
  const held = new Set<Lease>()
  const store: Store = {
    get id() {
      return id
    },

    async openConversation(of) {
      const found = await store.findConversation(of)
      if (found !== null) return found
      await database.write(() => createConversation(database, of))
      return store.openConversation(of)
    },
    findConversation: read(findConversation),
    describeConversation: write(describeConversation),
    findConversations: read(conversationsWith),
    readConversations: read(listConversations),

    async acquireLease(conversation, claim, isOver) {
      const lease = await database.write(() => acquireLease(database, conversation, claim, isOver))
      if (lease !== null) held.add(lease)
      return lease
    },
    renewLease: write(renewLease),
    async releaseLease(lease, isComplete) {
      if (held.delete(lease)) await database.write(() => releaseLease(database, lease, isComplete))
    },

    readWindow: read(readWindow),
    findMembers: read(findMembers),
    findLeftOut: read(findLeftOut),
    countListed: read(countListed),
    findAbove: read(findAbove),
    findUnsettled: read(findUnsettled),
    findOldPlace: read(findOldPlace),
    readMembers: read(readMembers),

    commitPage: (lease, page) => database.write(() => commitPage(database, lease, page, isSearchable)),
    respace: write(respace),

    readListedEnd: read(readListedEnd),
    findAbsent: read(findAbsent),
    countListedMessages: read(countListedMessages),
    countPresent: read(countPresent),
    concludeSync: write(concludeSync),

    unsearchable,
    async extendIndex(limit) {
      if (await database.read(() => isIndexed(database))) return true
      return database.write(() => extendIndex(database, limit))
    },
    readMessages: read(readMessages),

    findDueAttachments: read(findDueAttachments),
    retryAttachments: write(retryAttachments),
    storeAttachment: write(storeAttachment),
    settleAttachments: write(settleAttachments),
    readAttachment: read(readAttachment),

    readRules: read(readRules),
    hasErased: read(hasErased),

    beginErasure: write(beginErasure),
    readPendingErasures: read(readPendingErasures),
    endErasure: write(endErasure),
    forgetErasure: write(forgetErasure),
    readParticipants: read(listParticipants),
    readRoutes: read(readRoutes),
    readBodies: read(readBodies),
    eraseMessages: write(eraseMessages),
    eraseConversations: write(eraseConversations),
    wipe: (isPatient) => wipe(database, isPatient),

    beginPruning: write(beginPruning),
    readPendingPruning: read(readPendingPruning),
    endPruning: write(endPruning),
    pruneMessages: (before, after, limit) =>
      database.write(() => pruneMessages(database, id, { before, after, limit })),

    lastChange: read(lastChange),
    readChanges: read(readChanges),

    dump: () => dump(database),
    async load(records, check) {
      await load(database, records, check, isSearchable)
      id = await readId(database)
    },

    async close() {
      // This process goes on, so that the next sync would wait for the leases of those that end here. One that cannot be released
      // ends by itself, and what went wrong has made a sync fail: an error of closing would take the place of that one.
      await Promise.allSettled([...held].map((lease) => store.releaseLease(lease, false)))
      database.close()
    },
  }
  return store
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
