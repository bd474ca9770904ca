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

describe.each(STYLES)('a walk over %s pages that is told to stop', (style) => {
  test.each([0, 3, 10, 14, 29, 150])('at item %i gives what is before it, without a cursor', async (at) => {
    const list = new ScriptedList(style, serve(style, ITEMS))
    const select = (item: Given): 'take' | 'stop' => (indexOf(item) < at ? 'take' : 'stop')
    const { pages, texts, error } = await outcomeOf(list.read({ select }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS.slice(0, at)))
    expect(pages.at(-1)?.cursor).toBeNull()
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([null]))
  })

  test.each([0, 3, 75])('at item %i starts no request after that, and aborts those in flight', async (at) => {
    const script = serve(style, ITEMS)
    const isStopped = Promise.withResolvers<number>()
    let held = 0
    const list = new ScriptedList(style, (asked) => {
      // What lies beyond the page of that item is never answered.
      const isPage = style === 'counted' || style === 'numbered'
      const first = isPage ? (asked.position - 1) * 50 : asked.position
      if (first <= at || style === 'numbered') return script(asked)
      held += 1
      return new Promise(() => undefined)
    })
    const select = (item: Given): 'take' | 'stop' => {
      if (indexOf(item) < at) return 'take'
      isStopped.resolve(list.asked.length)
      return 'stop'
    }
    const unhandled = await unhandledBy(async () => {
      const given = await list.read({ select, pageSize: 50 }).toArray()
      expect(textsOf(given)).toEqual(textsOf(ITEMS.slice(0, at)))
      await settle()
    })
    expect(list.asked).toHaveLength(await isStopped.promise)
    expect(list.inFlight).toBe(0)
    const aborted = list.asked.filter(({ signal }) => signal.aborted)
    expect(aborted.length).toBeGreaterThanOrEqual(held)
    expect(unhandled).toEqual([])
  })
})
