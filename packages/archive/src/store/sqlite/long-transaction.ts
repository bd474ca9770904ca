import type { Database } from './database.ts'
import { IN_MEMORY, openDatabase } from './open-database.ts'

/**
 * A transaction in which other work is done between the statements. It has a connection of its own, so that the archive can
 * be used meanwhile. An archive in memory has only one connection: there, everything else waits for the end.
 */
export class LongTransaction implements Disposable {
  readonly database: Database
  readonly #isShared: boolean

  /** @param begin `BEGIN` to read one state, `BEGIN IMMEDIATE` to write. */
  static async begin(archive: Database, begin: 'BEGIN' | 'BEGIN IMMEDIATE'): Promise<LongTransaction> {
    const isShared = archive.path === IN_MEMORY
    const database = isShared ? archive : await openDatabase(archive.path)
    const transaction = new LongTransaction(database, isShared)
    try {
      await database.beginLong(begin)
      return transaction
    } catch (error) {
      transaction[Symbol.dispose]()
      throw error
    }
  }

  private constructor(database: Database, isShared: boolean) {
    this.database = database
    this.#isShared = isShared
  }

  commit(): void {
    this.database.endLong('COMMIT')
  }

  /** Rolls back what was not committed. */
  [Symbol.dispose](): void {
    this.database.endLong('ROLLBACK')
    if (!this.#isShared) this.database.close()
  }
}
