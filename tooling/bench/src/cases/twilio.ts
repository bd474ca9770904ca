import type { Case } from '../case.ts'
import { type ReadingEntrant, sms } from '../readers/entrant.ts'
import type { BenchTarget } from '../target.ts'
import { readingCase, type Size } from './reading-case.ts'

const AFTER: ReadingEntrant = entrant('twilio, one list after the other')
const AT_ONCE: ReadingEntrant = entrant('twilio, both lists at once')

/** A hundred pages from Twilio, which takes 50 ms to respond: fifty of each list. */
export const twilioLatency: Case = twilioCase({
  name: 'twilio-latency',
  about:
    'Beside the package twilio: 5 000 messages in two lists of 50 pages each, from a server that takes 50 ms to respond.',
  rounds: 3,
  size: { messages: 5000, pageSize: 50, latency: 50 },
  short: { messages: 100, pageSize: 10, latency: 5 },
  of: 'ratio',
  after: 0.6,
  atOnce: 1.1,
})

/** The cost of a message: from a server without latency, in pages of a thousand. */
export const twilioThroughput: Case = twilioCase({
  name: 'twilio-throughput',
  about: 'Beside the package twilio: 50 000 messages in pages of 1 000, from a server that responds at once.',
  rounds: 5,
  size: { messages: 50_000, pageSize: 1000, latency: 0 },
  short: { messages: 100, pageSize: 10, latency: 0 },
  of: 'both ratios',
  after: 1,
  atOnce: 1.1,
})

interface TwilioCase extends Pick<Case, 'name' | 'about' | 'rounds'> {
  readonly size: Size
  readonly short: Size
  readonly of: BenchTarget['of']
  /** What our ratio is at most, beside each way to read with the provider's own client. */
  readonly after: number
  readonly atOnce: number
}

function twilioCase({ of, after, atOnce, ...rest }: TwilioCase): Case {
  return readingCase({
    ...rest,
    providers: ['twilio'],
    entrants: (provider) => [
      AFTER,
      AT_ONCE,
      { ...sms(provider, 2), base: AFTER.label, target: { of, atMost: after } },
      { ...sms(provider, 2), base: AT_ONCE.label, target: { of, atMost: atOnce } },
    ],
    measure: 'reading',
  })
}

function entrant(reader: 'twilio, one list after the other' | 'twilio, both lists at once'): ReadingEntrant {
  return { label: reader, reader, concurrency: 1 }
}
