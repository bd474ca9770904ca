import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../statistics.ts'
import type { MeasureEntrant } from './task.ts'

// One takes a few milliseconds.
const TIMES = 20

// Long enough for what was aborted to be over.
const PAUSE = 10

/** Ends the reading after the first message, as `break` would. */
class Enough extends Error {}

/** The median of the times to the first message. What was requested ahead is aborted with the loop. */
export const measureFirst: MeasureEntrant = async (read, { label, concurrency, list }) => {
  const clock: number[] = []
  const processor: number[] = []
  for (let time = 0; time < TIMES; time += 1) {
    await sleep(PAUSE)
    const used = process.cpuUsage()
    const begin = performance.now()
    const reading = read(
      list,
      () => {
        clock.push(performance.now() - begin)
        const { user, system } = process.cpuUsage(used)
        processor.push((user + system) / 1000)
        throw new Enough()
      },
      concurrency,
    )
    const outcome = await reading.catch((error: unknown) => error)
    if (!(outcome instanceof Enough)) throw new Error(`${label} read no first message`, { cause: outcome })
  }
  return { value: median(clock), processor: median(processor) }
}
