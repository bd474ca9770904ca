import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  type Outcome,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  textsOf,
  withoutIds,
} from './scripted-list.ts'
import { cursorAfter, type Order, serveByLastItem } from './token-pages.ts'

const MOST_SEARCHED_PAGES = 100

const FIFTY = makeItems(50)

interface Change {
  readonly readCount: number
  readonly before?: readonly Item[]
  readonly changed: readonly Item[]
  readonly order?: Order
  readonly pageSize?: number
}

/** Resumes a walk after the list has changed. */
async function resume({
  readCount,
  before = FIFTY,
  changed,
  order = 'oldest-first',
  pageSize = 30,
}: Change): Promise<Outcome> {
  const cursor = await cursorAfter(readCount, serveByLastItem(before, order), 30)
  const list = new ScriptedList('tokens', serveByLastItem(changed, order), {
    newestFirst: order === 'newest-first',
  })
  return outcomeOf(list.read({ cursor, pageSize }))
}

/** Expects that a resumed walk finds its next item by one request. */
async function expectOneRequest(
  readCount: number,
  before: Script,
  changed: Script,
  next: Item | undefined,
  order: Order,
): Promise<void> {
  const cursor = await cursorAfter(readCount, before, 30)
  const list = new ScriptedList('tokens', changed, { newestFirst: order === 'newest-first' })
  const yielded = await list.read({ cursor, pageSize: 30, limit: 1, select: () => 'take' }).toArray()
  expect(textsOf(yielded)).toEqual([next?.text])
  expect(list.requests).toHaveLength(1)
}

describe('a cursor from within a page', () => {
  test.each([1, 5, 16, 29, 31, 49])(
    'loses no item if one of %i items before it has vanished',
    async (readCount) => {
      for (const vanished of Array(readCount).keys()) {
        const { texts } = await resume({ readCount, changed: FIFTY.filter((_, index) => index !== vanished) })
        expect(texts).toEqual(textsOf(FIFTY.slice(readCount)))
      }
    },
  )

  test.each([1, 5, 16, 31, 46])(
    'loses no item if the last 16 of %i items before it have vanished',
    async (readCount) => {
      const changed = FIFTY.filter((_, index) => index >= readCount || index < readCount - 16)
      const { texts, error } = await resume({ readCount, changed })
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(FIFTY.slice(readCount)))
    },
  )

  describe('is resumed by one request', () => {
    const many = makeItems(300)
    const anonymous = withoutIds(many)
    const identical = many.map((_, index) => ({ id: null, text: index % 2 === 0 ? 'yes' : 'no' }))

    test.each(['oldest-first', 'newest-first'] as const)('if nothing has changed, %s', async (order) => {
      const items = order === 'oldest-first' ? many : many.toReversed()
      await expectOneRequest(
        20,
        serveByLastItem(items, order),
        serveByLastItem(items, order),
        items[20],
        order,
      )
    })

    test.each(['oldest-first', 'newest-first'] as const)('if all items are identical, %s', async (order) => {
      await expectOneRequest(10, serve('tokens', identical), serve('tokens', identical), identical[10], order)
    })

    test.each([
      { what: 'with ids', items: many },
      { what: 'without ids', items: anonymous },
    ])('if the last items before it have vanished, in a list of items $what', async ({ items }) => {
      const newest = items.toReversed()
      const changed = serveByLastItem(newest.toSpliced(18, 2), 'newest-first')
      await expectOneRequest(20, serveByLastItem(newest, 'newest-first'), changed, newest[20], 'newest-first')
    })

    test('if most items before it in its page have vanished from a list that only grows at the end', async () => {
      const changed = serveByLastItem(anonymous.toSpliced(1, 8))
      await expectOneRequest(10, serveByLastItem(anonymous), changed, anonymous[10], 'oldest-first')
    })

    test('if all items before it in its page have vanished', async () => {
      await expectOneRequest(
        5,
        serveByLastItem(many),
        serveByLastItem(many.slice(5)),
        many[5],
        'oldest-first',
      )
      const newest = many.toReversed()
      const changed = serveByLastItem(newest.toSpliced(30, 5), 'newest-first')
      await expectOneRequest(35, serveByLastItem(newest, 'newest-first'), changed, newest[35], 'newest-first')
    })
  })

  test('is found again after a second cut, if items from before the first cut have vanished', async () => {
    const items = withoutIds(FIFTY)
    const first = await cursorAfter(8, serveByLastItem(items), 20)
    const list = new ScriptedList('tokens', serveByLastItem(items.toSpliced(1, 2)), { newestFirst: false })
    const cut = list.read({ cursor: first, limit: 6, pageSize: 20, select: () => 'take' })
    const { pages } = await outcomeOf(cut)
    const cursor = pages.at(-1)?.cursor ?? ''
    const remaining = await list.read({ cursor, pageSize: 20 }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(items.slice(14)))
  })

  test('contains the number of items read from its own page, not from the page where the walk resumed', async () => {
    const first = await cursorAfter(44, serveByLastItem(FIFTY), 30)
    // The provider sends fewer items than before.
    const list = new ScriptedList('tokens', (request) => serveByLastItem(FIFTY)({ ...request, size: 5 }))
    const cut = list.read({ cursor: first, limit: 4, pageSize: 30, select: () => 'take' })
    const { pages } = await outcomeOf(cut)
    const cursor = pages.at(-1)?.cursor ?? ''
    const notDeleted = FIFTY.filter((_, index) => index < 30 || index > 47)
    const remaining = await new ScriptedList('tokens', serveByLastItem(notDeleted))
      .read({ cursor, pageSize: 5 })
      .toArray()
    expect(textsOf(remaining)).toEqual(textsOf(FIFTY.slice(48)))
  })

  test.each([17, 29, 47])(
    'ends in `pagination` if the last 16 of %i items have vanished and its page had more of them',
    async (readCount) => {
      const changed = FIFTY.filter((_, index) => index >= readCount || index < readCount - 16)
      const { texts, error } = await resume({ readCount, changed })
      expect(error?.code).toBe('pagination')
      expect(texts).toEqual([])
    },
  )

  describe.each([false, true])('in a list with the newest item first (without ids: %s)', (isAnonymous) => {
    const items = isAnonymous ? withoutIds(FIFTY) : FIFTY
    const newest = (count: number): readonly Item[] => {
      const arrived = makeItems(count, FIFTY.length)
      return [...items, ...(isAnonymous ? withoutIds(arrived) : arrived)].toReversed()
    }

    test.each([1, 3, 25, 30, 60, 900])('is found again behind %i arrivals', async (count) => {
      for (const readCount of [1, 5, 16, 29]) {
        const { texts, error } = await resume({
          readCount,
          before: newest(0),
          changed: newest(count),
          order: 'newest-first',
        })
        expect(error).toBeNull()
        expect(texts).toEqual(textsOf(newest(0).slice(readCount)))
      }
    })
  })

  test.each([1, 7, 29, 50])('is resumed in pages of %i', async (pageSize) => {
    for (const readCount of [5, 29, 35, 49]) {
      const { texts } = await resume({ readCount, changed: FIFTY, pageSize })
      expect(texts).toEqual(textsOf(FIFTY.slice(readCount)))
    }
  })

  test('is resumed and cut again in smaller pages', async () => {
    const script = serveByLastItem(FIFTY)
    let cursor = await cursorAfter(20, script, 30)
    for (const readCount of [22, 24, 26]) {
      const { pages, texts } = await outcomeOf(new ScriptedList('tokens', script).read({ cursor, limit: 2 }))
      expect(texts).toEqual(textsOf(FIFTY.slice(readCount - 2, readCount)))
      cursor = pages.at(-1)?.cursor ?? ''
    }
  })

  test('is followed by the whole list if no known item is found in a hundred pages', async () => {
    const many = makeItems(150).toReversed()
    const cursor = await cursorAfter(1, serveByLastItem(many, 'newest-first'), 30)
    const changed = many.slice(1)
    const list = new ScriptedList('tokens', serveByLastItem(changed, 'newest-first'))
    const { texts, error } = await outcomeOf(list.read({ cursor, pageSize: 1 }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(changed))
  })

  test.each([
    { what: 'empty pages', items: [] },
    { what: 'the same page', items: makeItems(10, 1000) },
  ])('ends in `pagination` after a limited search through $what under new tokens', async ({ items }) => {
    const cursor = await cursorAfter(20, serveByLastItem(FIFTY), 30)
    const list = new ScriptedList('tokens', ({ number }) => ({ items, next: `token ${number}` }))
    const { error } = await outcomeOf(list.read({ cursor }))
    expect(error?.code).toBe('pagination')
    expect(list.requests.length).toBeLessThanOrEqual(MOST_SEARCHED_PAGES + 3)
  })
})
