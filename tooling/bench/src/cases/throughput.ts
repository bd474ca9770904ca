import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import type { BenchTarget } from '../target.ts'
import { measureReading } from './measure-reading.ts'
import { readingCase } from './reading-case.ts'

// To be brought down to 1.35.
const TARGET: BenchTarget = { of: 'ratio', atMost: 1.6, below: ['openai', 'got'] }

/** Large pages from a provider that responds at once: the reader's own work remains. */
export const throughput: Case = readingCase({
  name: 'throughput',
  size: { messages: 200_000, pageSize: 2000, latency: 0 },
  short: { messages: 400, pageSize: 40, latency: 0 },
  entrants: (provider) => [
    bareLoop(),
    bareLoop(4),
    ...peers,
    sms(provider, 1, TARGET),
    sms(provider, 4, TARGET),
  ],
  measure: measureReading,
})
