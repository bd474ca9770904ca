import { type ArchiveRecord, dumpSteps } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { beginLoading, endLoading, loadRecords } from './load-records.ts'

/** The whole archive as it is at one moment: see `Store.dump`. */
export async function* dump(database: Database): AsyncGenerator<readonly ArchiveRecord[], void, void> {
  await using reading = await database.beginReading()
  yield* dumpWithin(reading)
}

/**
 * Fills an empty archive: see `Store.load`.
 *
 * @param isSearchable Whether its messages are to be found by their words.
 */
export async function load(
  database: Database,
  records: AsyncIterable<readonly ArchiveRecord[]>,
  check: (stored: AsyncIterable<readonly ArchiveRecord[]>) => Promise<void>,
  isSearchable: boolean,
): Promise<void> {
  await database.writeOnce(async (connection) => {
    await beginLoading(connection)
    for await (const batch of records) await loadRecords(connection, batch, isSearchable)
    await endLoading(connection, isSearchable)
    await check(dumpWithin(connection))
  })
}

async function* dumpWithin(
  connection: Pick<Connection, 'all'>,
): AsyncGenerator<readonly ArchiveRecord[], void, void> {
  const steps = dumpSteps('$')
  for (let rows: readonly unknown[] = []; ;) {
    const { done, value: step } = steps.next(rows)
    if (done === true) return
    if ('records' in step) yield step.records
    else rows = await connection.all(step.sql, ...step.values)
  }
}
