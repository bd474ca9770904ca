import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { decodeText, encodeText } from '../stored-text.ts'

/**
 * A prepared statement, whose values are bound by position. Node.js 22.13 binds numbered parameters (`?1`) by name only, so
 * each of them is written as one without a number, and its value is passed as often as it occurs. Running it encodes the texts
 * among the values in place: do not use them again.
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
  run(values: SQLInputValue[]): number {
    return Number(this.#statement.run(...this.#ordered(values)).changes)
  }

  get(values: SQLInputValue[]): unknown {
    const row = this.#statement.get(...this.#ordered(values))
    return row === undefined ? undefined : decode(row)
  }

  all(values: SQLInputValue[]): unknown[] {
    return this.#statement.all(...this.#ordered(values)).map(decode)
  }

  #ordered(values: SQLInputValue[]): readonly SQLInputValue[] {
    encode(values)
    return this.#order === null ? values : this.#order.map((index) => values[index] ?? null)
  }
}

/** Encodes the texts of a statement's values, in place. */
function encode(values: SQLInputValue[]): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]
    if (typeof value === 'string') values[index] = encodeText(value)
  }
}

/** Decodes the texts of a row, in place. */
function decode(row: Record<string, SQLOutputValue>): Record<string, SQLOutputValue> {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string') row[name] = decodeText(value)
  }
  return row
}
