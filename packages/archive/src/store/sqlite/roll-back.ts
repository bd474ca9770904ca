import type { DatabaseSync } from 'node:sqlite'

/** Ends a transaction that has failed, and leaves the database as it was before. */
export function rollBack(connection: DatabaseSync): void {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself, as it does if the disk is full: the first error is the one that matters.
  }
}
