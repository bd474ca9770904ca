import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, textsOf, withoutIds } from './scripted-list.ts'
import { cursorAfter, servePages } from './token-pages.ts'

const EXTRA_REQUESTS = 3
const MOST_WITHOUT_NEW_ITEMS = 100

const ITEMS = makeItems(35)

describe('a repeated token', () => {
  const [one, two, three] = [ITEMS.slice(0, 10), ITEMS.slice(10, 20), ITEMS.slice(20, 30)]

  test.each([
    {
      how: 'of an earlier page',
      pages: servePages({ '': [one, 'A'], A: [two, 'B'], B: [three, 'A'] }),
      requests: 3,
    },
    { how: 'of the same page', pages: servePages({ '': [one, 'A'], A: [two, 'A'] }), requests: 2 },
  ])('$how ends in `pagination` after all items, without another request', async ({ pages, requests }) => {
    const list = new ScriptedList('tokens', pages)
    const { texts, error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(texts).toEqual(textsOf(ITEMS.slice(0, 10 * requests)))
    expect(list.requests).toHaveLength(requests)
  })

  test('is ignored if the limit comes first', async () => {
    const list = new ScriptedList('tokens', servePages({ '': [one, 'A'], A: [two, 'A'] }))
    expect(textsOf(await list.read({ limit: 20 }).toArray())).toEqual(textsOf(ITEMS.slice(0, 20)))
  })

  test('also ends a resumed walk in `pagination`', async () => {
    const script = servePages({ '': [one, 'A'], A: [two, 'B'], B: [three, 'A'] })
    const list = new ScriptedList('tokens', script)
    const { error } = await outcomeOf(list.read({ cursor: await cursorAfter(10, script) }))
    expect(error?.code).toBe('pagination')
    expect(list.tokens).toEqual(['A', 'B'])
  })
})

describe('with an endless series of new tokens, [repeated-page]', () => {
  const half = ITEMS.map((item, index) => (index % 2 === 0 ? item : { ...item, id: null }))
  const named = [
    { what: 'items with ids', items: ITEMS },
    { what: 'items, some with ids', items: half },
  ]
  const all = [...named, { what: 'items without ids', items: withoutIds(ITEMS) }]

  test.each(all)(
    'the same page of $what ends in `pagination` within three extra requests',
    async ({ items }) => {
      const list = new ScriptedList('tokens', ({ number }) => ({
        items: items.slice(0, 10),
        next: `token ${number}`,
      }))
      const { error } = await outcomeOf(list.read())
      expect(error?.code).toBe('pagination')
      expect(list.requests.length - list.responsesWithNewItems).toBeLessThanOrEqual(EXTRA_REQUESTS)
    },
  )

  test.each(all)(
    'two alternating pages of $what end in `pagination` within three extra requests',
    async ({ items }) => {
      const list = new ScriptedList('tokens', ({ number }) => ({
        items: number % 2 === 1 ? items.slice(0, 10) : items.slice(10, 20),
        next: `token ${number}`,
      }))
      const { error } = await outcomeOf(list.read())
      expect(error?.code).toBe('pagination')
      expect(list.requests.length - list.responsesWithNewItems).toBeLessThanOrEqual(EXTRA_REQUESTS)
    },
  )

  test.each(named)('the same page of $what yields each item once', async ({ items }) => {
    const list = new ScriptedList('tokens', ({ number }) => ({
      items: items.slice(0, 10),
      next: `token ${number}`,
    }))
    const { texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(items.slice(0, 10)))
  })

  test('the same five pages of items with ids end in `pagination` and yield each item once', async () => {
    const items = makeItems(50)
    const list = new ScriptedList('tokens', ({ number }) => {
      const start = 10 * ((number - 1) % 5)
      return { items: items.slice(start, start + 10), next: `token ${number}` }
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(texts).toEqual(textsOf(items))
    expect(list.requests.length).toBeLessThanOrEqual(5 + MOST_WITHOUT_NEW_ITEMS + 1)
  })

  test('empty pages end in `pagination`', async () => {
    const list = new ScriptedList('tokens', ({ number }) => ({ items: [], next: `token ${number}` }))
    const { error } = await outcomeOf(list.read())
    expect(error?.code).toBe('pagination')
    expect(list.requests).toHaveLength(MOST_WITHOUT_NEW_ITEMS + 1)
  })
})
