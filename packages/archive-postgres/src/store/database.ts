import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '@sms/archive/store'
import pLimit from 'p-limit'
import pg from 'pg'
import { COLUMN_TYPES } from './column-types.ts'
import { Connection } from './connection.ts'
import { databaseAt } from './database-address.ts'
import { LongReading } from './long-reading.ts'
import {
  ConnectionLost,
  isTransient,
  isStarting,
  toArchiveError,
  toConnectionLost,
} from './database-error.ts'
import { StatementNames } from './statement-names.ts'

const MOST_CONNECTIONS = 10
// One runs, and the next one waits for it at the server. If many did, no connection would be left to renew their leases with.
const MOST_IN_ORDER = 2
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
  // A server, a database or a user may have other defaults, with which a place is rounded, a list with a null is rejected, and a
  // backslash in a statement is an escape.
  'SET LOCAL extra_float_digits = 1',
  'SET LOCAL array_nulls = on',
  'SET LOCAL standard_conforming_strings = on',
]

const READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED'

// What connections that are gone have left. One that writes has no more than 30 seconds to find out what was committed.
const FORGET_WRITERS = `
  DELETE FROM writer WHERE id IN (
    SELECT id FROM writer WHERE used_at < now() - interval '1 day' FOR UPDATE SKIP LOCKED)`

/** A connection as the table `writer` knows it. */
interface Writer {
  /** No other connection has the same, of any process and at any time. */
  readonly id: string
  /** The number of its last transaction that writes. */
  readonly last: number
}

/** A schema of a PostgreSQL database. Transactions outlast a restart of the server, and errors are the archive's. */
export class Database {
  /** As it is written in statements. */
  readonly schema: string
  /** Names the schema, the database and the server, for people. */
  readonly place: string
  readonly #pool: pg.Pool
  readonly #names = new StatementNames()
  readonly #writers = new WeakMap<pg.PoolClient, Writer>()
  readonly #inOrder = pLimit(MOST_IN_ORDER)
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
    return this.#persist(() => this.#transact([WRITE], statements))
  }

  /**
   * Runs statements as one transaction that draws numbers of changes, or changes what pages are stored by. They run one after
   * the other, so that numbers come in the order of commits. The lock is taken before all others: so no two transactions wait
   * for each other.
   */
  writeInOrder<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#inOrder(() => this.#persist(() => this.#transact([WRITE, this.#lock], statements)))
  }

  /** As `writeInOrder`, for statements that may be committed twice: they make the table that says what was committed. */
  migrate(statements: (connection: Connection) => Promise<void>): Promise<void> {
    return this.#persist(() => this.#transact([WRITE, this.#lock], statements, { isNoted: false }))
  }

  /** Runs statements once, as `writeInOrder` does: what they store cannot be read again. */
  async writeOnce<T>(statements: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw closed(this.place)
    try {
      return await this.#transact([WRITE, this.#lock], statements)
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
        const mayPass = (error instanceof ConnectionLost && this.#wasReached) || isTransient(error)
        if (!mayPass) throw toArchiveError(error, this.place)
        if (performance.now() > end) {
          // What follows, such as closing, does not wait for as long again.
          this.#wasReached = false
          throw toArchiveError(error, this.place)
        }
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

  get #lock(): string {
    return `SELECT pg_advisory_xact_lock(${LOCK_CLASS}, hashtext(${pg.escapeLiteral(this.schema)}))`
  }

  async #transact<T>(
    first: readonly string[],
    statements: (connection: Connection) => Promise<T>,
    { isNoted }: { readonly isNoted: boolean } = { isNoted: true },
  ): Promise<T> {
    const client = await this.#connect()
    const connection = new Connection(client, this.#names)
    let isUsable = true
    try {
      const writer = isNoted ? this.#nextOf(client) : null
      await this.#begin(connection, [...first, ...noteWriter(writer)])
      const result = await statements(connection)
      await this.#commit(connection, writer)
      return result
    } catch (error) {
      isUsable = await isRolledBack(connection)
      throw error
    } finally {
      client.release(!isUsable)
    }
  }

  /** Numbers the next transaction of a connection. */
  #nextOf(client: pg.PoolClient): Writer {
    const { id, last } = this.#writers.get(client) ?? { id: randomUUID(), last: 0 }
    const writer = { id, last: last + 1 }
    this.#writers.set(client, writer)
    return writer
  }

  /** Begins a transaction. */
  async #begin(connection: Connection, [begin = '', ...first]: readonly string[]): Promise<void> {
    const path = `SET LOCAL search_path TO ${this.schema}, pg_temp`
    await connection.script([begin, path, ...SETTINGS, ...first].join(';'))
  }

  /** Commits a transaction. If the connection ends meanwhile, its row of `writer` says whether the server has done so. */
  async #commit(connection: Connection, writer: Writer | null): Promise<void> {
    try {
      await connection.script('COMMIT')
    } catch (error) {
      if (error instanceof ConnectionLost && writer !== null && (await this.#wasCommitted(writer))) return
      throw error
    }
  }

  /**
   * Whether the last transaction of a connection was committed that has ended. The server's own number of a transaction does not
   * say so: after a crash, another one may get the same.
   */
  #wasCommitted({ id, last }: Writer): Promise<boolean> {
    return this.#persist(async () => {
      const client = await this.#connect()
      const connection = new Connection(client, this.#names)
      try {
        const table = `${this.schema}.writer`
        // Both wait for the transaction, if its process has not noticed yet that the connection has ended.
        await connection.run(`INSERT INTO ${table} (id, last) VALUES ($1, 0) ON CONFLICT DO NOTHING`, id)
        const select = `SELECT last FROM ${table} WHERE id = $1 FOR UPDATE`
        const row = await connection.get<{ readonly last: number }>(select, id)
        return row?.last === last
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

/** Statements of a transaction that say that it was committed, for those who see that. */
function noteWriter(writer: Writer | null): readonly string[] {
  if (writer === null) return []
  const { id, last } = writer
  const note = `
    INSERT INTO writer (id, last) VALUES (${pg.escapeLiteral(id)}, ${last})
    ON CONFLICT (id) DO UPDATE SET last = excluded.last, used_at = now()`
  return last === 1 ? [FORGET_WRITERS, note] : [note]
}

function closed(place: string): ArchiveError {
  return new ArchiveError('storage', `The archive in ${place} is closed; open it again.`)
}
