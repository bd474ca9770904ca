import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { isLocked } from './database-error.ts'

// What is removed with a message, or with a person.
const TABLES = [
  'archive',
  'conversation',
  'route',
  'message',
  'shared_member',
  'left_out',
  'status',
  'content',
  'attachment',
  'search',
  'pending_erasure',
]

const MOST_WAIT_MS = 10_000
const PAUSE_MS = 50

/**
 * Writes the tables and their indexes into new files, without what was removed. Nothing less does: a plain VACUUM leaves the bytes
 * where they are until others need the space, and the words of a message in the search index for good.
 *
 * @param isPatient Whether to wait while others read or write.
 * @returns Whether nothing is left of what was removed before.
 */
export function rewriteTables(database: Database, isPatient: boolean): Promise<boolean> {
  const end = performance.now() + (isPatient ? MOST_WAIT_MS : 0)
  return database.runAlone(async (connection) => {
    if (!(await mayRewrite(connection, database))) return refuse(database, isPatient)
    const [now] = await connection.script<{ readonly number: string }>(
      'SELECT pg_current_xact_id()::text AS number',
    )
    while (await isSeen(connection, now?.number ?? '')) {
      if (performance.now() > end) return false
      await pause(PAUSE_MS)
    }
    try {
      for (const table of TABLES) {
        const left = Math.max(PAUSE_MS, Math.round(end - performance.now()))
        await connection.script(`SET lock_timeout = ${left}`)
        await connection.script(`VACUUM (FULL) ${database.schema}.${table}`)
      }
      return true
    } catch (error) {
      if (isLocked(error)) return false
      throw error
    }
  })
}

/** Whether this user owns the tables, and the server takes changes. VACUUM passes over the tables of others, with a warning. */
async function mayRewrite(connection: Connection, { schema }: Database): Promise<boolean> {
  const select = `
    SELECT NOT pg_is_in_recovery() AND bool_and(pg_has_role(relowner, 'USAGE')) AS may_rewrite
    FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relname = ANY($2::text[])`
  const row = await connection.get<{ readonly may_rewrite: boolean }>(select, schema, TABLES)
  return row?.may_rewrite === true
}

/** The owner of the tables rewrites them when it opens the archive next. */
function refuse({ place }: Database, isPatient: boolean): false {
  if (!isPatient) return false
  const message = `The messages are removed, but this user does not own the tables in ${place}, so that their bytes cannot be overwritten yet. Open the archive as their owner: that finishes it.`
  throw new ArchiveError('storage', message)
}

/**
 * Whether another transaction, a standby or a prepared transaction may still see what was removed before a transaction: VACUUM
 * keeps that, without an error. Other vacuums see nothing; they have no user. Each role sees these columns of all sessions.
 */
async function isSeen(connection: Connection, transaction: string): Promise<boolean> {
  const select = `
    SELECT EXISTS (
      SELECT FROM pg_stat_activity
      WHERE coalesce(datname, current_database()) = current_database() AND usename IS NOT NULL
        AND age(backend_xmin) > age($1::xid8::xid)
      UNION ALL
      SELECT FROM pg_replication_slots WHERE age(xmin) > age($1::xid8::xid)
      UNION ALL
      SELECT FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age($1::xid8::xid)
    ) AS is_seen`
  const row = await connection.get<{ readonly is_seen: boolean }>(select, transaction)
  return row?.is_seen === true
}
