import type { Archive } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { testDatabase } from '@sms/postgres/test-database'
import { Pool } from 'pg'
import { afterAll } from 'vitest'

/** Archives in the schemas of a database that only one test file uses. */
export interface Archives {
  readonly url: string
  /** Opens the archive in a schema, and makes it if it is not there. */
  open(schema: string): Promise<Archive>
  /** Opens a new, empty archive. The one that was opened so before is dropped. */
  openNew(): Promise<Archive>
  /** Runs a statement beside the archives. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export function testArchives(): Archives {
  const { url } = testDatabase()
  const pool = new Pool({ connectionString: url })
  // The database is dropped with its connections.
  pool.on('error', () => undefined)
  afterAll(() => pool.end())
  const open = (schema: string): Promise<Archive> => openPostgresArchive(url, { schema })
  const query = async <Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
    (await pool.query(sql, [...values])).rows
  return {
    url,
    open,
    query,
    openNew: async () => {
      await query('DROP SCHEMA IF EXISTS fresh CASCADE')
      return open('fresh')
    },
  }
}
