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
import { describe, expect, it } from 'vitest'
import { type ModelApi, type ModelItem, ModelServer, random } from './model-server.ts'
import { repeatOf } from './scripted-list.ts'

// A few cases, always the same ones, on every change; `WALK_RUNS=20000` makes a long run of new ones, and `WALK_SEED=…`
// with the seed of a failure repeats it.
const { WALK_RUNS, WALK_SEED = WALK_RUNS === undefined ? '1' : undefined } = process.env
const PARAMETERS = {
  numRuns: Number(WALK_RUNS ?? 60),
  ...(WALK_SEED === undefined ? {} : { seed: Number(WALK_SEED) }),
}
const TIMEOUT = 3_600_000

// A list that grew whenever it was left would never be read to its end.
const MOST_CHANGED_PAUSES = 8

const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

/** A message as the walk gives it: with what its key is made of. */
interface Given {
  readonly item: ModelItem
  readonly repeat: number
}

interface Case extends ModelApi {
  readonly length: number
  readonly pageSize: number
  readonly concurrency: number
  readonly arrivals: number
  readonly deletions: number
  readonly likelihood: number
  readonly seed: number
}

interface Change {
  readonly style: ModelApi['style']
  readonly arrivals: number
  readonly deletions: number
}

/** What each style promises to bear, see `WALK.md`. */
const BEARABLE: readonly Change[] = [
  { style: 'counted', arrivals: 60, deletions: 0 },
  { style: 'counted', arrivals: 0, deletions: 60 },
  { style: 'numbered', arrivals: 40, deletions: 0 },
  { style: 'offsets', arrivals: 60, deletions: 60 },
  { style: 'tokens', arrivals: 60, deletions: 60 },
  { style: 'tokens', arrivals: 60, deletions: 0 },
]

function cases({ style, arrivals, deletions }: Change): fc.Arbitrary<Case> {
  // Offsets are proven by an overlap of one item, so a page must hold two.
  const smallestCap = style === 'offsets' ? 2 : 1
  return fc
    .record({
      style: fc.constant(style),
      length: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1, 50, 100)),
      pageSize: fc.integer({ min: 1, max: 50 }),
      cap: fc.oneof(fc.constant(1000), fc.integer({ min: smallestCap, max: 50 })),
      concurrency: fc.integer({ min: 1, max: 16 }),
      tells: fc.boolean(),
      newestFirst: style === 'counted' ? fc.constant(true) : fc.boolean(),
      arrivals: fc.integer({ min: 0, max: arrivals }),
      deletions: fc.integer({ min: 0, max: deletions }),
      likelihood: fc.constantFrom(0.02, 0.2, 0.6),
      seed: fc.nat(),
      gaps: style === 'tokens' ? fc.constantFrom(0, 0.2) : fc.constant(0),
      ids:
        style === 'tokens'
          ? fc.constantFrom('all', 'half', 'none')
          : fc.constant(style === 'counted' ? 'half' : 'all'),
      // Of two that are alike nobody can tell which one was deleted.
      twins: fc.constant(style === 'tokens' && deletions === 0),
    })
    .filter(({ tells, cap, pageSize }) => style !== 'offsets' || tells || cap > pageSize)
}

function serverOf(given: Case): ModelServer {
  return new ModelServer(given.length, given, given, given.seed)
}

function read(server: ModelServer, given: Case, cursor?: string, limit: number = Infinity): Paginated<Given> {
  const { style, pageSize, concurrency } = given
  const source = {
    provider: 'model',
    query: ['model'],
    settings: { limit, pageSize, concurrency, cursor, signal: undefined },
    normalize: (item: ModelItem, key: string) => ({ item, repeat: repeatOf(key) }),
    // A walk that selects asks for full pages, which its limit then cuts.
    ...(limit === Infinity ? {} : { select: () => 'take' as const }),
  }
  return style === 'tokens'
    ? paginate<ModelItem, Given, TokenList<ModelItem>>({
        ...source,
        walk: walkTokens,
        list: () => server.tokenList,
      })
    : paginate<ModelItem, Given>({ ...source, walk: WALKS[style], list: () => server.list })
}

async function walk(server: ModelServer, given: Case): Promise<Given[]> {
  const reading = read(server, given).toArray()
  await server.serve(reading)
  return reading
}

/**
 * Reads on from one cursor after another, from within pages too; where pages have tokens, with pages of any size, and
 * after a while in which much may have happened.
 */
async function readInParts(server: ModelServer, given: Case, items: Given[]): Promise<void> {
  const chance = random(given.seed + 2)
  const maybe = (most: number): number | undefined =>
    given.style === 'tokens' && chance() < 0.5 ? Math.ceil(chance() * most) : undefined
  let cursor: string | null | undefined
  let pauses = 0
  while (cursor !== null) {
    const limit = chance() < 0.5 ? Math.ceil(chance() * 60) : undefined
    const pageSize = maybe(50) ?? given.pageSize
    for await (const page of read(server, { ...given, pageSize }, cursor, limit).pages()) {
      items.push(...page.items)
      cursor = page.cursor
      if (chance() < 0.3) break
    }
    pauses += 1
    if (pauses > MOST_CHANGED_PAUSES) continue
    server.arrive(maybe(given.arrivals) ?? 0)
    const deleted = Math.floor(chance() * server.items.length)
    for (let left = maybe(given.deletions) ?? 0; left > 0; left -= 1) server.delete(deleted)
  }
}

const numbersOf = (items: readonly ModelItem[]): string => items.map(({ number }) => number).join(' ')

/** The promise: what was there throughout came exactly once and in order, and nothing came twice. */
function expectExact(given: readonly Given[], before: readonly ModelItem[], server: ModelServer): void {
  const items = given.map(({ item }) => item)
  expect(new Set(items.map(({ number }) => number)).size, 'nothing comes twice').toBe(items.length)
  const throughout = server.remaining(before)
  const stable = new Set(throughout.map(({ number }) => number))
  expect(numbersOf(items.filter(({ number }) => stable.has(number)))).toBe(numbersOf(throughout))
}

function keysOf(given: readonly Given[]): string[] {
  return given.map(({ item: { number, id, text }, repeat }) => `${number}: ${id ?? `${text} ${repeat}`}`)
}

describe.each(BEARABLE)('$style pages with up to $arrivals arrivals and $deletions deletions', (change) => {
  it('21, 24: yield each message that is there throughout once, in order', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(change), async (given) => {
        const server = serverOf(given)
        const before = server.items
        expectExact(await walk(server, given), before, server)
      }),
      PARAMETERS,
    )
  })

  it('have never more requests in flight than allowed, nor many in all', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(change), async (given) => {
        const server = serverOf(given)
        const items = await walk(server, given)
        expect(server.mostInFlight).toBeLessThanOrEqual(given.style === 'tokens' ? 1 : given.concurrency)
        const pages = Math.ceil(items.length / Math.max(1, Math.min(given.pageSize, given.cap) - 1))
        // Every change may cost what was asked for ahead, and a search; tiny pages of numbered lists look at the head too.
        const bound = 2 * pages + 60 + (given.arrivals + given.deletions) * (2 * given.concurrency + 8)
        expect(server.requests).toBeLessThanOrEqual(bound)
      }),
      PARAMETERS,
    )
  })

  it('29: go on from the cursor of any page with exactly the rest', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(change), async (given) => {
        const server = serverOf(given)
        const before = server.items
        const items: Given[] = []
        const reading = readInParts(server, given, items)
        await server.serve(reading)
        try {
          await reading
        } catch (error) {
          // A cursor tells the last 16 messages: where all of them have vanished, there is no place to go on from.
          const last = items.slice(-16).map(({ item }) => item)
          if (!SmsError.is(error, 'pagination') || server.remaining(last).length > 0) throw error
          return
        }
        expectExact(items, before, server)
      }),
      PARAMETERS,
    )
  })

  it('never ask further ahead of a slow reader than the contract says', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(change), async (drawn) => {
        const given = { ...drawn, arrivals: 0, deletions: 0, cap: 1000 }
        const server = serverOf(given)
        const ahead = {
          counted: given.concurrency,
          numbered: 2 * given.concurrency,
          offsets: given.concurrency,
          tokens: 1,
        }[given.style]
        const furthest: number[] = []
        const reading = (async () => {
          for await (const _ of read(server, given).pages()) {
            await server.idle()
            furthest.push(server.furthest)
          }
        })()
        await server.serve(reading)
        await reading
        for (const [index, page] of furthest.entries()) expect(page - (index + 1)).toBeLessThanOrEqual(ahead)
      }),
      PARAMETERS,
    )
  })

  it('give a message the same key in every walk, and no two the same', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(change), fc.integer({ min: 1, max: 50 }), async (drawn, pageSize) => {
        const given = { ...drawn, arrivals: 0, deletions: 0, cap: 1000 }
        const server = serverOf(given)
        const first = await walk(server, given)
        const keys = first.map(({ item: { id, text }, repeat }) => id ?? `${text} ${repeat}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keysOf(await walk(server, { ...given, pageSize }))).toEqual(keysOf(first))
        if (given.style !== 'tokens') return
        const inParts: Given[] = []
        const reading = readInParts(server, given, inParts)
        await server.serve(reading)
        await reading
        expect(keysOf(inParts)).toEqual(keysOf(first))
      }),
      PARAMETERS,
    )
  })
})
