import { describe, expect, test } from 'vitest'
import {
  type Given,
  type Item,
  makeItems,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  STYLES,
  type Style,
  textsOf,
} from './scripted-list.ts'

const CAPPED = makeItems(101)

/** Offsets without a word on whether there is more. */
function withoutLink(items: readonly Item[], cap = Infinity): Script {
  const script = serve('offsets', items, cap)
  return async (asked) => ({ items: (await script(asked)).items })
}

describe.each([1, 4])('with %i requests at once', (concurrency) => {
  describe.each(STYLES)('22: a server of %s pages', (style) => {
    test.each([1, 2, 7, 20])('that never gives more than %i items is read to its end', async (cap) => {
      const list = new ScriptedList(style, serve(style, CAPPED, cap))
      const { pages, texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(CAPPED))
      expect(pages.at(-1)?.cursor).toBeNull()
    })

    test.each([1, 2, 7, 20])('that never gives more than %i goes on from any cursor', async (cap) => {
      const list = new ScriptedList(style, serve(style, CAPPED, cap))
      const { pages } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
      const before: Given[] = []
      for (const { items, cursor } of pages) {
        before.push(...items)
        if (cursor === null) continue
        const again = new ScriptedList(style, serve(style, CAPPED, cap))
        const rest = await again.read({ pageSize: 50, concurrency, cursor }).toArray()
        expect(textsOf(rest)).toEqual(textsOf(CAPPED.slice(before.length)))
      }
      expect(before).toHaveLength(CAPPED.length)
    })
  })

  test.each([1, 2, 7, 20])('a short page of %i items is not the end if no link says so', async (cap) => {
    const list = new ScriptedList('offsets', withoutLink(CAPPED, cap))
    const { texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(CAPPED))
  })

  test('a short last page without a link takes one more request to prove the end', async () => {
    const list = new ScriptedList('offsets', withoutLink(makeItems(35)))
    const { texts } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
    expect(texts).toHaveLength(35)
    expect(list.positions).toEqual([0, 34])
  })

  describe('25: an empty page', () => {
    const items = makeItems(40)

    test.each([2, 3])('in place of page %i does not end a list whose total says more', async (empty) => {
      const script = serve('counted', items)
      const list = new ScriptedList('counted', async (asked) => {
        const answer = await script(asked)
        return asked.position === empty ? { ...answer, items: [] } : answer
      })
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      const there = items.filter((_, index) => Math.floor(index / 10) + 1 !== empty)
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(there))
      expect(list.asked.length).toBeLessThanOrEqual(2 * (4 + 3))
    })

    test.each([2, 3])(
      'that comes once in place of page %i costs nothing of a list with links',
      async (empty) => {
        const script = serve('offsets', items)
        let isEmptied = false
        const list = new ScriptedList('offsets', (asked) => {
          if (isEmptied || asked.position !== (empty - 1) * 10 - 1) return script(asked)
          isEmptied = true
          return { items: [], more: true }
        })
        const { texts, error } = await outcomeOf(list.read({ concurrency }))
        expect(isEmptied).toBe(true)
        expect(error).toBeNull()
        expect(texts).toEqual(textsOf(items))
      },
    )

    test('that comes from one offset on ends in pagination when links say more', async () => {
      const script = serve('offsets', items.slice(0, 20))
      const list = new ScriptedList('offsets', async (asked) => ({ ...(await script(asked)), more: true }))
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error?.code).toBe('pagination')
      expect(texts).toEqual(textsOf(items.slice(0, 20)))
      expect(list.asked.length).toBeLessThanOrEqual(20)
    })

    test('ends numbered pages without a total', async () => {
      const many = makeItems(200)
      const list = new ScriptedList('numbered', serve('numbered', many))
      const { pages, texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(many))
      expect(pages.at(-1)).toEqual({ items: [], total: null, cursor: null })
    })

    test.each(STYLES)('that is the first of %s pages is the only request', async (style) => {
      const list = new ScriptedList(style, serve(style, []))
      const { pages, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(pages).toEqual([{ items: [], total: style === 'counted' ? 0 : null, cursor: null }])
      expect(list.asked).toHaveLength(1)
    })
  })

  test.each<{ style: Style; length: number; requests: number }>([
    { style: 'counted', length: 1, requests: 1 },
    { style: 'counted', length: 9, requests: 1 },
    // A full page is never the end because of its total alone.
    { style: 'counted', length: 10, requests: 2 },
    { style: 'offsets', length: 1, requests: 1 },
    { style: 'offsets', length: 9, requests: 1 },
    { style: 'offsets', length: 10, requests: 1 },
    { style: 'tokens', length: 1, requests: 1 },
    { style: 'tokens', length: 9, requests: 1 },
    { style: 'tokens', length: 10, requests: 1 },
    { style: 'numbered', length: 1, requests: 2 },
    { style: 'numbered', length: 9, requests: 2 },
  ])(
    '$length items in $style pages of 10 are read with no more requests than $requests',
    async ({ style, length, requests }) => {
      const items = makeItems(length)
      const list = new ScriptedList(style, serve(style, items))
      const { texts } = await outcomeOf(list.read({ concurrency }))
      expect(texts).toEqual(textsOf(items))
      expect(list.asked).toHaveLength(requests)
    },
  )

  test('a short last page with a total takes one request like any other', async () => {
    const list = new ScriptedList('counted', serve('counted', makeItems(35)))
    await list.read({ concurrency }).toArray()
    expect(list.positions).toEqual([1, 2, 3, 4])
  })
})

test('one full page in numbered pages takes one request more, one after another', async () => {
  const list = new ScriptedList('numbered', serve('numbered', makeItems(10)))
  await list.read({ concurrency: 1 }).toArray()
  expect(list.positions).toEqual([1, 2])
})

test('25: a first page that is empty although there is more can be gone on from', async () => {
  const items = makeItems(15)
  const read = serve('offsets', items)
  const list = new ScriptedList('offsets', (asked) =>
    asked.number === 1 ? { items: [], more: true } : read(asked),
  )
  const walk = list.read({ concurrency: 1 }).pages()[Symbol.asyncIterator]()
  const { value: page } = await walk.next()
  await walk.return?.()
  const rest = list.read({ concurrency: 1, ...(page?.cursor && { cursor: page.cursor }) })
  const { texts, error } = await outcomeOf(rest)
  expect(error).toBeNull()
  expect([...textsOf(page?.items ?? []), ...texts]).toEqual(textsOf(items))
})

test('offsets with pages of one item are joined by an overlap, as larger pages are', async () => {
  const list = new ScriptedList('offsets', withoutLink(makeItems(3)))
  const { texts } = await outcomeOf(list.read({ pageSize: 1, concurrency: 1 }))
  expect(texts).toHaveLength(3)
  expect(list.positions).toEqual([0, 0, 1, 2])
})
