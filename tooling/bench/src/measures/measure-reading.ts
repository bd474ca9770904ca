import type { Sample } from '../in-turns.ts'
import { ReadingTally } from '../tally.ts'
import type { MeasureEntrant } from './task.ts'

const WORK = 40

/** How long it takes to read a conversation to its end. */
export const measureReading: MeasureEntrant = (read, task) => measure(read, task, () => undefined)

/** The same for a program that computes for 40 ms after each page. */
export const measureBusyReading: MeasureEntrant = (read, task) =>
  measure(read, task, () => {
    for (const end = performance.now() + WORK; performance.now() < end;);
  })

async function measure(
  ...[read, { label, concurrency, list }, work]: [...Parameters<MeasureEntrant>, () => void]
): Promise<Sample> {
  const tally = new ReadingTally()
  const processor = process.cpuUsage()
  const begin = performance.now()
  await read(
    list,
    (text) => {
      tally.count(text)
      if (tally.messages % list.pageSize === 0) work()
      return undefined
    },
    concurrency,
  )
  const value = performance.now() - begin
  const { user, system } = process.cpuUsage(processor)
  tally.check(label, list)
  return { value, processor: (user + system) / 1000 }
}
