import type { Case } from '../case.ts'
import { type ReadingEntrant, sms } from '../readers/entrant.ts'
import type { BenchProvider } from '../server/offer.ts'
import { readingCase } from './reading-case.ts'

const BASE: ReadingEntrant = { label: 'bare insert loop', reader: 'bare insert', concurrency: 1 }

/** The first sync of a long conversation, into a file, beside a loop that only inserts what it has parsed. */
export const archive: Case = readingCase({
  name: 'archive',
  about:
    'A sync of 200 000 messages into an empty archive, in pages of 2 000 (twilio: of 1 000), beside a loop that fetches, parses and inserts the same ones.',
  rounds: 3,
  size: { messages: 200_000, pageSize: 2000, latency: 0 },
  short: { messages: 400, pageSize: 40, latency: 0 },
  warmUp: 20_000,
  entrants: (provider) => [
    BASE,
    { ...into(provider), target: { of: 'both ratios', atMost: 1.5 } },
    withSearch(into(provider)),
  ],
  measure: 'reading',
})

function into(provider: BenchProvider): ReadingEntrant {
  const { label, concurrency } = sms(provider, 1)
  return { label: `${label}, into @sms/archive`, reader: '@sms/archive', concurrency, base: BASE.label }
}

function withSearch(entrant: ReadingEntrant): ReadingEntrant {
  return { ...entrant, label: `${entrant.label}, with its search index`, reader: '@sms/archive with search' }
}
