import type { Case } from '../case.ts'
import { bareLoop, peers, sms } from '../readers/entrant.ts'
import type { BenchTarget } from '../target.ts'
import { readingCase } from './reading-case.ts'

/** A hundred pages from a provider that takes 50 ms to respond. */
export const latency: Case = readingCase({
  name: 'latency',
  about: 'A hundred pages of 1 000 messages from a provider that takes 50 ms to respond.',
  rounds: 3,
  size: { messages: 100_000, pageSize: 1000, latency: 50 },
  short: { messages: 100, pageSize: 10, latency: 5 },
  warmUp: 20_000,
  // A page of Twilio links to the next, so its lists cannot be read ahead: twilio.ts has a case of its own.
  providers: ['smstools', 'conversations-rcs', 'ip1'],
  entrants(provider) {
    // conversations-rcs must read further ahead before it knows that nothing is missing.
    const [four, eight] = provider === 'conversations-rcs' ? [1.13, 1.22] : [1.06, 1.1]
    return [
      // Peers wait for one page after another, whichever provider it is.
      ...(provider === 'ip1' ? [bareLoop(), ...peers] : []),
      bareLoop(4),
      bareLoop(8),
      sms(provider, 4, ratio(four)),
      sms(provider, 8, ratio(eight)),
    ]
  },
  measure: 'reading',
})

function ratio(atMost: number): BenchTarget {
  return { of: 'ratio', atMost }
}
