import type { Case } from '../case.ts'
import { bareLoop, bareMerge, peers, sms } from '../readers/entrant.ts'
import { readingCase } from './reading-case.ts'

const DEFAULT_CONCURRENCY = 4

/** The time to the first message. */
export const firstMessage: Case = readingCase({
  name: 'first-message',
  about:
    'The time to the first message of a page of 1 000, from a provider that responds at once: the median of twenty times in a process. The first message of twilio is the later one of two, so its bare loop waits for a page of each list as well.',
  rounds: 5,
  size: { messages: 10_000, pageSize: 1000, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  entrants(provider) {
    const base = provider === 'twilio' ? bareMerge : bareLoop()
    return [
      base,
      ...(provider === 'ip1' ? peers : []),
      { ...sms(provider, DEFAULT_CONCURRENCY, { of: 'excess', atMost: 2 }), base: base.label },
    ]
  },
  measure: 'first message',
})
