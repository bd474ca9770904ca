import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '../../archive-error.ts'
import { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { isBusy, notAnArchive, toArchiveError } from './sqlite-error.ts'

const IN_MEMORY = ':memory:'

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
    if (path !== IN_MEMORY) createPrivately(path)
    connection = new DatabaseSync(path, { enableForeignKeyConstraints: false })
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

/** An empty file that only its owner may read. SQLite gives its other files the same mode. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600))
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') return
    const message = `${path} cannot be created; check that its folder exists and that this user may write there.`
    throw new ArchiveError('storage', message, { cause: error })
  }
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
