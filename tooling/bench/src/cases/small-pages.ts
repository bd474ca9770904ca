import type { Case } from '../case.ts'
import { bareLoop, concurrencies, peers, sms } from '../readers/entrant.ts'
import type { BenchTarget } from '../target.ts'
import { readingCase } from './reading-case.ts'

const TARGET: BenchTarget = { of: 'both ratios', atMost: 1.3, stretch: { of: 'both ratios', atMost: 1.2 } }

/** Small pages from a provider that responds at once: the cost of each request. */
export const smallPages: Case = readingCase({
  name: 'small-pages',
  about: 'A hundred pages of 200 messages from a provider that responds at once.',
  rounds: 7,
  size: { messages: 20_000, pageSize: 200, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  entrants: (provider) => [
    ...concurrencies(provider).map(bareLoop),
    ...(provider === 'ip1' ? peers : []),
    ...concurrencies(provider).map((concurrency) => sms(provider, concurrency, TARGET)),
  ],
  measure: 'reading',
})
