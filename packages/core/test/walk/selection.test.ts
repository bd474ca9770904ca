import type { Selection } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  settle,
  STYLES,
  textsOf,
  unhandledRejectionsOf,
  type YieldedItem,
} from './scripted-list.ts'

const ITEMS = makeItems(400)
const EVEN = ITEMS.filter((_, index) => index % 2 === 0)
const indexOf = ({ id }: YieldedItem): number => Number(id?.slice('id-'.length))
const isEven = (item: YieldedItem): 'take' | 'skip' => (indexOf(item) % 2 === 0 ? 'take' : 'skip')

describe.each(STYLES)('a walk over %s pages that skips items', (style) => {
  test('yields the others, and no total', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages, texts } = await outcomeOf(list.read({ select: isEven, pageSize: 50 }))
    expect(texts).toEqual(textsOf(EVEN))
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([null]))
    expect(pages.at(-1)?.cursor).toBeNull()
  })

  test('counts only the items that it yields towards the limit', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const yielded = await list.read({ select: isEven, limit: 30 }).toArray()
    expect(textsOf(yielded)).toEqual(textsOf(EVEN.slice(0, 30)))
  })

  test.each([1, 7, 30])('leaves a cursor for the remaining items after %i items', async (limit) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages } = await outcomeOf(list.read({ select: isEven, limit }))
    const remaining = await list.read({ select: isEven, cursor: pages.at(-1)?.cursor ?? '' }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(EVEN.slice(limit)))
  })

  test('yields a page for each page that it reads, even if it is empty', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages, error } = await outcomeOf(list.read({ select: () => 'skip', pageSize: 50 }))
    expect(error).toBeNull()
    expect(pages.length).toBeGreaterThanOrEqual(8)
    expect(pages.flatMap(({ items }) => items)).toEqual([])
  })
})

const IN_A_ROW = 50

const isInFirstDozen = (item: YieldedItem): Selection => (indexOf(item) < 12 ? 'take' : 'beyond')

describe.each(STYLES)('a walk over %s pages with items beyond a bound', (style) => {
  test.each([0, 3, 10, 14, 29, 150])('yields the %i before them, and ends without a cursor', async (at) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const select = (item: YieldedItem): Selection => (indexOf(item) < at ? 'take' : 'beyond')
    const { pages, texts, error } = await outcomeOf(list.read({ select }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS.slice(0, at)))
    expect(pages.at(-1)?.cursor).toBeNull()
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([null]))
  })

  test.each([1, 7, IN_A_ROW - 1])('continues after %i of them in a row', async (beyond) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const isBeyond = (index: number): boolean => index >= 20 && index < 20 + beyond
    const select = (item: YieldedItem): Selection => (isBeyond(indexOf(item)) ? 'beyond' : 'take')
    const { texts, error } = await outcomeOf(list.read({ select }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS.filter((_, index) => !isBeyond(index))))
  })

  test('counts only items in a row, even across pages', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const select = (item: YieldedItem): Selection => (indexOf(item) % IN_A_ROW === 0 ? 'take' : 'beyond')
    await expect(list.read({ select }).toArray()).resolves.toHaveLength(ITEMS.length / IN_A_ROW)
  })

  test.each([1, 4, 16])(
    'prefetches at most one page from the first of them on, with concurrency %i',
    async (concurrency) => {
      const list = new ScriptedList(style, serve(style, ITEMS))
      const requestCounts: number[] = []
      for await (const _ of list.read({ select: isInFirstDozen, concurrency }).pages()) {
        await settle()
        requestCounts.push(list.requests.length)
      }
      // The first of them is on the second page. Until the walk reads it, it prefetches as many pages as any other walk.
      const later = requestCounts.slice(3).map((count, index) => count - (requestCounts[index + 2] ?? 0))
      expect(Math.max(0, ...later)).toBeLessThanOrEqual(style === 'numbered' ? 2 : 1)
      expect(list.requests.length).toBeLessThanOrEqual(10 + 2 * concurrency)
    },
  )

  test.each([0, 3, 75])(
    'sends no request after the last of 50 in a row, and aborts those in flight',
    async (at) => {
      const script = serve(style, ITEMS)
      const last = at + IN_A_ROW - 1
      const isEnded = Promise.withResolvers<number>()
      let unanswered = 0
      const list = new ScriptedList(style, (request) => {
        // Requests beyond the page of that item never receive a response.
        const isPage = style === 'counted' || style === 'numbered'
        const first = isPage ? (request.position - 1) * 50 : request.position
        if (first <= last || style === 'numbered') return script(request)
        unanswered += 1
        return new Promise(() => undefined)
      })
      const select = (item: YieldedItem): Selection => {
        if (indexOf(item) === last) isEnded.resolve(list.requests.length)
        return indexOf(item) < at ? 'take' : 'beyond'
      }
      const unhandled = await unhandledRejectionsOf(async () => {
        const yielded = await list.read({ select, pageSize: 50 }).toArray()
        expect(textsOf(yielded)).toEqual(textsOf(ITEMS.slice(0, at)))
        await settle()
      })
      expect(list.requests).toHaveLength(await isEnded.promise)
      expect(list.inFlight).toBe(0)
      const aborted = list.requests.filter(({ signal }) => signal.aborted)
      expect(aborted.length).toBeGreaterThanOrEqual(unanswered)
      expect(unhandled).toEqual([])
    },
  )
})

test.each([1, 2, 4, 16])(
  'a walk over counted pages sends nothing that it planned before the first item beyond a bound, with concurrency %i',
  async (concurrency) => {
    const script = serve('counted', ITEMS)
    let page = 1
    let isBeyond = false
    const pagesAhead: number[] = []
    const list = new ScriptedList('counted', (request) => {
      if (isBeyond) pagesAhead.push(request.position - page)
      return script(request)
    })
    const select = (item: YieldedItem): Selection => {
      page = Math.ceil((indexOf(item) + 1) / 10)
      isBeyond ||= indexOf(item) === 15
      return isBeyond ? 'beyond' : 'take'
    }
    // The second item of the second page plans requests. The sixth lies beyond the bound.
    const texts: string[] = []
    for await (const { text } of list.read({ select, concurrency })) texts.push(text)
    expect(texts).toEqual(textsOf(ITEMS.slice(0, 15)))
    expect(pagesAhead.filter((ahead) => ahead > 1)).toEqual([])
  },
)
