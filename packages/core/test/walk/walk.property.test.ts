import { type Paginated, SmsError } from '@sms/core'
import {
  paginate,
  type TokenList,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModelItem } from './model-item.ts'
import { type ModelApi, ModelServer } from './model-server.ts'
import { PARAMETERS, TIMEOUT } from './property-parameters.ts'
import { random } from './random.ts'
import { repeatOf } from './scripted-list.ts'

// A list that grows at each pause would never be read to its end.
const MOST_CHANGED_PAUSES = 8

const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

/** A message that the walk yields, with the number in its key. */
interface YieldedModelItem {
  readonly item: ModelItem
  readonly repeat: number
}

interface Case extends ModelApi {
  readonly length: number
  readonly pageSize: number
  readonly concurrency: number
  readonly arrivals: number
  readonly deletions: number
  readonly forgets: number
  readonly likelihood: number
  readonly seed: number
}

interface Change {
  readonly style: ModelApi['style']
  readonly arrivals: number
  readonly deletions: number
  /** How often the provider forgets its tokens at most. */
  readonly forgets: number
}

/** The changes under which each style is exact, see `WALK.md`. */
const EXACT_UNDER: readonly Change[] = [
  { style: 'counted', arrivals: 60, deletions: 0, forgets: 0 },
  { style: 'counted', arrivals: 0, deletions: 60, forgets: 0 },
  { style: 'numbered', arrivals: 40, deletions: 0, forgets: 0 },
  { style: 'offsets', arrivals: 60, deletions: 60, forgets: 0 },
  { style: 'tokens', arrivals: 60, deletions: 60, forgets: 0 },
  { style: 'tokens', arrivals: 60, deletions: 0, forgets: 0 },
  { style: 'tokens', arrivals: 60, deletions: 60, forgets: 2 },
  { style: 'tokens', arrivals: 60, deletions: 0, forgets: 2 },
]

function cases({ style, arrivals, deletions, forgets }: Change): fc.Arbitrary<Case> {
  // A walk joins offsets by an overlap of one item, so a page must have room for two.
  const smallestCap = style === 'offsets' ? 2 : 1
  return fc
    .record({
      style: fc.constant(style),
      length: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1, 50, 100)),
      pageSize: fc.integer({ min: 1, max: 50 }),
      cap: fc.oneof(fc.constant(1000), fc.integer({ min: smallestCap, max: 50 })),
      concurrency: fc.integer({ min: 1, max: 16 }),
      statesPosition: fc.boolean(),
      newestFirst: style === 'counted' ? fc.constant(true) : fc.boolean(),
      arrivals: fc.integer({ min: 0, max: arrivals }),
      deletions: fc.integer({ min: 0, max: deletions }),
      forgets: fc.integer({ min: 0, max: forgets }),
      likelihood: fc.constantFrom(0.02, 0.2, 0.6),
      seed: fc.nat(),
      gaps: style === 'tokens' ? fc.constantFrom(0, 0.2) : fc.constant(0),
      ids:
        style === 'tokens'
          ? fc.constantFrom('all', 'half', 'none')
          : fc.constant(style === 'counted' ? 'half' : 'all'),
      // If one of two identical messages is deleted, no test can distinguish which one.
      hasIdenticalPairs: fc.constant(style === 'tokens' && deletions === 0),
    })
    .filter(({ statesPosition, cap, pageSize }) => style !== 'offsets' || statesPosition || cap > pageSize)
}

function serverOf(testCase: Case): ModelServer {
  return new ModelServer(testCase.length, testCase, testCase, testCase.seed)
}

function read(
  server: ModelServer,
  testCase: Case,
  cursor?: string,
  limit: number = Infinity,
): Paginated<YieldedModelItem> {
  const { style, pageSize, concurrency } = testCase
  const source = {
    provider: 'model',
    cursorScope: ['model'],
    settings: { limit, pageSize, concurrency, cursor, signal: undefined },
    normalize: (item: ModelItem, key: string) => ({ item, repeat: repeatOf(key) }),
    // A walk that selects items requests full pages, which its limit then cuts.
    ...(limit === Infinity ? {} : { select: () => 'take' as const }),
  }
  return style === 'tokens'
    ? paginate<ModelItem, YieldedModelItem, TokenList<ModelItem>>({
        ...source,
        walk: walkTokens,
        list: () => server.tokenList,
      })
    : paginate<ModelItem, YieldedModelItem>({ ...source, walk: WALKS[style], list: () => server.list })
}

async function walk(server: ModelServer, testCase: Case): Promise<YieldedModelItem[]> {
  const reading = read(server, testCase).toArray()
  await server.serve(reading)
  return reading
}

/**
 * Reads a list in parts, each from the cursor of the part before. A cursor may be within a page. If pages have tokens, the
 * page size differs between parts, and the list may change.
 */
async function readInParts(
  server: ModelServer,
  testCase: Case,
  pages: (readonly YieldedModelItem[])[],
): Promise<void> {
  const chance = random(testCase.seed + 2)
  const sometimesUpTo = (most: number): number | undefined =>
    testCase.style === 'tokens' && chance() < 0.5 ? Math.ceil(chance() * most) : undefined
  let cursor: string | null | undefined
  let pauses = 0
  while (cursor !== null) {
    const limit = chance() < 0.5 ? Math.ceil(chance() * 60) : undefined
    const pageSize = sometimesUpTo(50) ?? testCase.pageSize
    for await (const page of read(server, { ...testCase, pageSize }, cursor, limit).pages()) {
      pages.push(page.items)
      cursor = page.cursor
      if (chance() < 0.3) break
    }
    pauses += 1
    if (pauses > MOST_CHANGED_PAUSES) continue
    if (testCase.forgets > 0 && chance() < 0.5) server.forgetTokens()
    server.arrive(sometimesUpTo(testCase.arrivals) ?? 0)
    const deleted = Math.floor(chance() * server.items.length)
    for (let left = sometimesUpTo(testCase.deletions) ?? 0; left > 0; left -= 1) server.delete(deleted)
  }
}

const numbersOf = (items: readonly ModelItem[]): string => items.map(({ number }) => number).join(' ')

/** Expects that each message that stayed in the list was yielded once, in order, and that nothing was yielded twice. */
function expectExact(
  yielded: readonly YieldedModelItem[],
  before: readonly ModelItem[],
  server: ModelServer,
): void {
  const items = yielded.map(({ item }) => item)
  expect(new Set(items.map(({ number }) => number)).size, 'nothing is yielded twice').toBe(items.length)
  const lasting = server.remaining(before)
  const stable = new Set(lasting.map(({ number }) => number))
  expect(numbersOf(items.filter(({ number }) => stable.has(number)))).toBe(numbersOf(lasting))
}

function keysOf(yielded: readonly YieldedModelItem[]): string[] {
  return yielded.map(({ item: { number, id, text }, repeat }) => `${number}: ${id ?? `${text} ${repeat}`}`)
}

describe.each(EXACT_UNDER)(
  '$style pages with up to $arrivals arrivals and $deletions deletions, whose tokens are forgotten $forgets times,',
  (change) => {
    test(
      'yield each message that stays in the list once, in order [wrong-total, changing-list]',
      { timeout: TIMEOUT },
      async () => {
        await fc.assert(
          fc.asyncProperty(cases(change), async (testCase) => {
            const server = serverOf(testCase)
            const before = server.items
            expectExact(await walk(server, testCase), before, server)
          }),
          PARAMETERS,
        )
      },
    )

    test(
      'have at most the allowed requests in flight, within a bound of requests',
      { timeout: TIMEOUT },
      async () => {
        await fc.assert(
          fc.asyncProperty(cases(change), async (testCase) => {
            const server = serverOf(testCase)
            const items = await walk(server, testCase)
            expect(server.mostInFlight).toBeLessThanOrEqual(
              testCase.style === 'tokens' ? 1 : testCase.concurrency,
            )
            const pages = Math.ceil(items.length / Math.max(1, Math.min(testCase.pageSize, testCase.cap) - 1))
            // Each change may cost the prefetched pages and a search, and forgotten tokens the pages before the place.
            // Small numbered pages also cost requests for the head.
            const bound =
              (2 + 2 * testCase.forgets) * pages +
              60 +
              (testCase.arrivals + testCase.deletions) * (2 * testCase.concurrency + 8)
            expect(server.requestCount).toBeLessThanOrEqual(bound)
          }),
          PARAMETERS,
        )
      },
    )

    test(
      'are resumed from any cursor with exactly the remaining messages [cursor]',
      { timeout: TIMEOUT },
      async () => {
        await fc.assert(
          fc.asyncProperty(cases(change), async (drawnCase) => {
            // A cursor within a page that was found from the first one on needs an item with an id.
            const ids = drawnCase.ids === 'none' && drawnCase.forgets > 0 ? 'half' : drawnCase.ids
            const testCase = { ...drawnCase, ids }
            const server = serverOf(testCase)
            const before = server.items
            const pages: (readonly YieldedModelItem[])[] = []
            const reading = readInParts(server, testCase, pages)
            await server.serve(reading)
            try {
              await reading
            } catch (error) {
              // A cursor names the last 16 messages. If all of them have vanished, the walk cannot resume. Its last page
              // may hold what it received and could not place.
              const isLost = [pages, pages.slice(0, -1)].some((yielded) => {
                const last = yielded.flat().slice(-16)
                return server.remaining(last.map(({ item }) => item)).length === 0
              })
              if (!SmsError.is(error, 'pagination') || !isLost) throw error
              return
            }
            expectExact(pages.flat(), before, server)
          }),
          PARAMETERS,
        )
      },
    )

    test(
      'prefetch no more pages than the contract allows for a slow caller',
      { timeout: TIMEOUT },
      async () => {
        await fc.assert(
          fc.asyncProperty(cases(change), async (drawnCase) => {
            const testCase = { ...drawnCase, arrivals: 0, deletions: 0, forgets: 0, cap: 1000 }
            const server = serverOf(testCase)
            const ahead = {
              counted: testCase.concurrency,
              numbered: 2 * testCase.concurrency,
              offsets: testCase.concurrency,
              tokens: 1,
            }[testCase.style]
            const furthest: number[] = []
            const reading = (async () => {
              for await (const _ of read(server, testCase).pages()) {
                await server.idle()
                furthest.push(server.furthest)
              }
            })()
            await server.serve(reading)
            await reading
            for (const [index, page] of furthest.entries())
              expect(page - (index + 1)).toBeLessThanOrEqual(ahead)
          }),
          PARAMETERS,
        )
      },
    )

    test(
      'have the same key for a message in every walk, and different keys for different messages',
      { timeout: TIMEOUT },
      async () => {
        await fc.assert(
          fc.asyncProperty(cases(change), fc.integer({ min: 1, max: 50 }), async (drawnCase, pageSize) => {
            const testCase = { ...drawnCase, arrivals: 0, deletions: 0, cap: 1000 }
            const server = serverOf(testCase)
            const first = await walk(server, testCase)
            const keys = first.map(({ item: { id, text }, repeat }) => id ?? `${text} ${repeat}`)
            expect(new Set(keys).size).toBe(keys.length)
            expect(keysOf(await walk(server, { ...testCase, pageSize }))).toEqual(keysOf(first))
            if (testCase.style !== 'tokens') return
            const inParts: (readonly YieldedModelItem[])[] = []
            const reading = readInParts(server, testCase, inParts)
            await server.serve(reading)
            await reading
            expect(keysOf(inParts.flat())).toEqual(keysOf(first))
          }),
          PARAMETERS,
        )
      },
    )
  },
)

test('numbered pages of one item are read once if messages arrive', async () => {
  const testCase: Case = {
    style: 'numbered',
    length: 42,
    pageSize: 1,
    cap: 1,
    concurrency: 1,
    statesPosition: false,
    newestFirst: true,
    arrivals: 3,
    deletions: 0,
    forgets: 0,
    likelihood: 0.6,
    seed: 0,
    gaps: 0,
    ids: 'all',
    hasIdenticalPairs: false,
  }
  const server = serverOf(testCase)
  const before = server.items
  expectExact(await walk(server, testCase), before, server)
  // Each page is requested once, and the front of the list beside it. A second reading would double that.
  const pages = testCase.length + testCase.arrivals
  expect(server.requestCount).toBeLessThanOrEqual(2 * pages + 10)
})
