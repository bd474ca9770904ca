import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import type { BenchTarget } from '../target.ts'
import { measureReading } from './measure-reading.ts'
import { readingCase } from './reading-case.ts'

const TARGET: BenchTarget = { of: 'ratio', atMost: 1.25 }

/** A hundred small pages from a provider that responds at once: the cost of each request. */
export const smallPages: Case = readingCase({
  name: 'small-pages',
  size: { messages: 20_000, pageSize: 200, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  entrants: (provider) => [
    bareLoop(),
    bareLoop(4),
    ...peers,
    sms(provider, 1, TARGET),
    sms(provider, 4, TARGET),
  ],
  measure: measureReading,
})
