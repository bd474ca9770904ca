import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import { measureReading } from './measure-reading.ts'
import { readingCase } from './reading-case.ts'

const WORK = 40

/** A program that computes for 40 ms after each page, while a provider takes 50 ms to respond. */
export const busyConsumer: Case = workingCase('busy-consumer', () => {
  for (const end = performance.now() + WORK; performance.now() < end;);
  return undefined
})

/** A program that waits for 40 ms after each page, as for a database. */
export const waitingConsumer: Case = workingCase('waiting-consumer', () => sleep(WORK))

function workingCase(name: string, work: () => Promise<void> | undefined): Case {
  return readingCase({
    name,
    size: { messages: 100_000, pageSize: 1000, latency: 50 },
    short: { messages: 30, pageSize: 10, latency: 5 },
    entrants: (provider) => [
      bareLoop(),
      // They wait for one page after another, whosever it is.
      ...(provider === 'ip1' ? peers : []),
      sms(provider, 1, { of: 'ratio', atMost: 0.6 }),
    ],
    measure: (read, entrant, list) => measureReading(read, entrant, list, work),
  })
}
