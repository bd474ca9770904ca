import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import { readingCase } from './reading-case.ts'

const DEFAULT_CONCURRENCY = 4

/** The time to the first message. */
export const firstMessage: Case = readingCase({
  name: 'first-message',
  about:
    'The time to the first message of a page of 1 000, from a provider that responds at once: the median of twenty times in a process.',
  rounds: 5,
  size: { messages: 10_000, pageSize: 1000, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  entrants: (provider) => [
    bareLoop(),
    ...(provider === 'ip1' ? peers : []),
    {
      ...sms(provider, DEFAULT_CONCURRENCY, { of: 'excess', atMost: 2 }),
      // The first message takes one request.
      base: bareLoop().label,
    },
  ],
  measure: 'first message',
})
