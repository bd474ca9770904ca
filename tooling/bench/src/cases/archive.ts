import type { Case } from '../case.ts'
import { type ReadingEntrant, sms } from '../readers/entrant.ts'
import type { BenchProvider } from '../server/offer.ts'
import type { BenchTarget } from '../target.ts'
import { measureReading } from './measure-reading.ts'
import { readingCase } from './reading-case.ts'

const BASELINE: ReadingEntrant = { label: 'bare insert loop', reader: 'bare insert', concurrency: 1 }

/** The first sync of a long conversation, into a file, beside a loop that only inserts what it has parsed. */
export const archive: Case = readingCase({
  name: 'archive',
  size: { messages: 200_000, pageSize: 2000, latency: 0 },
  short: { messages: 400, pageSize: 40, latency: 0 },
  entrants: (provider) => [
    BASELINE,
    into(provider, 1, { of: 'ratio', atMost: 1.5 }),
    into(provider, 4),
    withSearch(into(provider, 1)),
  ],
  measure: measureReading,
})

function into(provider: BenchProvider, concurrency: number, target?: BenchTarget): ReadingEntrant {
  const { label } = sms(provider, concurrency)
  return {
    label: `${label}, into @sms/archive`,
    reader: '@sms/archive',
    concurrency,
    ...(target === undefined ? {} : { target }),
  }
}

function withSearch(entrant: ReadingEntrant): ReadingEntrant {
  return { ...entrant, label: `${entrant.label}, with its search index`, reader: '@sms/archive with search' }
}
