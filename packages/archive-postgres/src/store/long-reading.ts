import type { PoolClient } from 'pg'
import type { Connection, Value } from './connection.ts'
import { toArchiveError } from './database-error.ts'

/** A transaction that reads one state while other work is done between its queries. */
export class LongReading implements AsyncDisposable {
  readonly #client: PoolClient
  readonly #connection: Connection
  readonly #place: string

  /** @param place Names the schema, the database and the server. */
  constructor(client: PoolClient, connection: Connection, place: string) {
    this.#client = client
    this.#connection = connection
    this.#place = place
  }

  /** Begins it. If that fails, it is over. */
  async begin(transaction: () => Promise<unknown>): Promise<void> {
    try {
      await transaction()
    } catch (error) {
      this.#client.release(true)
      throw error
    }
  }

  /** All rows of a query. */
  async all<Row>(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    try {
      return await this.#connection.all<Row>(sql, ...values)
    } catch (error) {
      throw toArchiveError(error, this.#place)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#connection.script('ROLLBACK')
      this.#client.release()
    } catch {
      // The connection has ended, and the transaction with it.
      this.#client.release(true)
    }
  }
}
