import type { Entrant } from '../measurement.ts'
import type { BenchProvider } from '../server/offer.ts'
import type { BenchTarget } from '../target.ts'
import type { ReaderName } from './readers.ts'

/** A reader that takes part in a case. */
export interface ReadingEntrant extends Entrant {
  readonly reader: ReaderName
  readonly concurrency: number
}

/** The bare loop, which the others are put in a ratio to, with so many requests in flight. */
export function bareLoop(concurrency = 1): ReadingEntrant {
  return { label: `bare loop${inFlight(concurrency)}`, reader: 'bare loop', concurrency }
}

/** The same for Twilio, whose two lists are one conversation only in the order of time. */
export const bareMerge: ReadingEntrant = {
  label: 'bare loop over both lists',
  reader: 'twilio, merged by a bare loop',
  concurrency: 2,
}

/** What people would use instead, one request after another. */
export const peers: readonly ReadingEntrant[] = (
  ['ky', 'got', 'octokit', 'stripe', 'openai', '@azure/core-paging'] as const
).map((reader) => ({ label: reader, reader, concurrency: 1, base: bareLoop().label }))

/** The package of a provider, beside a bare loop with as many requests in flight. */
export function sms(provider: BenchProvider, concurrency: number, target?: BenchTarget): ReadingEntrant {
  return {
    label: `@sms/${provider}${inFlight(concurrency)}`,
    reader: '@sms',
    concurrency,
    base: bareLoop(concurrency).label,
    ...(target === undefined ? {} : { target }),
  }
}

/** The numbers of requests in flight that are measured. Twilio has two lists, and each page links to the next. */
export function concurrencies(provider: BenchProvider): readonly number[] {
  return provider === 'twilio' ? [1, 2] : [1, 4, 8]
}

function inFlight(concurrency: number): string {
  return concurrency === 1 ? '' : `, ${concurrency} in flight`
}
