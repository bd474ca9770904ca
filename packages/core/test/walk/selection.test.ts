import type { Selection } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Given,
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  settle,
  STYLES,
  textsOf,
  unhandledBy,
} from './scripted-list.ts'

const ITEMS = makeItems(400)
const EVEN = ITEMS.filter((_, index) => index % 2 === 0)
const indexOf = ({ id }: Given): number => Number(id?.slice('id-'.length))
const isEven = (item: Given): 'take' | 'skip' => (indexOf(item) % 2 === 0 ? 'take' : 'skip')

describe.each(STYLES)('a walk over %s pages that skips items', (style) => {
  test('gives the others, and no total', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages, texts } = await outcomeOf(list.read({ select: isEven, pageSize: 50 }))
    expect(texts).toEqual(textsOf(EVEN))
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([null]))
    expect(pages.at(-1)?.cursor).toBeNull()
  })

  test('counts only what it gives towards the limit', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const given = await list.read({ select: isEven, limit: 30 }).toArray()
    expect(textsOf(given)).toEqual(textsOf(EVEN.slice(0, 30)))
  })

  test.each([1, 7, 30])('leaves a cursor for the rest after %i of them', async (limit) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages } = await outcomeOf(list.read({ select: isEven, limit }))
    const rest = await list.read({ select: isEven, cursor: pages.at(-1)?.cursor ?? '' }).toArray()
    expect(textsOf(rest)).toEqual(textsOf(EVEN.slice(limit)))
  })

  test('still has a page for each one read, be it empty', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const { pages, error } = await outcomeOf(list.read({ select: () => 'skip', pageSize: 50 }))
    expect(error).toBeNull()
    expect(pages.length).toBeGreaterThanOrEqual(8)
    expect(pages.flatMap(({ items }) => items)).toEqual([])
  })
})

const IN_A_ROW = 50

const isInFirstDozen = (item: Given): Selection => (indexOf(item) < 12 ? 'take' : 'beyond')

describe.each(STYLES)('a walk over %s pages in which items lie beyond what is wanted', (style) => {
  test.each([0, 3, 10, 14, 29, 150])('yields the %i before them, and ends without a cursor', async (at) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const select = (item: Given): Selection => (indexOf(item) < at ? 'take' : 'beyond')
    const { pages, texts, error } = await outcomeOf(list.read({ select }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS.slice(0, at)))
    expect(pages.at(-1)?.cursor).toBeNull()
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([null]))
  })

  test.each([1, 7, IN_A_ROW - 1])('resumes its reading after %i of them in a row', async (beyond) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const isBeyond = (index: number): boolean => index >= 20 && index < 20 + beyond
    const select = (item: Given): Selection => (isBeyond(indexOf(item)) ? 'beyond' : 'take')
    const { texts, error } = await outcomeOf(list.read({ select }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS.filter((_, index) => !isBeyond(index))))
  })

  test('counts only those in a row, from one page to the next', async () => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const select = (item: Given): Selection => (indexOf(item) % IN_A_ROW === 0 ? 'take' : 'beyond')
    await expect(list.read({ select }).toArray()).resolves.toHaveLength(ITEMS.length / IN_A_ROW)
  })

  test.each([1, 4, 16])('requests one page ahead of them at most, with %i at once', async (concurrency) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const asked: number[] = []
    for await (const _ of list.read({ select: isInFirstDozen, concurrency }).pages()) {
      await settle()
      asked.push(list.asked.length)
    }
    // Before the first of them is read, on the second page, as many are requested ahead as for any other walk.
    const later = asked.slice(3).map((number, index) => number - (asked[index + 2] ?? 0))
    expect(Math.max(0, ...later)).toBeLessThanOrEqual(style === 'numbered' ? 2 : 1)
    expect(list.asked.length).toBeLessThanOrEqual(10 + 2 * concurrency)
  })

  test.each([0, 3, 75])(
    'starts no request after the last of a row, and aborts those in flight',
    async (at) => {
      const script = serve(style, ITEMS)
      const last = at + IN_A_ROW - 1
      const isEnded = Promise.withResolvers<number>()
      let held = 0
      const list = new ScriptedList(style, (asked) => {
        // What lies beyond the page of that item is never answered.
        const isPage = style === 'counted' || style === 'numbered'
        const first = isPage ? (asked.position - 1) * 50 : asked.position
        if (first <= last || style === 'numbered') return script(asked)
        held += 1
        return new Promise(() => undefined)
      })
      const select = (item: Given): Selection => {
        if (indexOf(item) === last) isEnded.resolve(list.asked.length)
        return indexOf(item) < at ? 'take' : 'beyond'
      }
      const unhandled = await unhandledBy(async () => {
        const given = await list.read({ select, pageSize: 50 }).toArray()
        expect(textsOf(given)).toEqual(textsOf(ITEMS.slice(0, at)))
        await settle()
      })
      expect(list.asked).toHaveLength(await isEnded.promise)
      expect(list.inFlight).toBe(0)
      const aborted = list.asked.filter(({ signal }) => signal.aborted)
      expect(aborted.length).toBeGreaterThanOrEqual(held)
      expect(unhandled).toEqual([])
    },
  )
})
