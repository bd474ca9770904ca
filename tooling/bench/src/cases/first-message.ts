import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import type { Sample } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import { type ReadingEntrant, bareLoop, peers, sms } from '../readers/entrant.ts'
import type { Read } from '../readers/read.ts'
import { readingCase } from './reading-case.ts'

const DEFAULT_CONCURRENCY = 4

// One is over in a millisecond or two.
const TIMES = 20

// Long enough for what was broken off to be over.
const PAUSE = 10

/** The time to the first message of a page of a thousand. What is read ahead is broken off with the loop. */
export const firstMessage: Case = readingCase({
  name: 'first-message',
  size: { messages: 10_000, pageSize: 1000, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  entrants: (provider) => [
    bareLoop(),
    ...peers,
    sms(provider, DEFAULT_CONCURRENCY, { of: 'ratio', atMost: 1.15 }),
  ],
  measure: measureFirst,
})

/** What ends the reading after the first message, as `break` would. */
class Enough extends Error {}

/** The mean time to the first message. */
async function measureFirst(
  read: Read,
  { label, concurrency }: ReadingEntrant,
  list: BenchList,
): Promise<Sample> {
  let elapsed = 0
  for (let time = 0; time < TIMES; time += 1) {
    await sleep(PAUSE)
    const begin = performance.now()
    const reading = read(
      list,
      () => {
        elapsed += performance.now() - begin
        throw new Enough()
      },
      concurrency,
    )
    const outcome = await reading.catch((error: unknown) => error)
    if (!(outcome instanceof Enough)) throw new Error(`${label} gave no first message`, { cause: outcome })
  }
  return { value: elapsed / TIMES }
}
