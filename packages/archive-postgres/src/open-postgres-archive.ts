import type { Archive } from '@sms/archive'
import { checkNames, invalidOption, startArchive } from '@sms/archive/store'
import { openPostgresStore } from './store/postgres-store.ts'

/** How to open an archive in PostgreSQL. */
export interface OpenPostgresOptions {
  /** The schema of the database that the archive has for itself (default: `'sms'`). It is made if it is missing. */
  readonly schema?: string | undefined
  /** Whether the archive is made if it is missing. Else it is `not_an_archive` then (default: true). */
  readonly create?: boolean | undefined
  /** Whether messages are to be found by their words (default: true). */
  readonly search?: boolean | undefined
}

// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
const LONGEST_NAME = 63

/**
 * Opens an archive in a schema of a PostgreSQL database, which is made if it is missing. PostgreSQL 15 or later.
 *
 * @param url Where the database is, as `psql` writes it: `postgres://user@host:5432/database`. What it leaves out is taken from
 * the environment (`PGPASSWORD`, `PGHOST` and so on).
 * @throws {ArchiveError} Rejects with `not_an_archive` for a schema that contains something else, `newer_version` for one that a
 * newer version of the package has written, and `storage` if the database cannot be reached or used.
 * @throws {SmsError} Rejects with `invalid_argument` for a `url` or an option that is unknown or unusable.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { openPostgresArchive } from '@sms/archive-postgres'
 * import { createIp1 } from '@sms/ip1'
 *
 * await using archive = await openPostgresArchive('postgres://sms@localhost:5432/crm')
 * const report = await archive.sync(createIp1(), '+46701740605')
 * console.log(report.added, report.complete)
 * ```
 */
export async function openPostgresArchive(url: string, options: OpenPostgresOptions = {}): Promise<Archive> {
  checkNames(options, ['schema', 'create', 'search'])
  const { schema = 'sms', create = true, search = true } = options
  if (!isSchemaName(schema))
    throw invalidOption('schema', `a name of 1 to ${LONGEST_NAME} bytes that does not begin with pg_`)
  if (typeof create !== 'boolean') throw invalidOption('create', 'true or false')
  if (typeof search !== 'boolean') throw invalidOption('search', 'true or false')
  return startArchive(await openPostgresStore(url, schema, search, create))
}

function isSchemaName(schema: unknown): schema is string {
  return (
    typeof schema === 'string' &&
    schema !== '' &&
    schema.isWellFormed() &&
    !schema.includes('\0') &&
    !schema.startsWith('pg_') &&
    Buffer.byteLength(schema) <= LONGEST_NAME
  )
}
