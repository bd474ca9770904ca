import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import { measureReading } from './measure-reading.ts'
import { readingCase } from './reading-case.ts'

/** A hundred pages from a provider that takes 50 ms to respond. */
export const latency: Case = readingCase({
  name: 'latency',
  size: { messages: 100_000, pageSize: 1000, latency: 50 },
  short: { messages: 100, pageSize: 10, latency: 5 },
  entrants(provider) {
    // conversations-rcs must read further ahead before it knows that nothing is missing.
    const [four, eight] = provider === 'conversations-rcs' ? [0.36, 0.22] : [0.29, 0.17]
    return [
      bareLoop(),
      bareLoop(4),
      bareLoop(8),
      // They wait for one page after another, whosever it is.
      ...(provider === 'ip1' ? peers : []),
      sms(provider, 1),
      sms(provider, 4, { of: 'ratio', atMost: four }),
      sms(provider, 8, { of: 'ratio', atMost: eight }),
    ]
  },
  measure: measureReading,
})
