import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, textsOf } from './scripted-list.ts'

const ITEMS = makeItems(35)
const ENOUGH_REQUESTS = 20

// If pages do not confirm a total, the walk reads the list once more.
const ENOUGH_TO_READ_TWICE = 40

/** Serves 35 items in pages that state this total. */
function counted(totalOf: (request: number) => number | null | undefined): ScriptedList {
  const script = serve('counted', ITEMS)
  return new ScriptedList('counted', async (request) => ({
    ...(await script(request)),
    total: totalOf(request.number),
  }))
}

describe.each([1, 4])('with concurrency %i, a total [wrong-total]', (concurrency) => {
  test.each([null, undefined, -1, 2.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1, 0, 5])(
    'of %s, which cannot be true, loses no item',
    async (total) => {
      const list = counted(() => total)
      const { pages, texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(ITEMS))
      expect(pages.at(-1)?.cursor).toBeNull()
      expect(list.requests.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
    },
  )

  test.each([-1, 2.5, Number.NaN, Infinity])('of %s is reported as null', async (total) => {
    const { pages } = await outcomeOf(counted(() => total).read({ concurrency }))
    expect(new Set(pages.map((page) => page.total))).toEqual(new Set([null]))
  })

  test.each([36, 45, 55])(
    'of %i, which is up to two pages too large, loses no item and causes no error',
    async (total) => {
      const list = counted(() => total)
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(ITEMS))
      expect(list.requests.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
    },
  )

  test.each([65, 1_000_000_000])(
    'of %i, which is far too large, ends the walk after the last item',
    async (total) => {
      const list = counted(() => total)
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error?.code ?? 'pagination').toBe('pagination')
      expect(texts).toEqual(textsOf(ITEMS))
      expect(list.requests.length).toBeLessThanOrEqual(ENOUGH_TO_READ_TWICE)
    },
  )

  test('that is too large does not make a resumed walk take the last page for a full one', async () => {
    const items = makeItems(101)
    const script = serve('counted', items)
    const listOf = (): ScriptedList =>
      new ScriptedList('counted', async (request) => ({ ...(await script(request)), total: 108 }))
    const { pages } = await outcomeOf(listOf().read({ pageSize: 5, concurrency }))
    let read = 0
    for (const { items: before, cursor } of pages) {
      read += before.length
      if (cursor === null) continue
      const resumed = listOf()
      const { texts, error } = await outcomeOf(resumed.read({ pageSize: 5, concurrency, cursor }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(items.slice(read)))
      expect(resumed.requests.length).toBeLessThanOrEqual(2 * ENOUGH_TO_READ_TWICE)
    }
  })

  test.each([31, 34])('of %i, which ends within the last page, loses no item', async (total) => {
    const list = counted(() => total)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.requests.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
  })

  test.each<{ how: string; totalOf: (request: number) => number | null }>([
    { how: 'is absent from every second response', totalOf: (request) => (request % 2 === 1 ? 35 : null) },
    { how: 'is absent from the first response', totalOf: (request) => (request === 1 ? null : 35) },
    { how: 'is negative in every second response', totalOf: (request) => (request % 2 === 1 ? 35 : -5) },
    { how: 'is NaN in every second response', totalOf: (request) => (request % 2 === 1 ? 35 : Number.NaN) },
    { how: 'is too large once', totalOf: (request) => (request === 2 ? 45 : 35) },
    { how: 'is too small once', totalOf: (request) => (request === 2 ? 25 : 35) },
  ])('that $how loses no item', async ({ totalOf }) => {
    const list = counted(totalOf)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.requests.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
  })

  test.each<{ how: string; totalOf: (request: number) => number }>([
    { how: 'grows by one with every request', totalOf: (request) => 34 + request },
    { how: 'grows by a page with every request', totalOf: (request) => 25 + 10 * request },
    { how: 'shrinks by one with every request', totalOf: (request) => 36 - request },
    { how: 'shrinks by a page with every request', totalOf: (request) => 45 - 10 * request },
    { how: 'alternates between two close values', totalOf: (request) => 35 + (request % 2) },
    {
      how: 'alternates between two distant values',
      totalOf: (request) => (request % 2 === 1 ? 35 : 1_000_000_000),
    },
  ])('that $how of an unchanged list ends the walk within a bound of requests', async ({ totalOf }) => {
    const list = counted(totalOf)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error?.code ?? 'pagination').toBe('pagination')
    expect(texts).toEqual(textsOf(ITEMS.slice(0, error === null ? ITEMS.length : texts.length)))
    expect(list.requests.length).toBeLessThanOrEqual(2 * ENOUGH_TO_READ_TWICE)
  })
})

test.each([
  { length: 33, read: 30 },
  { length: 148, read: 145 },
])(
  'a resumed walk does not take a short page for the last of $length items unless the page before it is full [wrong-total]',
  async ({ length, read }) => {
    const items = makeItems(length)
    // In pages of 5, the walk requests the last page. The server sends pages of 3, so that page contains earlier items.
    const list = new ScriptedList('counted', serve('counted', items, 3))
    const { pages } = await outcomeOf(list.read({ pageSize: 1, limit: read }))
    const cursor = pages.at(-1)?.cursor ?? undefined
    const { texts, error } = await outcomeOf(list.read({ pageSize: 5, cursor }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(items.slice(read)))
  },
)
