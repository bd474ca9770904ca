import { itemIdentity, paginate, type TokenResponse, type TokenList, walkTokens } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  settle,
  textsOf,
  withoutIds,
} from './scripted-list.ts'
import { after, cursorAfter, pagesBy } from './token-pages.ts'

const EXTRA_REQUESTS = 3
const MOST_FRUITLESS = 100

const ITEMS = makeItems(35)

/** The list, with so many empty pages between any two. */
function withEmptyPages(count: number): Script {
  const script = serve('tokens', ITEMS)
  return async (asked) => {
    const [position = 0, empty = 0] = asked.token?.split(' ').map(Number) ?? []
    if (empty > 0) return { items: [], next: `${position} ${empty - 1}` }
    const { items, next } = await script({ ...asked, position })
    return { items, next: next ? `${next} ${count}` : null }
  }
}

describe('a walk over pages with tokens', () => {
  test('asks for each page with the token that the page before gave', async () => {
    const list = new ScriptedList('tokens', after(ITEMS))
    const { pages, texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.tokens).toEqual([null, '9', '19', '29'])
    expect(pages.map(({ cursor }) => cursor === null)).toEqual([false, false, false, true])
  })

  test('asks for the next page while the reader is busy with this one, but not for the one after it', async () => {
    const list = new ScriptedList('tokens', after(ITEMS))
    const asked: number[] = []
    for await (const _ of list.read().pages()) {
      await settle()
      asked.push(list.asked.length)
    }
    expect(asked).toEqual([2, 3, 4, 4])
  })

  test.each([10, 20])(
    'that is to give no more than %i items does not ask for what follows them',
    async (limit) => {
      const list = new ScriptedList('tokens', after(ITEMS))
      for await (const _ of list.read({ limit }).pages()) await settle()
      expect(list.asked).toHaveLength(limit / 10)
    },
  )

  test('gives the total that each page states', async () => {
    const script = after(ITEMS)
    const list = new ScriptedList('tokens', async (asked) => ({
      ...(await script(asked)),
      total: 34 + asked.number,
    }))
    const { pages } = await outcomeOf(list.read())
    expect(pages.map(({ total }) => total)).toEqual([35, 36, 37, 38])
  })

  test.each([null, undefined, -1, 2.5, Number.NaN, Infinity])('gives no total for %s', async (total) => {
    const script = after(ITEMS)
    const list = new ScriptedList('tokens', async (asked) => ({ ...(await script(asked)), total }))
    const { pages, texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(ITEMS))
    expect(new Set(pages.map((page) => page.total))).toEqual(new Set([null]))
  })

  test('gives items without ids that are alike each once, with repeats of their own', async () => {
    const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 4 === 0 ? 'yes' : text }))
    const list = new ScriptedList('tokens', serve('tokens', items))
    const given = await list.read().toArray()
    expect(textsOf(given)).toEqual(textsOf(items))
    const repeats = given.filter(({ text }) => text === 'yes').map(({ repeat }) => repeat)
    expect(repeats).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })
})

test('a list that does not heed its signal is asked for nothing more after an abort', async () => {
  const ending = new AbortController()
  const second = Promise.withResolvers<TokenResponse<Item>>()
  const asked: (string | null)[] = []
  const walk = paginate<Item, Item, TokenList<Item>>({
    provider: 'scripted',
    query: [],
    settings: { limit: Infinity, pageSize: 10, concurrency: 1, cursor: undefined, signal: ending.signal },
    walk: walkTokens,
    list: () => ({
      request: async (token) => {
        asked.push(token)
        return token === null ? { items: ITEMS.slice(0, 10), next: 'A' } : second.promise
      },
      read: (page: TokenResponse<Item>) => page,
      identify: ({ id }) => itemIdentity(id, () => []),
    }),
    normalize: (item) => item,
  })
  const reading = walk.toArray()
  await settle()
  ending.abort('enough')
  second.resolve({ items: ITEMS.slice(10, 20), next: 'B' })
  await expect(reading).rejects.toBe('enough')
  await settle()
  expect(asked).toEqual([null, 'A'])
})

describe('a token that came before', () => {
  const [one, two, three] = [ITEMS.slice(0, 10), ITEMS.slice(10, 20), ITEMS.slice(20, 30)]

  test.each([
    {
      how: 'two pages before',
      pages: pagesBy({ '': [one, 'A'], A: [two, 'B'], B: [three, 'A'] }),
      requests: 3,
    },
    { how: 'for its own page', pages: pagesBy({ '': [one, 'A'], A: [two, 'A'] }), requests: 2 },
  ])('$how ends in pagination after all items, without another request', async ({ pages, requests }) => {
    const list = new ScriptedList('tokens', pages)
    const { texts, error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(texts).toEqual(textsOf(ITEMS.slice(0, 10 * requests)))
    expect(list.asked).toHaveLength(requests)
  })

  test('does not matter where the limit comes first', async () => {
    const list = new ScriptedList('tokens', pagesBy({ '': [one, 'A'], A: [two, 'A'] }))
    expect(textsOf(await list.read({ limit: 20 }).toArray())).toEqual(textsOf(ITEMS.slice(0, 20)))
  })

  test('ends a walk that goes on from a cursor as well', async () => {
    const script = pagesBy({ '': [one, 'A'], A: [two, 'B'], B: [three, 'A'] })
    const list = new ScriptedList('tokens', script)
    const { error } = await outcomeOf(list.read({ cursor: await cursorAfter(10, script) }))
    expect(error?.code).toBe('pagination')
    expect(list.tokens).toEqual(['A', 'B'])
  })
})

describe('23: under new tokens for ever,', () => {
  const half = ITEMS.map((item, index) => (index % 2 === 0 ? item : { ...item, id: null }))
  const named = [
    { what: 'items with ids', items: ITEMS },
    { what: 'items of which some have ids', items: half },
  ]
  const all = [...named, { what: 'items without ids', items: withoutIds(ITEMS) }]

  test.each(all)(
    'the same page of $what ends in pagination within three extra requests',
    async ({ items }) => {
      const list = new ScriptedList('tokens', ({ number }) => ({
        items: items.slice(0, 10),
        next: `token ${number}`,
      }))
      const { error } = await outcomeOf(list.read())
      expect(error?.code).toBe('pagination')
      expect(list.asked.length - list.fruitful).toBeLessThanOrEqual(EXTRA_REQUESTS)
    },
  )

  test.each(all)('two pages of $what in turn do so too', async ({ items }) => {
    const list = new ScriptedList('tokens', ({ number }) => ({
      items: number % 2 === 1 ? items.slice(0, 10) : items.slice(10, 20),
      next: `token ${number}`,
    }))
    const { error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(list.asked.length - list.fruitful).toBeLessThanOrEqual(EXTRA_REQUESTS)
  })

  test.each(named)('the same page of $what gives nothing twice', async ({ items }) => {
    const list = new ScriptedList('tokens', ({ number }) => ({
      items: items.slice(0, 10),
      next: `token ${number}`,
    }))
    const { texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(items.slice(0, 10)))
  })

  test('the same five pages of items with ids end in pagination, and give nothing twice', async () => {
    const items = makeItems(50)
    const list = new ScriptedList('tokens', ({ number }) => {
      const start = 10 * ((number - 1) % 5)
      return { items: items.slice(start, start + 10), next: `token ${number}` }
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(texts).toEqual(textsOf(items))
    expect(list.asked.length).toBeLessThanOrEqual(5 + MOST_FRUITLESS + 1)
  })

  test('empty pages end in pagination', async () => {
    const list = new ScriptedList('tokens', ({ number }) => ({ items: [], next: `token ${number}` }))
    const { error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(list.asked).toHaveLength(MOST_FRUITLESS + 1)
  })
})

describe('25: an empty page', () => {
  test.each([1, 2, MOST_FRUITLESS])('with a token does not end a list, nor %i in a row', async (count) => {
    const list = new ScriptedList('tokens', withEmptyPages(count))
    const { pages, texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(pages).toHaveLength(4 + 3 * count)
  })

  test('with a token has a cursor to go on from', async () => {
    const script = withEmptyPages(3)
    const { pages } = await outcomeOf(new ScriptedList('tokens', script).read())
    let given = 0
    for (const { items, cursor } of pages) {
      given += items.length
      if (cursor === null) continue
      const rest = await new ScriptedList('tokens', script).read({ cursor }).toArray()
      expect(textsOf(rest)).toEqual(textsOf(ITEMS.slice(given)))
    }
    expect(given).toBe(ITEMS.length)
  })

  test('without a token is the end', async () => {
    const list = new ScriptedList('tokens', pagesBy({ '': [ITEMS.slice(0, 10), 'A'], A: [[], null] }))
    const { pages, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(pages.map(({ items }) => items.length)).toEqual([10, 0])
    expect(pages.at(-1)?.cursor).toBeNull()
  })
})

describe('a token that is an offset in disguise', () => {
  test.each([1, 3, 10, 20])('gives nothing twice when %i items arrive in front', async (count) => {
    const items = [...ITEMS]
    const script = serve('tokens', items)
    const list = new ScriptedList('tokens', (asked) => {
      if (asked.number === 2) items.unshift(...makeItems(count, 1000))
      return script(asked)
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    // What arrived may be given or not.
    expect(texts.filter((text) => textsOf(ITEMS).includes(text))).toEqual(textsOf(ITEMS))
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('gives an item once that comes twice on one page', async () => {
    const list = new ScriptedList('tokens', () => ({ items: [...ITEMS, ...ITEMS.slice(0, 5)], next: null }))
    expect(textsOf(await list.read().toArray())).toEqual(textsOf(ITEMS))
  })

  test.each([1, 10, 16])('goes on from a cursor when %i items have arrived in front', async (count) => {
    const items = [...ITEMS]
    const script = serve('tokens', items)
    for (const read of [10, 15]) {
      items.splice(0, items.length, ...ITEMS)
      const cursor = await cursorAfter(read, script)
      items.unshift(...makeItems(count, 1000))
      const rest = await new ScriptedList('tokens', script).read({ cursor }).toArray()
      expect(textsOf(rest), `after ${read}`).toEqual(textsOf(ITEMS.slice(read)))
    }
  })

  test('goes on from a page that began with items left out, in smaller pages', async () => {
    const items = makeItems(90)
    const script = serve('tokens', items)
    const cut = new ScriptedList('tokens', (asked) => {
      if (asked.number === 2) items.unshift(...makeItems(20, 1000))
      return script(asked)
    })
    const { pages } = await outcomeOf(cut.read({ pageSize: 30, limit: 33, select: () => 'take' }))
    const cursor = pages.at(-1)?.cursor ?? ''
    const rest = await new ScriptedList('tokens', script).read({ cursor, pageSize: 5 }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(makeItems(57, 33)))
  })
})
