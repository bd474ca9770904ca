import type { Case } from '../case.ts'
import { bareLoop, concurrencies, peers, sms } from '../readers/entrant.ts'
import type { BenchProvider } from '../server/offer.ts'
import type { BenchTarget } from '../target.ts'
import { readingCase } from './reading-case.ts'

/** Large pages from a provider that responds at once: the reader's own work remains. */
export const throughput: Case = readingCase({
  name: 'throughput',
  about: '200 000 messages in pages of 2 000 (twilio: of 1 000) from a provider that responds at once.',
  rounds: 5,
  size: { messages: 200_000, pageSize: 2000, latency: 0 },
  short: { messages: 400, pageSize: 40, latency: 0 },
  entrants: (provider) => [
    ...concurrencies(provider).map(bareLoop),
    ...peers.filter(({ reader }) => provider === 'ip1' || reader === 'openai' || reader === 'stripe'),
    ...concurrencies(provider).map((concurrency) =>
      sms(provider, concurrency, target(provider, concurrency)),
    ),
  ],
  measure: 'reading',
})

function target(provider: BenchProvider, concurrency: number): BenchTarget {
  return {
    of: 'both ratios',
    // Half of the messages of smstools have no id.
    atMost: provider === 'smstools' ? 1.5 : 1.3,
    // More in flight must not cost more than one.
    notAbove: concurrency === 1 ? [] : [sms(provider, 1).label],
    stretch: { of: 'both ratios', atMost: 1.2, notAbove: ['openai', 'stripe'] },
  }
}
