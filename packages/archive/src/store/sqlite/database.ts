import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '../../archive-error.ts'
import { rollBack } from './roll-back.ts'
import { isBusy, toArchiveError } from './database-error.ts'
import { Statement } from './statement.ts'

// Other writers commit one page at a time, in milliseconds each.
const MOST_WAIT = 10_000
const LONGEST_PAUSE = 25

/** A SQLite database whose statements are prepared once, and whose errors are the archive's. */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, Statement>()
  #isClosed = false
  /** The long transaction of this connection, which others wait for. */
  #long: PromiseWithResolvers<void> | null = null

  constructor(connection: DatabaseSync, path: string) {
    this.#connection = connection
    this.path = path
  }

  /** Runs a statement, and returns how many rows it has changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#prepare(sql).run(values)
  }

  /** The same for many values. The array is changed: do not use it again. */
  runWith(sql: string, values: SQLInputValue[]): number {
    return this.#prepare(sql).run(values)
  }

  /** The first row of a query, if there is one. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(values) as Row | undefined
  }

  /** All rows of a query. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(values) as Row[]
  }

  /** Runs statements as one transaction that writes. */
  write<T>(statements: () => T): Promise<T> {
    return this.#whenFree(() => this.#transact('BEGIN IMMEDIATE', statements))
  }

  /** Runs queries that all read one state. */
  read<T>(queries: () => T): Promise<T> {
    return this.#whenFree(() => this.#transact('BEGIN', queries))
  }

  /** Begins a transaction that lasts until `endLong`. All others of this connection wait for its end. */
  async beginLong(begin: 'BEGIN' | 'BEGIN IMMEDIATE'): Promise<void> {
    await this.#whenFree(() => {
      this.#connection.exec(begin)
      this.#long = Promise.withResolvers()
    })
  }

  /** Runs statements of the long transaction. */
  within<T>(statements: () => T): T {
    try {
      return statements()
    } catch (error) {
      throw toArchiveError(error, this.path)
    }
  }

  endLong(end: 'COMMIT' | 'ROLLBACK'): void {
    if (this.#long === null) return
    if (end === 'COMMIT') this.within(() => this.#connection.exec(end))
    else rollBack(this.#connection)
    this.#long.resolve()
    this.#long = null
  }

  /**
   * Writes the database anew, and empties its log, so that no file holds what was overwritten or deleted. SQLite's
   * `secure_delete` alone is not enough: if a page is split, its old half stays in it as free space.
   *
   * @param isPatient Whether to wait while another connection reads or writes.
   * @returns Whether it is done.
   */
  async rewrite(isPatient: boolean): Promise<boolean> {
    const end = performance.now() + (isPatient ? MOST_WAIT : 0)
    while (!this.#tryToRewrite()) {
      if (performance.now() > end) return false
      await pause(1 + Math.random() * LONGEST_PAUSE)
    }
    return true
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#statements.clear()
    this.#connection.close()
  }

  /**
   * Tries again while another connection holds a lock. Node.js would wait for it inside SQLite, and block the thread: so
   * the wait is here.
   */
  async #whenFree<T>(transaction: () => T): Promise<T> {
    const end = performance.now() + MOST_WAIT
    for (;;) {
      if (this.#long !== null) {
        await this.#long.promise
        continue
      }
      if (this.#isClosed) throw closed(this.path)
      try {
        return transaction()
      } catch (error) {
        if (!isBusy(error)) throw toArchiveError(error, this.path)
        if (performance.now() > end) throw busy(this.path)
      }
      // Of two that wait, neither is to come first each time.
      await pause(1 + Math.random() * LONGEST_PAUSE)
    }
  }

  #transact<T>(begin: string, statements: () => T): T {
    this.#connection.exec(begin)
    try {
      const result = statements()
      this.#connection.exec('COMMIT')
      return result
    } catch (error) {
      rollBack(this.#connection)
      throw error
    }
  }

  #tryToRewrite(): boolean {
    // First, since the log would grow by the whole database while another connection reads.
    if (!this.#emptyLog()) return false
    try {
      this.#connection.exec('VACUUM')
    } catch (error) {
      if (isBusy(error)) return false
      throw toArchiveError(error, this.path)
    }
    return this.#emptyLog()
  }

  /** Copies the log into the file. Returns whether no other connection has kept it from being emptied. */
  #emptyLog(): boolean {
    try {
      return this.get<{ readonly busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy === 0
    } catch (error) {
      if (isBusy(error)) return false
      throw toArchiveError(error, this.path)
    }
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = new Statement(this.#connection, sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function busy(path: string): ArchiveError {
  const message = `Another process has kept ${path} locked for ${MOST_WAIT / 1000} seconds; try again when it has ended.`
  return new ArchiveError('busy', message)
}

function closed(path: string): ArchiveError {
  return new ArchiveError('storage', `The archive ${path} is closed; open it again.`)
}
