import { ArchiveError } from '@sms/archive/store'
import pg from 'pg'

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const LOCK_NOT_AVAILABLE = '55P03'
const CANNOT_CONNECT_NOW = '57P03'
// Another transaction came first, two waited for each other, or others have all connections.
const RETRYABLE: ReadonlySet<string> = new Set(['40001', '40P01', '53300'])

// The server ends the connection, or takes none yet: it stops, starts or recovers, or a transaction stood still for too long.
const ENDED: ReadonlySet<string> = new Set(['57P01', '57P02', CANNOT_CONNECT_NOW, '57P05', '25P03'])
const CONNECTION_EXCEPTION = '08'

// What `pg` says if the server asks for a password, and it knows none.
const NO_PASSWORD = /client password must be a /

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['28P01', 'The server rejected the user name or the password; check both.'],
  ['28000', 'The server does not let this user in from here; check the user name, and `pg_hba.conf`.'],
  ['3D000', 'The server has no database of this name; create it, or check the name.'],
  ['42501', 'This user lacks a privilege; open the archive as the owner of the schema, or grant it.'],
  ['25006', 'The server takes no changes: it is a standby or read-only; connect to the primary server.'],
  ['53100', 'The disk of the server is full: make room and sync again. What was committed is safe.'],
  ['53200', 'The server is out of memory. What was committed is safe.'],
  ['53300', 'The server takes no more connections; raise `max_connections`, or start fewer processes.'],
  ['25P04', 'The server ended a long transaction; raise `transaction_timeout` for this user.'],
  ['54000', 'A name or an id is too long for an index of PostgreSQL, which takes about 2700 bytes.'],
  ['57014', 'The server ended a statement; raise `statement_timeout` for this user.'],
  ['42P01', 'A table of the archive is missing; restore a copy, or sync into a new schema.'],
  ['42703', 'A column of the archive is missing; restore a copy, or sync into a new schema.'],
])

/**
 * There is no connection, or it ended before the server has reported what became of a statement. The message is what `pg` or the
 * system says about it, which shows no value of a row.
 */
export class ConnectionLost extends Error {}

/** What an error of `pg` means for a transaction: a lost connection, or what it is. */
export function toConnectionLost(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (!(error instanceof pg.DatabaseError))
    return new ConnectionLost(error.message === '' ? String(Reflect.get(error, 'code')) : error.message)
  const { code = '' } = error
  return ENDED.has(code) || code.startsWith(CONNECTION_EXCEPTION) ? new ConnectionLost(code) : error
}

/** Whether the server is there, and takes no connection yet. */
export function isStarting(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === CANNOT_CONNECT_NOW
}

/** Whether a transaction failed because of others, and may succeed if it runs again. */
export function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && RETRYABLE.has(error.code ?? '')
}

/** Whether others have held a lock for longer than a statement waits. */
export function isLocked(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
}

/**
 * What an error means for the archive in a schema; one that is not about the database as it is. The error of `pg` is not the
 * cause: its details show values of rows.
 *
 * @param place Names the schema, the database and the server.
 */
export function toArchiveError(error: unknown, place: string): unknown {
  if (error instanceof ConnectionLost) {
    if (NO_PASSWORD.test(error.message)) {
      const advice = 'Set PGPASSWORD, or name a password file by PGPASSFILE.'
      return new ArchiveError(
        'storage',
        `The server of ${place} asks for a password, and there is none. ${advice}`,
      )
    }
    const message = `The server of ${place} cannot be reached (${error.message}). Check that it runs, and the address and the password. What was committed is safe.`
    return new ArchiveError('storage', message)
  }
  if (!(error instanceof pg.DatabaseError)) return error
  if (isLocked(error))
    return new ArchiveError('busy', `Another session has kept ${place} locked; try again when it has ended.`)
  const { code = 'XX000' } = error
  const advice = ADVICE.get(code) ?? 'See the log of the server.'
  return new ArchiveError(
    'storage',
    `The archive in ${place} failed with error ${code} of PostgreSQL. ${advice}`,
  )
}

export function notAnArchive(place: string): ArchiveError {
  const message = `${place} is not an archive of @sms/archive-postgres, and was left as it is; choose another schema.`
  return new ArchiveError('not_an_archive', message)
}

export function noArchive(place: string): ArchiveError {
  const message = `There is no archive in ${place}. Check the name, or make it with a sync.`
  return new ArchiveError('not_an_archive', message)
}
