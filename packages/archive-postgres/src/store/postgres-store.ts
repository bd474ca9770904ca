import { type Lease, type Store, WITHOUT_SEARCH } from '@sms/archive/store'
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
  conversationIds,
  createConversation,
  createConversations,
  describeConversation,
  findConversation,
  listConversations,
  type SourceName,
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
import { lastChange } from './sequence.ts'
import { storeMethods } from './store-methods.ts'
import { concludeSync, countListedMessages, countPresent, findAbsent, readListedEnd } from './vanished.ts'
import { wipe } from './wipe.ts'

/** An archive's store in one schema of a PostgreSQL database. */
export interface PostgresStore extends Store {
  /**
   * Finds conversations of a source, or makes empty ones.
   *
   * @param mayBeMade Returns which of the participants without a conversation get one.
   * @returns Their ids.
   */
  openConversations(
    of: SourceName,
    participants: readonly string[],
    mayBeMade: (participants: readonly string[]) => Promise<readonly string[]>,
  ): Promise<readonly number[]>
  /**
   * @param alongside What belongs to the same transaction. It is not called if the lease is lost, and is called again if the
   * transaction runs again.
   */
  releaseLease(
    lease: Lease,
    isComplete: boolean,
    alongside?: (connection: Connection) => Promise<void>,
  ): Promise<void>
}

/**
 * Opens the schema; see `openDatabase`.
 *
 * @param search Whether messages are to be found by their words.
 * @param create Whether a missing archive is made.
 */
export async function openPostgresStore(
  url: string,
  schema: string,
  search: boolean,
  create = true,
): Promise<PostgresStore> {
  const database = await openDatabase(url, schema, create)
  let id = await readId(database)
  const unsearchable = search ? null : WITHOUT_SEARCH
  const isSearchable = unsearchable === null
  const { read, write, writeInOrder } = storeMethods(database)
  /** The leases of the syncs that run. */
  const held = new Set<Lease>()
  const store: PostgresStore = {
    get id() {
      return id
    },

    async openConversation(of) {
      const found = await store.findConversation(of)
      if (found !== null) return found
      await database.write((connection) => createConversation(connection, of))
      return store.openConversation(of)
    },
    async openConversations(of, participants, mayBeMade) {
      const find = (names: readonly string[]): Promise<readonly (number | null)[]> =>
        database.read((connection) => conversationIds(connection, of, names))
      const found = await find(participants)
      const missing = participants.filter((_, at) => found[at] === null)
      const toMake = missing.length === 0 ? [] : await mayBeMade(missing)
      if (toMake.length === 0) return found.filter((one) => one !== null)
      await database.write((connection) => createConversations(connection, of, toMake))
      return [...found, ...(await find(toMake))].filter((one) => one !== null)
    },
    findConversation: read(findConversation),
    describeConversation: writeInOrder(describeConversation),
    findConversations: read(conversationsWith),
    readConversations: read(listConversations),

    async acquireLease(conversation, { owner, expires }, isOver) {
      const request = { owner, lasts: expires - Date.now() }
      const lease = await database.write((connection) =>
        acquireLease(connection, conversation, request, isOver),
      )
      if (lease !== null) held.add(lease)
      return lease
    },
    renewLease(lease, expires) {
      const lasts = expires - Date.now()
      return database.write((connection) => renewLease(connection, lease, lasts))
    },
    async releaseLease(lease, isComplete, alongside) {
      if (!held.has(lease)) return
      await database.write(async (connection) => {
        const isHeld = await releaseLease(connection, lease, isComplete)
        if (isHeld) await alongside?.(connection)
      })
      // If this fails, because the server is down, `close` tries again.
      held.delete(lease)
    },

    readWindow: read(readWindow),
    findMembers: read(findMembers),
    findLeftOut: read(findLeftOut),
    countListed: read(countListed),
    findAbove: read(findAbove),
    findUnsettled: read(findUnsettled),
    findOldPlace: read(findOldPlace),
    readMembers: read(readMembers),

    commitPage: (lease, page) =>
      database.writeInOrder((connection) => commitPage(connection, lease, page, isSearchable)),
    respace: writeInOrder(respace),

    readListedEnd: read(readListedEnd),
    findAbsent: read(findAbsent),
    countListedMessages: read(countListedMessages),
    countPresent: read(countPresent),
    concludeSync: writeInOrder(concludeSync),

    unsearchable,
    async extendIndex(limit) {
      if (await database.read(isIndexed)) return true
      return database.writeInOrder((connection) => extendIndex(connection, limit))
    },
    readMessages: read(readMessages),

    findDueAttachments: read(findDueAttachments),
    retryAttachments: writeInOrder(retryAttachments),
    storeAttachment: write(storeAttachment),
    settleAttachments: write(settleAttachments),
    readAttachment: read(readAttachment),

    readRules: read(readRules),
    hasErased: read(hasErased),

    beginErasure: writeInOrder(beginErasure),
    readPendingErasures: read(readPendingErasures),
    endErasure: writeInOrder(endErasure),
    forgetErasure: writeInOrder(forgetErasure),
    readParticipants: read(listParticipants),
    readRoutes: read(readRoutes),
    readBodies: read(readBodies),
    eraseMessages: writeInOrder(eraseMessages),
    eraseConversations: writeInOrder(eraseConversations),
    wipe: (isPatient) => wipe(database, isPatient),

    beginPruning: writeInOrder(beginPruning),
    readPendingPruning: read(readPendingPruning),
    endPruning: writeInOrder(endPruning),
    pruneMessages: (before, after, limit) =>
      database.writeInOrder((connection) => pruneMessages(connection, id, { before, after, limit })),

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
      await database.close()
    },
  }
  return store
}

async function readId(database: Database): Promise<string> {
  const row = await database.read((connection) =>
    connection.get<{ readonly id: string }>('SELECT id FROM archive'),
  )
  return row?.id ?? ''
}
