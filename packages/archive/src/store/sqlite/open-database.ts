import { closeSync, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '../../archive-error.ts'
import { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { isBusy, notAnArchive, toArchiveError } from './database-error.ts'

/** The path of a database that only its connection has. */
export const IN_MEMORY = ':memory:'

// https://www.sqlite.org/fileformat.html: the smallest page. SQLite takes a shorter file for an empty one.
const SMALLEST_DATABASE = 512

// While it waits, Node.js runs nothing else.
const BUSY_TIMEOUT = 20
const MOST_TRIES = 400

// The keys of messages are in no order, so that a page of a list touches most pages of their index. Fewer and larger ones
// take less time, if they stay in memory, and if a checkpoint of the log copies each of them for several commits at once.
const PAGE_SIZE = 16_384
const CACHE_KB = 16_384
const CHECKPOINT_PAGES = 2000

/**
 * Opens an archive's database, makes it if there is none, and brings it to the current schema.
 *
 * @throws {ArchiveError} `not_an_archive` or `newer_version`, and the file is as it was; `storage` if it cannot be opened.
 */
export async function openDatabase(path: string): Promise<Database> {
  let connection: DatabaseSync | undefined
  try {
    if (path !== IN_MEMORY) prepareFile(path)
    // SQLite reads a name that begins with `file:` as an address, of another file. An absolute one does not.
    const file = path === IN_MEMORY ? path : resolve(path)
    connection = new DatabaseSync(file, { enableForeignKeyConstraints: false })
    for (let tries = 1; ; tries += 1) {
      try {
        prepare(connection, path)
        return new Database(connection, path)
      } catch (error) {
        if (!isBusy(error)) throw error
        if (tries === MOST_TRIES)
          throw new ArchiveError('busy', `Another process has locked ${path}; try again when it has ended.`)
      }
      await pause(1 + Math.random() * BUSY_TIMEOUT)
    }
  } catch (error) {
    connection?.close()
    throw toArchiveError(error, path)
  }
}

/**
 * Makes an empty file that only its owner may read, if there is none. SQLite gives its other files the same mode. A file
 * that exists is not opened: closing it would end the locks that SQLite holds for other connections of this process.
 */
function prepareFile(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') {
      checkExisting(path)
      return
    }
    const message = `${path} cannot be created; check that its folder exists and that this user may write there.`
    throw new ArchiveError('storage', message, { cause: error })
  }
}

function checkExisting(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    // SQLite would make the file that it names, readable for everyone.
    const message = `${path} is a link to a file that does not exist; make that file, or remove the link.`
    throw new ArchiveError('storage', message)
  }
  if (!stats.isFile()) throw new ArchiveError('storage', `${path} is not a file; choose another path.`)
  if (stats.size > 0 && stats.size < SMALLEST_DATABASE) throw notAnArchive(path)
}

function prepare(connection: DatabaseSync, path: string): void {
  connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`)
  const version = checkedVersion(connection, path)
  if (version > MIGRATIONS.length) {
    const message = `${path} was written by a newer version of @sms/archive (schema ${version}, this one knows ${MIGRATIONS.length}); update the package.`
    throw new ArchiveError('newer_version', message)
  }
  // A commit must outlast a power failure: a program may have seen the sequence numbers that it gave.
  connection.exec('PRAGMA synchronous = FULL')
  connection.exec(`PRAGMA cache_size = -${CACHE_KB}`)
  connection.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  // What is overwritten or deleted is to leave no byte in the file.
  connection.exec('PRAGMA secure_delete = ON')
  if (version === MIGRATIONS.length) return
  // Changes the file, so not before it is known to be an archive or empty.
  if (version === 0) {
    connection.exec(`PRAGMA page_size = ${PAGE_SIZE}`)
    connection.exec('PRAGMA journal_mode = WAL')
  }
  migrate(connection, APPLICATION_ID, MIGRATIONS)
}

/** The version of the schema; 0 for an empty database. */
function checkedVersion(connection: DatabaseSync, path: string): number {
  const application = pragma(connection, 'application_id')
  if (application === APPLICATION_ID) return pragma(connection, 'user_version')
  const { objects } = connection.prepare('SELECT count(*) AS objects FROM sqlite_schema').get() as {
    readonly objects: number
  }
  if (application !== 0 || objects > 0 || pragma(connection, 'user_version') !== 0) throw notAnArchive(path)
  return 0
}

function pragma(connection: DatabaseSync, name: string): number {
  return Number(Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0])
}
