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
import { after, cursorAfter, type Order, pagesBy } from './token-pages.ts'

const MOST_SEARCHED = 100

const ITEMS = makeItems(35)

describe('a cursor', () => {
  test('from the end of a page asks for the next page, and for no other', async () => {
    const list = new ScriptedList('tokens', after(ITEMS))
    const rest = await list.read({ cursor: await cursorAfter(20, after(ITEMS)) }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(ITEMS.slice(20)))
    expect(list.tokens).toEqual(['19', '29'])
  })

  test('from within a page asks for that page again', async () => {
    const list = new ScriptedList('tokens', after(ITEMS))
    const rest = await list.read({ cursor: await cursorAfter(23, after(ITEMS)) }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(ITEMS.slice(23)))
    expect(list.tokens).toEqual(['19', '29'])
  })

  test.each([
    '+"\\ &=',
    'ångström 日本語 \u{1F600}',
    '\u0000\u007f\ud800',
    '',
    '__proto__',
    't'.repeat(8192),
  ])('takes the token %j back to the provider as it was', async (token) => {
    const script = pagesBy({ '': [ITEMS.slice(0, 10), token], [token]: [ITEMS.slice(10), null] })
    const asked: Script = (request) =>
      request.number === 1 && request.token === null
        ? { items: ITEMS.slice(0, 10), next: token }
        : script(request)
    const cursor = await cursorAfter(10, asked)
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
    const list = new ScriptedList('tokens', () => ({ items: ITEMS.slice(10), next: null }))
    expect(textsOf(await list.read({ cursor }).toArray())).toEqual(textsOf(ITEMS.slice(10)))
    expect(list.tokens).toEqual([token])
  })

  test('does not show the token in clear', async () => {
    const token = 'canary-46701740605'
    const cursor = await cursorAfter(10, () => ({ items: ITEMS.slice(0, 10), next: token }))
    expect(cursor).not.toContain('canary')
    expect(cursor).not.toContain('46701740605')
  })

  test('for a token that is too long is an error that says so', async () => {
    const token = 't'.repeat(20_000)
    const list = new ScriptedList('tokens', () => ({ items: ITEMS.slice(0, 10), next: token }))
    const { error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'scripted' })
    expect(error?.message).toMatch(/token of 20000 characters/)
    expect(error?.message).not.toContain('tttt')
  })

  describe.each([1, 3, 9, 10, 13, 20, 34])(
    'after %i of items without ids, of which some are alike,',
    (read) => {
      const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 3 === 0 ? 'yes' : text }))

      test.each([1, 7, 10, 50])('goes on with exactly the rest in pages of %i', async (pageSize) => {
        const list = new ScriptedList('tokens', serve('tokens', items))
        const cursor = await cursorAfter(read, serve('tokens', items))
        expect(textsOf(await list.read({ cursor, pageSize }).toArray())).toEqual(textsOf(items.slice(read)))
      })
    },
  )

  // What was read of the page is there again, where it is more than the cursor tells.
  test.each([1, 10, 16, 17, 29])('goes on after %i of them with their repeats', async (read) => {
    const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 3 === 0 ? 'yes' : text }))
    const whole = await new ScriptedList('tokens', serve('tokens', items)).read().toArray()
    const cursor = await cursorAfter(read, serve('tokens', items), 30)
    const list = new ScriptedList('tokens', serve('tokens', items))
    expect(await list.read({ cursor, pageSize: 30 }).toArray()).toEqual(whole.slice(read))
  })

  test.each([2, 7, 16, 17, 24])('goes on after %i of items of which every other is alike', async (read) => {
    const items = ITEMS.map((_, index) => ({ id: null, text: index % 2 === 0 ? 'yes' : 'no' }))
    const cursor = await cursorAfter(read, serve('tokens', items), 35)
    const list = new ScriptedList('tokens', serve('tokens', items))
    expect(textsOf(await list.read({ cursor, pageSize: 35 }).toArray())).toEqual(textsOf(items.slice(read)))
  })

  test('does not take an item further on for one like it that has vanished', async () => {
    const items = withoutIds(ITEMS).map((item, index) => (index % 5 === 0 ? { ...item, text: 'yes' } : item))
    const cursor = await cursorAfter(11, serve('tokens', items))
    const now = items.toSpliced(10, 1)
    const rest = await new ScriptedList('tokens', serve('tokens', now)).read({ cursor }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(items.slice(11)))
  })

  describe.each([
    { what: 'every fourth', hasId: (index: number) => index % 4 === 3 },
    { what: 'none', hasId: () => false },
  ])('of items of which $what has an id', ({ hasId }) => {
    const items = makeItems(40).map(({ id, text }, index) => ({
      id: hasId(index) ? id : null,
      text: index % 4 === 0 ? 'yes' : text,
    }))
    test.each([5, 14, 20, 29])(
      'is found behind arrivals of which some are like the %i read',
      async (read) => {
        const cursor = await cursorAfter(read, serve('tokens', items), 30)
        const yes = { id: null, text: 'yes' }
        const now = [
          yes,
          ...withoutIds(makeItems(20, 100)),
          yes,
          yes,
          ...withoutIds(makeItems(20, 200)),
          ...items,
        ]
        const rest = await new ScriptedList('tokens', serve('tokens', now)).read({ cursor }).toArray()
        expect(textsOf(rest)).toEqual(textsOf(items.slice(read)))
      },
    )
  })

  test('is found by an item with an id, behind arrivals that are like all others', async () => {
    const items = ITEMS.map((item, index) => (index === 3 ? item : { ...item, id: null }))
    const cursor = await cursorAfter(4, serve('tokens', items))
    const now = [...items.slice(0, 3), ...withoutIds(makeItems(10, 100)), ...items]
    const rest = await new ScriptedList('tokens', serve('tokens', now)).read({ cursor }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(items.slice(4)))
  })

  test('is found by items without ids, where none with an id is left', async () => {
    const items = ITEMS.map((item, index) => (index === 3 ? item : { ...item, id: null }))
    const cursor = await cursorAfter(7, serve('tokens', items))
    const now = items.toSpliced(3, 1)
    const rest = await new ScriptedList('tokens', serve('tokens', now)).read({ cursor }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(items.slice(7)))
  })
})

const FIFTY = makeItems(50)

interface Change {
  readonly read: number
  readonly before?: readonly Item[]
  readonly now: readonly Item[]
  readonly order?: Order
  readonly pageSize?: number
}

/** Reads on in pages of 30 after a walk that was cut, when the list has changed since. */
async function readOn({
  read,
  before = FIFTY,
  now,
  order = 'oldest-first',
  pageSize = 30,
}: Change): Promise<Outcome & { readonly requests: number }> {
  const cursor = await cursorAfter(read, after(before, order), 30)
  const list = new ScriptedList('tokens', after(now, order), { newestFirst: order === 'newest-first' })
  const outcome = await outcomeOf(list.read({ cursor, pageSize }))
  return { ...outcome, requests: list.asked.length }
}

/** Reads one item more after a walk that was cut: by one request. */
async function expectNoSearch(
  read: number,
  before: Script,
  now: Script,
  next: Item | undefined,
  order: Order,
): Promise<void> {
  const cursor = await cursorAfter(read, before, 30)
  const list = new ScriptedList('tokens', now, { newestFirst: order === 'newest-first' })
  const given = await list.read({ cursor, pageSize: 30, limit: 1, select: () => 'take' }).toArray()
  expect(textsOf(given)).toEqual([next?.text])
  expect(list.asked).toHaveLength(1)
}

describe('a cursor from within a page', () => {
  test.each([1, 5, 16, 29, 31, 49])('loses nothing when one of %i items read has vanished', async (read) => {
    for (const vanished of Array(read).keys()) {
      const { texts } = await readOn({ read, now: FIFTY.filter((_, index) => index !== vanished) })
      expect(texts).toEqual(textsOf(FIFTY.slice(read)))
    }
  })

  test.each([1, 5, 16, 31, 46])(
    'loses nothing when the last 16 of %i items read have vanished',
    async (read) => {
      const now = FIFTY.filter((_, index) => index >= read || index < read - 16)
      const { texts, error } = await readOn({ read, now })
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(FIFTY.slice(read)))
    },
  )

  describe('asks for that page alone,', () => {
    const many = makeItems(300)
    const anonymous = withoutIds(many)
    const alike = many.map((_, index) => ({ id: null, text: index % 2 === 0 ? 'yes' : 'no' }))

    test.each(['oldest-first', 'newest-first'] as const)('when nothing has changed, %s', async (order) => {
      const items = order === 'oldest-first' ? many : many.toReversed()
      await expectNoSearch(20, after(items, order), after(items, order), items[20], order)
    })

    test.each(['oldest-first', 'newest-first'] as const)('when all items are alike, %s', async (order) => {
      await expectNoSearch(10, serve('tokens', alike), serve('tokens', alike), alike[10], order)
    })

    test.each([
      { what: 'with ids', items: many },
      { what: 'without ids', items: anonymous },
    ])('when what was read last of it has vanished, of items $what', async ({ items }) => {
      const newest = items.toReversed()
      const now = after(newest.toSpliced(18, 2), 'newest-first')
      await expectNoSearch(20, after(newest, 'newest-first'), now, newest[20], 'newest-first')
    })

    test('when most that was read has vanished, where nothing arrives in front', async () => {
      const now = after(anonymous.toSpliced(1, 8))
      await expectNoSearch(10, after(anonymous), now, anonymous[10], 'oldest-first')
    })

    test('when all that was read has vanished, where nothing arrives in front', async () => {
      await expectNoSearch(5, after(many), after(many.slice(5)), many[5], 'oldest-first')
      const newest = many.toReversed()
      const now = after(newest.toSpliced(30, 5), 'newest-first')
      await expectNoSearch(35, after(newest, 'newest-first'), now, newest[35], 'newest-first')
    })
  })

  test('is found again after it was cut twice, and what was read before the first cut has vanished', async () => {
    const items = withoutIds(FIFTY)
    const first = await cursorAfter(8, after(items), 20)
    const list = new ScriptedList('tokens', after(items.toSpliced(1, 2)), { newestFirst: false })
    const cut = list.read({ cursor: first, limit: 6, pageSize: 20, select: () => 'take' })
    const { pages } = await outcomeOf(cut)
    const cursor = pages.at(-1)?.cursor ?? ''
    const rest = await list.read({ cursor, pageSize: 20 }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(items.slice(14)))
  })

  test('tells how much was read of the page that it is in, not of one that a walk went on from', async () => {
    const first = await cursorAfter(44, after(FIFTY), 30)
    const list = new ScriptedList('tokens', after(FIFTY))
    const cut = list.read({ cursor: first, limit: 4, pageSize: 5, select: () => 'take' })
    const { pages } = await outcomeOf(cut)
    const cursor = pages.at(-1)?.cursor ?? ''
    const left = FIFTY.filter((_, index) => index < 30 || index > 47)
    const rest = await new ScriptedList('tokens', after(left)).read({ cursor, pageSize: 5 }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(FIFTY.slice(48)))
  })

  test.each([17, 29, 47])(
    'ends in pagination when of %i the last 16 have vanished, and more was read of the page',
    async (read) => {
      const now = FIFTY.filter((_, index) => index >= read || index < read - 16)
      const { texts, error } = await readOn({ read, now })
      expect(error?.code).toBe('pagination')
      expect(texts).toEqual([])
    },
  )

  describe.each([false, true])('where new items come first (without ids: %s)', (isAnonymous) => {
    const items = isAnonymous ? withoutIds(FIFTY) : FIFTY
    const newest = (count: number): readonly Item[] => {
      const arrived = makeItems(count, FIFTY.length)
      return [...items, ...(isAnonymous ? withoutIds(arrived) : arrived)].toReversed()
    }

    test.each([1, 3, 25, 30, 60, 900])('is found again behind %i arrivals', async (count) => {
      for (const read of [1, 5, 16, 29]) {
        const { texts, error } = await readOn({
          read,
          before: newest(0),
          now: newest(count),
          order: 'newest-first',
        })
        expect(error).toBeNull()
        expect(texts).toEqual(textsOf(newest(0).slice(read)))
      }
    })
  })

  test.each([1, 7, 29, 50])('goes on in pages of %i', async (pageSize) => {
    for (const read of [5, 29, 35, 49]) {
      const { texts } = await readOn({ read, now: FIFTY, pageSize })
      expect(texts).toEqual(textsOf(FIFTY.slice(read)))
    }
  })

  test('takes a page that is now smaller together with the next, and cuts it again', async () => {
    const script = after(FIFTY)
    let cursor = await cursorAfter(20, script, 30)
    for (const read of [22, 24, 26]) {
      const { pages, texts } = await outcomeOf(new ScriptedList('tokens', script).read({ cursor, limit: 2 }))
      expect(texts).toEqual(textsOf(FIFTY.slice(read - 2, read)))
      cursor = pages.at(-1)?.cursor ?? ''
    }
  })

  test('is given up for what there is when nothing that was read is found in a hundred pages', async () => {
    const many = makeItems(150).toReversed()
    const cursor = await cursorAfter(1, after(many, 'newest-first'), 30)
    const now = many.slice(1)
    const list = new ScriptedList('tokens', after(now, 'newest-first'))
    const { texts, error } = await outcomeOf(list.read({ cursor, pageSize: 1 }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(now))
  })

  test.each([
    { what: 'empty pages', items: [] },
    { what: 'the same page', items: makeItems(10, 1000) },
  ])('is not looked for for ever among $what under new tokens', async ({ items }) => {
    const cursor = await cursorAfter(20, after(FIFTY), 30)
    const list = new ScriptedList('tokens', ({ number }) => ({ items, next: `token ${number}` }))
    const { error } = await outcomeOf(list.read({ cursor }))
    expect(error?.code).toBe('pagination')
    expect(list.asked.length).toBeLessThanOrEqual(MOST_SEARCHED + 3)
  })
})
