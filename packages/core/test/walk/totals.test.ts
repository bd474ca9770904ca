import type { ListResponse } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  textsOf,
} from './scripted-list.ts'

const ITEMS = makeItems(35)
const ENOUGH_REQUESTS = 20

// A total that pages do not confirm has the list read once more.
const ENOUGH_TO_READ_TWICE = 40

/** Serves 35 items in pages that tell another total. */
function counted(totalOf: (request: number) => number | null | undefined): ScriptedList {
  const script = serve('counted', ITEMS)
  return new ScriptedList('counted', async (asked) => ({
    ...(await script(asked)),
    total: totalOf(asked.number),
  }))
}

describe.each([1, 4])('21: with %i requests at once, a total', (concurrency) => {
  test.each([null, undefined, -1, 2.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1, 0, 5])(
    'of %s, which cannot be true, costs no item',
    async (total) => {
      const list = counted(() => total)
      const { pages, texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(ITEMS))
      expect(pages.at(-1)?.cursor).toBeNull()
      expect(list.asked.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
    },
  )

  test.each([-1, 2.5, Number.NaN, Infinity])('of %s is not handed on as one', async (total) => {
    const { pages } = await outcomeOf(counted(() => total).read({ concurrency }))
    expect(new Set(pages.map((page) => page.total))).toEqual(new Set([null]))
  })

  test.each([36, 45, 55])('overstated as %i costs no item, and no error', async (total) => {
    const list = counted(() => total)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.asked.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
  })

  test.each([65, 1_000_000_000])('overstated as %i ends the walk after the last item', async (total) => {
    const list = counted(() => total)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error?.code ?? 'pagination').toBe('pagination')
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.asked.length).toBeLessThanOrEqual(ENOUGH_TO_READ_TWICE)
  })

  test.each([31, 34])('understated as %i, within the last page, costs no item', async (total) => {
    const list = counted(() => total)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.asked.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
  })

  test.each<{ how: string; totalOf: (request: number) => number | null }>([
    { how: 'now and then absent', totalOf: (request) => (request % 2 === 1 ? 35 : null) },
    { how: 'absent at first', totalOf: (request) => (request === 1 ? null : 35) },
    { how: 'now and then negative', totalOf: (request) => (request % 2 === 1 ? 35 : -5) },
    { how: 'now and then NaN', totalOf: (request) => (request % 2 === 1 ? 35 : Number.NaN) },
    { how: 'once too high', totalOf: (request) => (request === 2 ? 45 : 35) },
    { how: 'once too low', totalOf: (request) => (request === 2 ? 25 : 35) },
  ])('$how costs no item', async ({ totalOf }) => {
    const list = counted(totalOf)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.asked.length).toBeLessThanOrEqual(ENOUGH_REQUESTS)
  })

  test.each<{ how: string; totalOf: (request: number) => number }>([
    { how: 'grows by one with every request', totalOf: (request) => 34 + request },
    { how: 'grows by a page with every request', totalOf: (request) => 25 + 10 * request },
    { how: 'shrinks by one with every request', totalOf: (request) => 36 - request },
    { how: 'shrinks by a page with every request', totalOf: (request) => 45 - 10 * request },
    { how: 'goes up and down by one', totalOf: (request) => 35 + (request % 2) },
    { how: 'goes up and down hugely', totalOf: (request) => (request % 2 === 1 ? 35 : 1_000_000_000) },
  ])('that $how, although nothing comes or goes, ends the walk soon', async ({ totalOf }) => {
    const list = counted(totalOf)
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error?.code ?? 'pagination').toBe('pagination')
    expect(texts).toEqual(textsOf(ITEMS.slice(0, error === null ? ITEMS.length : texts.length)))
    expect(list.asked.length).toBeLessThanOrEqual(2 * ENOUGH_TO_READ_TWICE)
  })
})

describe.each([1, 4])('21: with %i requests at once, a last link', (concurrency) => {
  test.each([Number.NaN, -1, 0, 10, 1_000_000_000, Infinity])(
    'to %d only tells how far to plan',
    async (last) => {
      const honest: Script = serve('offsets', ITEMS)
      const script = async (asked: Parameters<Script>[0]): Promise<ListResponse<Item>> => ({
        ...(await honest(asked)),
        last,
      })
      const list = new ScriptedList('offsets', script)
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(ITEMS))
      expect(list.asked.length).toBeLessThanOrEqual(4 + concurrency - 1)
    },
  )
})

test.each([
  { length: 33, read: 30 },
  { length: 148, read: 145 },
])(
  '21: after a cursor, a short page that ends with a total of $length is the last only if the one before it is full',
  async ({ length, read }) => {
    const items = makeItems(length)
    // As pages of 5, the requested one is the list's last. The server sends 3 items for each request: earlier ones.
    const list = new ScriptedList('counted', serve('counted', items, 3))
    const { pages } = await outcomeOf(list.read({ pageSize: 1, limit: read }))
    const cursor = pages.at(-1)?.cursor ?? undefined
    const { texts, error } = await outcomeOf(list.read({ pageSize: 5, cursor }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(items.slice(read)))
  },
)
