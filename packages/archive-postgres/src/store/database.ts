import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '@sms/archive/store'
import pg from 'pg'
import { COLUMN_TYPES } from './column-types.ts'
import { Connection } from './connection.ts'
import { databaseAt } from './database-address.ts'
import { LongReading } from './long-reading.ts'
import { ConnectionLost, isRetryable, isStarting, toArchiveError, toConnectionLost } from './pg-error.ts'
import { StatementNames } from './statement-names.ts'

const MOST_CONNECTIONS = 10
const CONNECT_MS = 10_000
const KEEP_ALIVE_MS = 10_000

// A database that restarts is back after some seconds.
const MOST_WAIT_MS = 30_000
const SHORTEST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 1000

// The letters `SmsA`.
const LOCK_CLASS = 0x536d7341

const SETTINGS = [
  // A process that stands still within a transaction keeps its locks as long as a lease.
  "SET LOCAL idle_in_transaction_session_timeout = '20s'",
  // No transaction of an archive takes a minute, except one that rewrites its tables.
  "SET LOCAL lock_timeout = '60s'",
  // Each statement follows an index. A plan that was made while the tables were small, or without statistics, is to do so too.
  'SET LOCAL enable_seqscan = off',
  'SET LOCAL enable_hashjoin = off',
  'SET LOCAL enable_mergejoin = off',
  'SET LOCAL jit = off',
]

const READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED'
/** Reads the number of a transaction, which the server knows its outcome by. */
export const NUMBER_OF_TRANSACTION = 'SELECT pg_current_xact_id()::text AS number'

/** A schema of a PostgreSQL database. Transactions outlast a restart of the server, and errors are the archive's. */
export class Database {
  /** As it is written in statements. */
  readonly schema: string
  /** Names the schema, the database and the server, for people. */
  readonly place: string
  readonly #pool: pg.Pool
  readonly #names = new StatementNames()
  #wasReached = false
  #isClosed = false

  constructor(url: string, schema: string) {
    this.schema = pg.escapeIdentifier(schema)
    this.place = `the schema ${schema} of ${databaseAt(url)}`
    this.#pool = new pg.Pool({
      connectionString: url,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      fallback_application_name: '@sms/archive-postgres',
      types: COLUMN_TYPES,
      // Sends statements that do not wait for each other at once.
      pipeline: true,
    })
    // A connection that ends between two statements is noticed by the next one.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** Runs queries that all read one state. */
  read<T>(queries: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#persist(() => this.#query(queries))
  }

  /** Runs statements as one transaction that writes. It may run again, but is committed once. */
  write<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#persist(() => this.#transact([WRITE, NUMBER_OF_TRANSACTION], statements))
  }

  /**
   * Runs statements as one transaction that draws numbers of changes, or changes what pages are stored by. They run one after
   * the other, so that numbers come in the order of commits. The lock is taken before all others: so no two transactions wait
   * for each other.
   */
  writeInOrder<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#persist(() => this.#transactInOrder(statements))
  }

  /** Runs statements once, as `writeInOrder` does: what they store cannot be read again. */
  async writeOnce<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw closed(this.place)
    try {
      return await this.#transactInOrder(statements)
    } catch (error) {
      throw toArchiveError(error, this.place)
    }
  }

  /** Begins to read one state, which lasts until it is disposed of. Nothing is tried again. */
  async beginReading(): Promise<LongReading> {
    if (this.#isClosed) throw closed(this.place)
    try {
      const client = await this.#connect()
      const connection = new Connection(client, this.#names)
      const reading = new LongReading(client, connection, this.place)
      await reading.begin(() => this.#begin(connection, [READ]))
      return reading
    } catch (error) {
      throw toArchiveError(error, this.place)
    }
  }

  /** Runs statements outside of a transaction, on a connection that is closed afterwards. They may run again. */
  runAlone<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#persist(async () => {
      const client = await this.#connect()
      try {
        return await statements(new Connection(client, this.#names))
      } finally {
        client.release(true)
      }
    })
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#pool.end()
  }

  /** Tries again what failed because of another transaction, or of a connection: the server may be back soon. */
  async #persist<T>(transaction: () => Promise<T>): Promise<T> {
    const end = performance.now() + MOST_WAIT_MS
    for (let longest = SHORTEST_PAUSE_MS; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
      if (this.#isClosed) throw closed(this.place)
      try {
        return await transaction()
      } catch (error) {
        // A server that never was there has probably another address.
        const mayPass = (error instanceof ConnectionLost && this.#wasReached) || isRetryable(error)
        if (!mayPass || performance.now() > end) throw toArchiveError(error, this.place)
      }
      // Of two that failed because of each other, neither is to fail each time.
      await pause(longest * (0.5 + Math.random() / 2))
    }
  }

  async #query<T>(queries: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#connect()
    const connection = new Connection(client, this.#names)
    const release = (): void => client.release()
    const discard = (): void => client.release(true)
    // The queries do not wait for it: if it fails, so do they.
    const begun = this.#begin(connection, [READ])
    const [first, result] = await Promise.allSettled([begun, queries(connection)])
    // No one waits for the end of a transaction that has changed nothing.
    connection.script('ROLLBACK').then(release, discard)
    if (first.status === 'rejected') throw first.reason
    if (result.status === 'rejected') throw result.reason
    return result.value
  }

  #transactInOrder<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    const lock = `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, hashtext(${pg.escapeLiteral(this.schema)}))`
    return this.#transact([WRITE, lock, NUMBER_OF_TRANSACTION], statements)
  }

  async #transact<T>(
    first: readonly [string, ...string[]],
    statements: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const client = await this.#connect()
    const connection = new Connection(client, this.#names)
    let isUsable = true
    try {
      const number = await this.#begin(connection, first)
      const result = await statements(connection)
      await this.#commit(connection, number)
      return result
    } catch (error) {
      isUsable = await isRolledBack(connection)
      throw error
    } finally {
      client.release(!isUsable)
    }
  }

  /** Begins a transaction. Returns its number, if the last statement reads it. */
  async #begin(
    connection: Connection,
    [begin, ...first]: readonly [string, ...string[]],
  ): Promise<string | undefined> {
    const path = `SET LOCAL search_path TO ${this.schema}, pg_temp`
    const script = [begin, path, ...SETTINGS, ...first].join(';')
    const [row] = await connection.script<{ readonly number: string }>(script)
    return row?.number
  }

  /** Commits a transaction. If the connection ends meanwhile, the server knows whether it has done so. */
  async #commit(connection: Connection, number: string | undefined): Promise<void> {
    try {
      await connection.script('COMMIT')
    } catch (error) {
      if (error instanceof ConnectionLost && number !== undefined && (await this.#wasCommitted(number)))
        return
      throw error
    }
  }

  /** Whether a transaction was committed whose connection has ended. */
  #wasCommitted(number: string): Promise<boolean> {
    return this.#persist(async () => {
      const client = await this.#connect()
      const connection = new Connection(client, this.#names)
      try {
        const select = 'SELECT pg_xact_status($1::xid8) AS status'
        const row = await connection.get<{ readonly status: string | null }>(select, number)
        // Its process has not noticed yet that the connection has ended.
        if (row?.status === 'in progress')
          throw new ConnectionLost('the outcome of a commit is not known yet')
        return row?.status === 'committed'
      } finally {
        client.release()
      }
    })
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      const client = await this.#pool.connect()
      this.#wasReached = true
      return client
    } catch (error) {
      this.#wasReached ||= isStarting(error)
      throw toConnectionLost(error)
    }
  }
}

/** Whether a transaction that failed is rolled back, so that its connection can be used again. */
async function isRolledBack(connection: Connection): Promise<boolean> {
  try {
    await connection.script('ROLLBACK')
    return true
  } catch {
    // The connection has ended, and the transaction with it.
    return false
  }
}

function closed(place: string): ArchiveError {
  return new ArchiveError('storage', `The archive in ${place} is closed; open it again.`)
}
