import type { Sample } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import type { ReadingEntrant } from '../readers/entrant.ts'
import type { Read } from '../readers/read.ts'
import { ReadingTally } from '../tally.ts'

/**
 * How long it takes to read a list to its end.
 *
 * @param work what the program does after each page
 * @throws {Error} If the messages that were read are not those of the list.
 */
export async function measureReading(
  read: Read,
  { label, concurrency }: ReadingEntrant,
  list: BenchList,
  work: () => Promise<void> | undefined = () => undefined,
): Promise<Sample> {
  const tally = new ReadingTally()
  // No reader pays for the garbage of another.
  globalThis.gc?.()
  const processor = process.cpuUsage()
  const begin = performance.now()
  await read(
    list,
    (text) => {
      tally.count(text)
      return tally.messages % list.pageSize === 0 ? work() : undefined
    },
    concurrency,
  )
  const value = performance.now() - begin
  const { user, system } = process.cpuUsage(processor)
  tally.check(label, list)
  return { value, processor: (user + system) / 1000 }
}
