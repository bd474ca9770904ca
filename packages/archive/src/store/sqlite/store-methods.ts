import type { Database } from './database.ts'

/** Makes methods of a store from functions of its database. */
export interface StoreMethods {
  /** Each call reads one state. */
  read<Values extends readonly unknown[], Result>(
    queries: (database: Database, ...values: Values) => Result,
  ): (...values: Values) => Promise<Result>
  /** Each call is one transaction that writes. */
  write<Values extends readonly unknown[], Result>(
    statements: (database: Database, ...values: Values) => Result,
  ): (...values: Values) => Promise<Result>
}

export function storeMethods(database: Database): StoreMethods {
  return {
    read: (queries) => {
      return (...values) => database.read(() => queries(database, ...values))
    },
    write: (statements) => {
      return (...values) => database.write(() => statements(database, ...values))
    },
  }
}
