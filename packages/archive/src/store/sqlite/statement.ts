import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { decodeText, encodeText } from '../stored-text.ts'

/**
 * A prepared statement, whose values are bound by position. Node.js 22.13 binds numbered parameters (`?1`) by name only, so
 * each of them is written as one without a number, and its value is passed as often as it occurs.
 */
export class Statement {
  readonly #statement: StatementSync
  /** For each parameter the index of its value; null if they are the same. */
  readonly #order: readonly number[] | null

  constructor(connection: DatabaseSync, sql: string) {
    const order: number[] = []
    let last = 0
    const plain = sql.replaceAll(/\?(\d*)/g, (_, digits: string) => {
      // https://www.sqlite.org/lang_expr.html#varparam: one without a number follows the largest so far.
      const number = digits === '' ? last + 1 : Number(digits)
      last = Math.max(last, number)
      order.push(number - 1)
      return '?'
    })
    this.#order = plain === sql ? null : order
    this.#statement = connection.prepare(plain)
  }

  /** Returns how many rows it has changed. */
  run(values: readonly SQLInputValue[]): number {
    return Number(this.#statement.run(...this.#ordered(values)).changes)
  }

  get(values: readonly SQLInputValue[]): unknown {
    const row = this.#statement.get(...this.#ordered(values))
    return row === undefined ? undefined : decode(row)
  }

  all(values: readonly SQLInputValue[]): unknown[] {
    return this.#statement.all(...this.#ordered(values)).map(decode)
  }

  #ordered(values: readonly SQLInputValue[]): readonly SQLInputValue[] {
    const encoded = values.map(encode)
    return this.#order === null ? encoded : this.#order.map((index) => encoded[index] ?? null)
  }
}

function encode(value: SQLInputValue): SQLInputValue {
  return typeof value === 'string' ? encodeText(value) : value
}

/** Decodes the texts of a row, in place. */
function decode(row: Record<string, SQLOutputValue>): Record<string, SQLOutputValue> {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string') row[name] = decodeText(value)
  }
  return row
}
