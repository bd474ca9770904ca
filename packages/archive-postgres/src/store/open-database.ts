import { ArchiveError } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { Database } from './database.ts'
import { noArchive, notAnArchive } from './database-error.ts'
import { MIGRATIONS } from './schema.ts'

const OLDEST_SERVER = 150_000

interface StateRow {
  readonly server: number
  readonly encoding: string
  readonly is_archive: boolean
  readonly is_empty: boolean
}

/**
 * Opens an archive's schema, makes it if there is none, and brings it to the current version.
 *
 * @param mayCreate Whether a missing archive is made. Else it is `not_an_archive`.
 * @throws {ArchiveError} `not_an_archive` or `newer_version`, and the schema is as it was; `storage` if it cannot be opened.
 */
export async function openDatabase(url: string, schema: string, mayCreate: boolean): Promise<Database> {
  const database = new Database(url, schema)
  try {
    const version = await database.read((connection) => checkedVersion(connection, database))
    if (version === 0 && !mayCreate) throw noArchive(database.place)
    if (version < MIGRATIONS.length) await database.migrate((connection) => migrate(connection, database))
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Brings the schema to the newest version, in one transaction: a crash leaves it as it was. */
async function migrate(connection: Connection, database: Database): Promise<void> {
  // Another process may have done it since.
  const version = await checkedVersion(connection, database)
  if (version === 0) await connection.script(`CREATE SCHEMA IF NOT EXISTS ${database.schema}`)
  for (const step of MIGRATIONS.slice(version)) await connection.script(step)
  await connection.run('UPDATE archive SET archive_version = $1', MIGRATIONS.length)
}

/** The version of the schema; 0 if it is empty, or is not there. */
async function checkedVersion(connection: Connection, { schema, place }: Database): Promise<number> {
  const select = `
    SELECT current_setting('server_version_num')::integer AS server, current_setting('server_encoding') AS encoding,
      EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = s.oid AND c.relname = 'archive' AND a.attname = 'archive_version') AS is_archive,
      NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = s.oid) AS is_empty
    FROM (SELECT to_regnamespace($1)::oid) s (oid)`
  const row = await connection.get<StateRow>(select, schema)
  if (row === undefined || row.server < OLDEST_SERVER) {
    const message = `The server of ${place} is older than PostgreSQL 15; update it, or use another one.`
    throw new ArchiveError('storage', message)
  }
  if (row.encoding !== 'UTF8') {
    const message = `The encoding of ${place} is ${row.encoding}, which lacks letters; create a database with \`ENCODING 'UTF8'\`.`
    throw new ArchiveError('storage', message)
  }
  if (!row.is_archive && !row.is_empty) throw notAnArchive(place)
  if (!row.is_archive) return 0
  const archive = await connection.get<{ readonly version: number }>(
    'SELECT archive_version AS version FROM archive',
  )
  const version = archive?.version ?? 0
  if (version > MIGRATIONS.length) {
    const message = `${place} was written by a newer version of @sms/archive-postgres (schema ${version}, this one knows ${MIGRATIONS.length}); update the package.`
    throw new ArchiveError('newer_version', message)
  }
  return version
}
