import { messageTokens } from '../../search/message-tokens.ts'
import type { Database } from './database.ts'

// The tokens have no spaces and no ASCII but letters and digits, so SQLite's ASCII tokenizer splits them as they were. They
// are stored beside the index, because only with them SQLite removes a message from it to the last byte: another version
// of Node.js, and so of Unicode, may split its text in another way.
const CREATE = "CREATE VIRTUAL TABLE search USING fts5 (tokens, tokenize = 'ascii', columnsize = 0)"
// https://www.sqlite.org/fts5.html#the_secure_delete_configuration_option
const DELETE_SECURELY = "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)"
const DELETE_QUICKLY = "INSERT INTO search (search, rank) VALUES ('secure-delete', 0)"

/** How far the search index of a file goes. */
export interface IndexState {
  /** Whether the file has an index. Then every change of a message must reach it. */
  readonly exists: boolean
  /** Whether all messages are in it, and a new one is to be added. */
  readonly isComplete: boolean
}

interface ArchiveRow {
  readonly sequence: number
  /** All messages up to this number are in the index, and no others; null if there is none. */
  readonly indexed: number | null
}

/** Whether this version of Node.js can search. */
export function canSearch(database: Database): boolean {
  const option = database.get<{ readonly used: number }>(
    "SELECT sqlite_compileoption_used('ENABLE_FTS5') AS used",
  )
  return option?.used === 1
}

/**
 * Finds out how far the index goes, before messages are written. An archive without messages gets one.
 *
 * @param isWanted Whether new messages are to be added to it.
 */
export function openIndex(database: Database, isWanted: boolean): IndexState {
  const { sequence, indexed } = readArchive(database)
  if (indexed === null && isWanted && sequence === 0) {
    createIndex(database)
    return { exists: true, isComplete: true }
  }
  return { exists: indexed !== null, isComplete: isWanted && indexed === sequence }
}

/** Adds a message to the index. */
export function indexMessage(database: Database, id: number, body: string): void {
  database.run('INSERT INTO search (rowid, tokens) VALUES (?, ?)', id, writeTokens(body))
}

/** Replaces the old tokens of a message, if it is in the index. */
export function reindexMessage(database: Database, id: number, body: string): void {
  const update = 'UPDATE search SET tokens = ?1 WHERE rowid = ?2 AND tokens <> ?1'
  database.run(update, writeTokens(body), id)
}

/**
 * Removes messages from the index, if there is one. Their tokens stay in it until `mergeIndex`: to overwrite those of one
 * message at once takes a millisecond, which many messages must not.
 *
 * @param ids As JSON.
 */
export function unindexMessages(database: Database, ids: string): void {
  if (readArchive(database).indexed === null) return
  database.run(DELETE_QUICKLY)
  database.run('DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))', ids)
  database.run(DELETE_SECURELY)
}

/** Writes the index anew, if there is one, without the tokens of messages that were removed from it. */
export function mergeIndex(database: Database): void {
  if (readArchive(database).indexed !== null) database.run("INSERT INTO search (search) VALUES ('optimize')")
}

/** Says that all messages are in the index. */
export function markIndexed(database: Database): void {
  database.run('UPDATE archive SET indexed = sequence')
}

export function isIndexed(database: Database): boolean {
  const { sequence, indexed } = readArchive(database)
  return indexed === sequence
}

/**
 * Adds messages to the index that were stored without it, in the order of their numbers.
 *
 * @returns Whether the index is complete now.
 */
export function extendIndex(database: Database, limit: number): boolean {
  const { indexed } = readArchive(database)
  if (indexed === null) createIndex(database)
  const rows = database.all<{ readonly id: number; readonly body: string }>(
    'SELECT id, body FROM message WHERE id > ? ORDER BY id LIMIT ?',
    indexed ?? 0,
    limit,
  )
  for (const { id, body } of rows) indexMessage(database, id, body)
  const last = rows[limit - 1]
  if (last === undefined) markIndexed(database)
  else database.run('UPDATE archive SET indexed = ?', last.id)
  return last === undefined
}

function readArchive(database: Database): ArchiveRow {
  const row = database.get<ArchiveRow>('SELECT sequence, indexed FROM archive')
  return row ?? { sequence: 0, indexed: null }
}

function createIndex(database: Database): void {
  database.run(CREATE)
  database.run(DELETE_SECURELY)
  database.run('UPDATE archive SET indexed = 0')
}

function writeTokens(body: string): string {
  return messageTokens(body).join(' ')
}
