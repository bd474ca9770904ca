import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ArchiveRecord } from '../archive-record.ts'
import { dumpSteps } from '../dump-records.ts'
import type { Database } from './database.ts'
import { beginLoading, endLoading, loadRecord } from './load-records.ts'
import { LongTransaction } from './long-transaction.ts'

/** The whole archive as it is at one moment: see `Store.dump`. */
export async function* dump(archive: Database): AsyncGenerator<readonly ArchiveRecord[], void, void> {
  using transaction = await LongTransaction.begin(archive, 'BEGIN')
  yield* dumpWithin(transaction.database)
}

/**
 * Fills an empty archive: see `Store.load`.
 *
 * @param isSearchable Whether its messages are to be found by their words.
 */
export async function load(
  archive: Database,
  records: AsyncIterable<readonly ArchiveRecord[]>,
  check: (stored: AsyncIterable<readonly ArchiveRecord[]>) => Promise<void>,
  isSearchable: boolean,
): Promise<void> {
  using transaction = await LongTransaction.begin(archive, 'BEGIN IMMEDIATE')
  const { database } = transaction
  const index = database.within(() => beginLoading(database, isSearchable))
  for await (const batch of records) {
    database.within(() => {
      for (const record of batch) loadRecord(database, record, index)
    })
  }
  database.within(() => endLoading(database, index))
  await check(dumpWithin(database))
  transaction.commit()
}

async function* dumpWithin(database: Database): AsyncGenerator<readonly ArchiveRecord[], void, void> {
  const steps = dumpSteps('?')
  for (let rows: readonly unknown[] = []; ;) {
    const { done, value: step } = steps.next(rows)
    if (done === true) return
    if ('records' in step) {
      yield step.records
      // SQLite blocks the thread, and signals are to arrive.
      await nextTurn()
    } else rows = database.within(() => database.all(step.sql, ...step.values))
  }
}
