import { type Message, SmsError } from '@sms/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS, type ProbedProvider } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const LENGTH = 120
const MOST_REQUESTS = 300

const options = { pageSize: fc.integer({ min: 10, max: 60 }), concurrency: fc.constantFrom(1, 4) }

const listed = (provider: ProbedProvider): unknown[] =>
  Array.from({ length: LENGTH }, (_, number) => provider.message(number))

/** A list in which an item has changed places with the one before it. */
function swapped(list: readonly unknown[], at: number): unknown[] {
  return [...list.slice(0, at - 1), list[at], list[at - 1], ...list.slice(at + 1)]
}

/**
 * Walks over a list that may differ at every request, and expects that everything received is yielded and no key is
 * yielded twice. Returns whether the walk reached the end; if not, it failed with `pagination`.
 */
async function walk(
  provider: ProbedProvider,
  listAt: (request: number) => readonly unknown[],
  { pageSize, concurrency }: { readonly pageSize: number; readonly concurrency: number },
): Promise<{ readonly ended: boolean; readonly texts: ReadonlySet<string> }> {
  const bodies: string[] = []
  const { fetch, requests } = answering((request, number) => {
    if (number > MOST_REQUESTS) throw new Error('a loop')
    const body = JSON.stringify(provider.page(listAt(number), request.url))
    bodies.push(body)
    return new Response(body)
  })
  const yielded: Message[] = []
  const reading = (async () => {
    const messages = provider.connect({ fetch, retries: 0 }).messages(CANARY.participant, {
      pageSize,
      concurrency,
    })
    for await (const message of messages) yielded.push(message)
    return true
  })()
  const outcome = await reading.catch((error: unknown) => (SmsError.is(error) ? error.code : error))
  expect([true, 'pagination']).toContain(outcome)
  const texts = new Set(yielded.map(({ text }) => text))
  const received = new Set(bodies.flatMap((body) => body.match(new RegExp(`${CANARY.text} \\d+`, 'g')) ?? []))
  expect([...received].filter((text) => !texts.has(text))).toEqual([])
  expect(new Set(yielded.map(({ key }) => key)).size).toBe(yielded.length)
  expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS)
  return { ended: outcome === true, texts }
}

describe.each(PROVIDERS)('$name [changed-order]', (provider) => {
  test(
    'loses nothing if two neighbours change places across a page boundary',
    { timeout: TIMEOUT },
    async () => {
      const swaps = fc.record({
        ...options,
        boundary: fc.integer({ min: 1, max: 2 }),
        after: fc.nat({ max: 4 }),
      })
      const property = fc.asyncProperty(swaps, async ({ boundary, after, ...how }) => {
        const before = listed(provider)
        const later = swapped(before, Math.min(boundary * how.pageSize, LENGTH - 1))
        const { ended, texts } = await walk(provider, (request) => (request < after ? before : later), how)
        expect(!ended || texts.size === LENGTH).toBe(true)
      })
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'drops nothing that it received if some requests reach a replica that lags behind',
    { timeout: TIMEOUT },
    async () => {
      const replicas = fc.record({
        ...options,
        behind: fc.integer({ min: 1, max: 5 }),
        lagging: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      })
      const property = fc.asyncProperty(replicas, async ({ behind, lagging, ...how }) => {
        const current = listed(provider)
        const newestFirst = provider.connect({}).capabilities.order !== 'oldest-first'
        const late = newestFirst ? current.slice(behind) : current.slice(0, -behind)
        await walk(provider, (request) => (lagging[request % lagging.length] === true ? late : current), how)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})
