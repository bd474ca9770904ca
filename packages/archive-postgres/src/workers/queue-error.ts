import pg from 'pg'
import { ConnectionLost, isTransient, toArchiveError, toConnectionLost } from '../store/database-error.ts'

// https://nodejs.org/api/errors.html#errorsyscall
const NETWORK_CALLS: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo', 'read', 'write'])

// What `pg` and `pg-pool` say of a connection that has ended or cannot be made, if the system says nothing.
const ENDED = /^(?:Connection terminated|timeout |Client (?:has|was) |Cannot use a pool |SASL: )/

/** Whether an error passes by itself: the database restarts, or another transaction came first. */
export function mayPass(error: unknown): boolean {
  return isTransient(error) || ofConnection(error) instanceof ConnectionLost
}

/**
 * What an error of the database means for a caller or a log: with the code of PostgreSQL and what to do, and without a value of a
 * row. Any other error stays as it is.
 *
 * @param place Names the database, for people.
 */
export function toQueueError(error: unknown, place: string): unknown {
  return toArchiveError(ofConnection(error), place)
}

/** The engine, and the participants that a caller lists, fail with errors of their own: they are none of the connection. */
function ofConnection(error: unknown): unknown {
  return error instanceof pg.DatabaseError || isLost(error) ? toConnectionLost(error) : error
}

function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (NETWORK_CALLS.has(Reflect.get(error, 'syscall')) || ENDED.test(error.message)) return true
  // A host with several addresses.
  return error instanceof AggregateError && error.errors.some(isLost)
}
