import { encodeText } from '@sms/archive/store'
import type { PoolClient, QueryResult } from 'pg'
import { toConnectionLost } from './database-error.ts'
import type { StatementNames } from './statement-names.ts'

/** What a statement is given in place of `$1`, `$2` and so on. */
export type Value = string | number | null | Uint8Array | readonly (string | number | null)[]

/** A connection to the database, for as long as a transaction lasts. */
export class Connection {
  readonly #client: PoolClient
  readonly #names: StatementNames

  constructor(client: PoolClient, names: StatementNames) {
    this.#client = client
    this.#names = names
  }

  /** Runs a statement, and returns how many rows it has changed. */
  async run(sql: string, ...values: readonly Value[]): Promise<number> {
    const { rowCount } = await this.#query(sql, values)
    return rowCount ?? 0
  }

  /** The first row of a query, if there is one. */
  async get<Row>(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    const [row] = await this.all<Row>(sql, ...values)
    return row
  }

  /** All rows of a query. */
  async all<Row>(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    const { rows } = await this.#query(sql, values)
    return rows as Row[]
  }

  /** Runs statements without values, in one request. Returns the rows of the last one. */
  async script<Row>(sql: string): Promise<Row[]> {
    const results: unknown = await whileConnected(this.#client.query(sql))
    // Several statements have several results, which the types of `pg` leave out.
    const last = [results as QueryResult | QueryResult[]].flat().at(-1)
    return (last?.rows ?? []) as Row[]
  }

  #query(sql: string, values: readonly Value[]): Promise<QueryResult> {
    const query = { name: this.#names.of(sql), text: sql, values: values.map(encode) }
    return whileConnected(this.#client.query(query))
  }
}

async function whileConnected<T>(query: Promise<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    throw toConnectionLost(error)
  }
}

function encode(value: Value): unknown {
  if (typeof value === 'string') return encodeText(value)
  if (!Array.isArray(value)) return value
  return value.map((item: string | number | null) => (typeof item === 'string' ? encodeText(item) : item))
}
