import type { Connection, Value } from '../store/connection.ts'

/** What runs statements within a transaction: a connection of the workers', or of the archive's store. */
export interface SqlClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>
}

/** A connection of the archive's store, for statements that are not about the archive. */
export function sqlClient(connection: Connection): SqlClient {
  return {
    query: async (text, values) => ({ rows: await connection.all(text, ...(values as Value[])) }),
  }
}
