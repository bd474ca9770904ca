import { SmsError } from '@sms/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ListModel, type MergedItem, MergedModel, type Rules, type Side, SIDES } from './merged-lists.ts'
import type { ModelItem } from './model-item.ts'
import type { ModelApi } from './model-server.ts'
import { PARAMETERS, TIMEOUT } from './property-parameters.ts'
import { random } from './random.ts'

// A list that grew whenever it was left would never be read to its end.
const MOST_CHANGED_PAUSES = 8

// A cursor names so many items of each list.
const REMEMBERED = 16

const NOTHING_SHARED: Rules = { isShared: () => false, hasTime: (number) => number % 5 > 0 }
const SOME_SHARED: Rules = { isShared: (number) => number % 3 === 0, hasTime: () => true }

/** What each style promises to bear, see `WALK.md`. */
const BEARABLE: readonly Pick<ListModel, 'style' | 'arrivals' | 'deletions' | 'forgets'>[] = [
  { style: 'counted', arrivals: 40, deletions: 0, forgets: 0 },
  { style: 'counted', arrivals: 0, deletions: 40, forgets: 0 },
  { style: 'numbered', arrivals: 30, deletions: 0, forgets: 0 },
  { style: 'offsets', arrivals: 40, deletions: 40, forgets: 0 },
  { style: 'tokens', arrivals: 40, deletions: 40, forgets: 0 },
  { style: 'tokens', arrivals: 40, deletions: 40, forgets: 2 },
]

interface Case {
  readonly lists: Readonly<Record<Side, ListModel>>
  readonly pageSize: number
  readonly concurrency: number
  readonly seed: number
}

const listModels: fc.Arbitrary<ListModel> = fc
  .constantFrom(...BEARABLE)
  .chain(({ style, arrivals, deletions, forgets }) =>
    fc.record({
      style: fc.constant(style),
      length: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(0, 1, 50)),
      cap: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 50 })),
      statesPosition: fc.constant(true),
      newestFirst: fc.constant(true),
      arrivals: fc.integer({ min: 0, max: arrivals }),
      deletions: fc.integer({ min: 0, max: deletions }),
      forgets: fc.integer({ min: 0, max: forgets }),
      likelihood: fc.constantFrom(0.02, 0.2, 0.6),
      seed: fc.nat(),
      gaps: style === 'tokens' ? fc.constantFrom(0, 0.2) : fc.constant(0),
      ids: fc.constantFrom<ModelApi['ids']>(
        ...(style === 'tokens' ? (['all', 'half'] as const) : (['all'] as const)),
      ),
      hasIdenticalPairs: fc.constant(false),
    }),
  )

const cases: fc.Arbitrary<Case> = fc
  .record({
    lists: fc.record({ a: listModels, b: listModels }),
    isNewestFirst: fc.boolean(),
    pageSize: fc.integer({ min: 2, max: 50 }),
    concurrency: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(),
  })
  .map(({ lists: { a, b }, isNewestFirst, ...others }) => {
    // Counted pages are newest first.
    const newestFirst = isNewestFirst || a.style === 'counted' || b.style === 'counted'
    return { ...others, lists: { a: { ...a, newestFirst }, b: { ...b, newestFirst } } }
  })

const QUIET: ListModel = {
  style: 'tokens',
  length: 50,
  cap: 1000,
  statesPosition: true,
  newestFirst: true,
  arrivals: 0,
  deletions: 0,
  forgets: 0,
  likelihood: 0.02,
  seed: 0,
  gaps: 0,
  ids: 'all',
  hasIdenticalPairs: false,
}

/** Everything that a cursor names of one list vanishes. Then the other one yields shared items that are still in both. */
const LOSES_ITS_PLACE: Case = {
  lists: { a: QUIET, b: { ...QUIET, deletions: 31, likelihood: 0.6, seed: 653_070_898, gaps: 0.2 } },
  pageSize: 32,
  concurrency: 1,
  seed: 358_588_772,
}

/** The items that a cursor names last vanish, and what is left on its page has no ids. Then tokens are refused. */
const KEEPS_ONE_ON_THE_PAGE: Case = {
  lists: {
    a: {
      ...QUIET,
      length: 142,
      cap: 2,
      arrivals: 13,
      deletions: 25,
      forgets: 1,
      likelihood: 0.2,
      seed: 3,
      ids: 'half',
    },
    b: { ...QUIET, style: 'numbered', length: 103, cap: 2, arrivals: 9 },
  },
  pageSize: 2,
  concurrency: 5,
  seed: 561_278_757,
}

async function walk(model: MergedModel, { pageSize, concurrency }: Case): Promise<MergedItem[]> {
  const reading = model.read({ pageSize, concurrency }).toArray()
  await model.serve(reading)
  return reading
}

/** Reads on from one cursor after another. Where pages have tokens, much may have happened meanwhile. */
async function readInParts(model: MergedModel, given: Case, items: MergedItem[]): Promise<void> {
  const chance = random(given.seed)
  let cursor: string | null | undefined
  let pauses = 0
  while (cursor !== null) {
    const limit = chance() < 0.5 ? Math.ceil(chance() * 60) : Infinity
    const { pageSize, concurrency } = given
    for await (const page of model.read({ pageSize, concurrency, cursor, limit }).pages()) {
      items.push(...page.items)
      expect(page.total).toBeNull()
      cursor = page.cursor
      if (chance() < 0.3) break
    }
    pauses += 1
    for (const side of SIDES) {
      const { style, arrivals, deletions, forgets } = given.lists[side]
      const server = model.servers[side]
      if (forgets > 0 && chance() < 0.5) server.forgetTokens()
      if (style !== 'tokens' || pauses > MOST_CHANGED_PAUSES || chance() < 0.5) continue
      server.arrive(Math.ceil(chance() * arrivals))
      const deleted = Math.floor(chance() * server.items.length)
      for (let left = Math.ceil(chance() * deletions); left > 0; left -= 1) server.delete(deleted)
    }
  }
}

type Before = Readonly<Record<Side, readonly ModelItem[]>>

function itemsOf({ servers: { a, b } }: MergedModel): Before {
  return { a: a.items, b: b.items }
}

/** The promise: what was in a list throughout came exactly once and in the list's order, and nothing came twice. */
function expectExact(items: readonly MergedItem[], before: Before, model: MergedModel): void {
  const names = items.map((item) => model.nameOf(item))
  expect(new Set(names).size, 'nothing comes twice').toBe(names.length)
  for (const side of SIDES) {
    const throughout = model.servers[side].remaining(before[side]).map((item) => model.nameOf({ side, item }))
    const stable = new Set(throughout)
    expect(names.filter((name) => stable.has(name))).toEqual(throughout)
  }
}

/**
 * The order: by time, each list in its own order, the first list first. An item without a time follows the one before it.
 *
 * @param isLate Whether an item may have arrived between two calls: it comes when it is seen. If its time is then out of
 * order, an item without a time behind it takes over that time, and comes at once.
 */
function expectMerged(
  items: readonly MergedItem[],
  model: MergedModel,
  isLate: (item: MergedItem) => boolean = () => false,
): void {
  const start = model.isNewestFirst ? Infinity : -Infinity
  const late = new Set<MergedItem>()
  const lists = SIDES.map((side) => {
    let time = start
    let lastInOrder = start
    let isOutOfOrder = false
    const inTime: { readonly item: MergedItem; readonly time: number }[] = []
    for (const item of items) {
      if (item.side !== side) continue
      const own = model.timeOf(item)?.getTime()
      if (own !== undefined) {
        isOutOfOrder = isLate(item) && (model.isNewestFirst ? own > lastInOrder : own < lastInOrder)
        if (!isOutOfOrder) lastInOrder = own
      }
      time = own ?? time
      if (isOutOfOrder || isLate(item)) late.add(item)
      else inTime.push({ item, time })
    }
    return inTime
  })
  const [a = [], b = []] = lists
  const merged: MergedItem[] = []
  while (a.length > 0 || b.length > 0) {
    const [nextOfA, nextOfB] = [a[0]?.time, b[0]?.time]
    const isB =
      nextOfA === undefined ||
      (nextOfB !== undefined && (model.isNewestFirst ? nextOfB > nextOfA : nextOfB < nextOfA))
    const next = (isB ? b : a).shift()
    if (next !== undefined) merged.push(next.item)
  }
  const old = items.filter((item) => !late.has(item))
  expect(old.map((item) => model.nameOf(item))).toEqual(merged.map((item) => model.nameOf(item)))
}

/**
 * Whether a list may have lost its place: nothing may be left of what a cursor names of it. A shared item that the other
 * list yielded last may not have been read in this one: if this one fails, the other still yields what it has received.
 */
function hasLostItsPlace(items: readonly MergedItem[], model: MergedModel): boolean {
  return SIDES.some((side) => {
    const read = items.filter((item) => item.side === side || model.nameOf(item).startsWith('both'))
    const own = items.filter((item) => item.side === side)
    const certain = read.findLastIndex((item) => item.side === side) + 1
    const ends = Array.from({ length: read.length - certain + 1 }, (_, more) => certain + more)
    return [own, ...ends.map((end) => read.slice(0, end))].some((known) => {
      const last = known.map(({ item }) => item).slice(-REMEMBERED)
      return last.length > 0 && model.servers[side].remaining(last).length === 0
    })
  })
}

/** What the keys of the items are made of. */
const keysOf = (items: readonly MergedItem[]): string[] =>
  items.map(({ item, side, repeat }) => (item.id === null ? `${item.text} ${repeat}` : `${side} ${item.id}`))

describe('two lists of any style that are read as one', () => {
  test('yield each item once, merged by time', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const model = new MergedModel(given.lists, NOTHING_SHARED)
        const before = itemsOf(model)
        const items = await walk(model, given)
        expectExact(items, before, model)
        // The contract promises the order of "every message that is in the list for the whole walk". One that arrives may be
        // seen late, and one that vanishes before the walk comes to its place is yielded at the end, if it was received.
        expectMerged(items, model, ({ side, item }) => {
          const hasArrived = item.number >= before[side].length
          return hasArrived || model.servers[side].remaining([item]).length === 0
        })
      }),
      PARAMETERS,
    )
  })

  test('yield an item with the same id in both once', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const model = new MergedModel(given.lists, SOME_SHARED)
        const before = itemsOf(model)
        expectExact(await walk(model, given), before, model)
      }),
      PARAMETERS,
    )
  })

  test('share the requests in flight, and make few', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const model = new MergedModel(given.lists, NOTHING_SHARED)
        const items = await walk(model, given)
        expect(model.mostInFlight).toBeLessThanOrEqual(given.concurrency)
        let bound = 0
        for (const side of SIDES) {
          const { cap, arrivals, deletions, forgets } = given.lists[side]
          const count = items.filter((item) => item.side === side).length
          const pages = Math.ceil(count / Math.max(1, Math.min(given.pageSize, cap) - 1))
          // As for one list: every change may cost what was asked for ahead, and a search; forgotten tokens cost the pages before.
          bound += (2 + 2 * forgets) * pages + 60 + (arrivals + deletions) * (2 * given.concurrency + 8)
        }
        expect(model.requests).toBeLessThanOrEqual(bound)
      }),
      PARAMETERS,
    )
  })

  test.each([
    { what: 'nothing', rules: NOTHING_SHARED },
    { what: 'some items', rules: SOME_SHARED },
  ])(
    'go on from any cursor with exactly the rest, sharing $what',
    { timeout: TIMEOUT },
    async ({ rules }) => {
      await fc.assert(
        fc.asyncProperty(cases, async (given) => {
          const model = new MergedModel(given.lists, rules)
          const before = itemsOf(model)
          const items: MergedItem[] = []
          const reading = readInParts(model, given, items)
          await model.serve(reading)
          try {
            await reading
          } catch (error) {
            if (!SmsError.is(error, 'pagination') || !hasLostItsPlace(items, model)) throw error
            return
          }
          expectExact(items, before, model)
          // What an item without a time takes over may vanish between two calls.
          const isStable = SIDES.every((side) => given.lists[side].deletions === 0)
          if (rules !== NOTHING_SHARED || !isStable) return
          expectMerged(items, model, ({ side, item }) => item.number >= before[side].length)
        }),
        { ...PARAMETERS, examples: [[LOSES_ITS_PLACE], [KEEPS_ONE_ON_THE_PAGE]] },
      )
    },
  )

  test('give an item the same key in every walk, and no two the same', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 2, max: 50 }), async (drawn, pageSize) => {
        const quiet = { arrivals: 0, deletions: 0, forgets: 0, cap: 1000 }
        const lists = { a: { ...drawn.lists.a, ...quiet }, b: { ...drawn.lists.b, ...quiet } }
        const given = { ...drawn, lists }
        const model = new MergedModel(lists, SOME_SHARED)
        const keys = keysOf(await walk(model, given))
        expect(new Set(keys).size).toBe(keys.length)
        expect(keysOf(await walk(model, { ...given, pageSize }))).toEqual(keys)
        const parts: MergedItem[] = []
        const reading = readInParts(model, given, parts)
        await model.serve(reading)
        await reading
        expect(keysOf(parts)).toEqual(keys)
      }),
      PARAMETERS,
    )
  })
})
