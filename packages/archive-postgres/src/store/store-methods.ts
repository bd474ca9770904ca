import type { Connection } from './connection.ts'
import type { Database } from './database.ts'

/** Makes methods of a store from functions of a connection. */
export interface StoreMethods {
  /** Each call reads one state. */
  read<Values extends readonly unknown[], Result>(
    queries: (connection: Connection, ...values: Values) => Promise<Result>,
  ): (...values: Values) => Promise<Result>
  /** Each call is one transaction that writes: see `Database.write`. */
  write<Values extends readonly unknown[], Result>(
    statements: (connection: Connection, ...values: Values) => Promise<Result>,
  ): (...values: Values) => Promise<Result>
  /** Each call is one transaction that draws numbers of changes: see `Database.writeInOrder`. */
  writeInOrder<Values extends readonly unknown[], Result>(
    statements: (connection: Connection, ...values: Values) => Promise<Result>,
  ): (...values: Values) => Promise<Result>
}

export function storeMethods(database: Database): StoreMethods {
  return {
    read: (queries) => {
      return (...values) => database.read((connection) => queries(connection, ...values))
    },
    write: (statements) => {
      return (...values) => database.write((connection) => statements(connection, ...values))
    },
    writeInOrder: (statements) => {
      return (...values) => database.writeInOrder((connection) => statements(connection, ...values))
    },
  }
}
