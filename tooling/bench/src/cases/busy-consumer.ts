import type { Case } from '../case.ts'
import { bareLoop, sms } from '../readers/entrant.ts'
import { readingCase } from './reading-case.ts'

/** A program that computes after each page, while a provider takes its time. */
export const busyConsumer: Case = readingCase({
  name: 'busy-consumer',
  about:
    'A hundred pages of 1 000 messages from a provider that takes 50 ms to respond, for a program that computes for 40 ms after each page. Peers request the next page after that, as the bare loop does.',
  rounds: 3,
  size: { messages: 100_000, pageSize: 1000, latency: 50 },
  short: { messages: 30, pageSize: 10, latency: 5 },
  warmUp: 20_000,
  entrants(provider) {
    const base = bareLoop()
    // Twilio has two lists, and each page links to the next.
    const all = provider === 'twilio' ? [1, 2] : [1]
    return [
      base,
      ...all.map((concurrency) => ({
        ...sms(provider, concurrency, { of: 'ratio', atMost: 0.6 }),
        base: base.label,
      })),
    ]
  },
  measure: 'busy reading',
})
