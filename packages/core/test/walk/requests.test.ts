import { describe, expect, test } from 'vitest'
import {
  holdAfterFirst,
  makeItems,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  settle,
  STYLES,
  type Style,
  textsOf,
} from './scripted-list.ts'

describe.each(STYLES)('a walk over %s pages', (style) => {
  const items = makeItems(500)

  test('sends its first request alone', async () => {
    const first = Promise.withResolvers<void>()
    const script = serve(style, items)
    const list = new ScriptedList(style, async (asked) => {
      await first.promise
      return script(asked)
    })
    const reading = list.read({ concurrency: 16 }).toArray()
    await settle()
    expect(list.asked).toHaveLength(1)
    first.resolve()
    expect(textsOf(await reading)).toEqual(textsOf(items))
  })

  test('gives the items of its first page before any second answer', async () => {
    const list = new ScriptedList(style, holdAfterFirst(serve(style, items)))
    const given: string[] = []
    for await (const { text } of list.read()) {
      given.push(text)
      if (given.length === 10) break
    }
    expect(given).toEqual(textsOf(items.slice(0, 10)))
  })

  test.each([1, 2, 3, 16])('never has more than %i requests in flight', async (concurrency) => {
    const list = new ScriptedList(style, serve(style, items))
    await list.read({ concurrency }).toArray()
    expect(list.mostInFlight).toBe(style === 'tokens' ? 1 : concurrency)
  })
})

describe.each([1, 4])('with %i requests at once, a limit', (concurrency) => {
  test.each(STYLES.flatMap((style) => [1, 5, 9, 10].map((limit) => ({ style, limit }))))(
    'of $limit takes one request of $style pages of 10',
    async ({ style, limit }) => {
      const items = makeItems(100)
      const list = new ScriptedList(style, serve(style, items))
      expect(textsOf(await list.read({ limit, concurrency }).toArray())).toEqual(
        textsOf(items.slice(0, limit)),
      )
      expect(list.asked).toHaveLength(1)
    },
  )

  // Two numbered pages that were asked for at the same time follow each other only if a later one proves it.
  test.each<{ style: Style; requests: number }>([
    { style: 'counted', requests: 3 },
    { style: 'offsets', requests: 3 },
    { style: 'tokens', requests: 3 },
    { style: 'numbered', requests: concurrency === 1 ? 3 : 4 },
  ])('of two and a half $style pages takes at most $requests requests', async ({ style, requests }) => {
    const items = makeItems(400)
    const list = new ScriptedList(style, serve(style, items))
    const given = await list.read({ limit: 125, pageSize: 50, concurrency }).toArray()
    expect(textsOf(given)).toEqual(textsOf(items.slice(0, 125)))
    expect(list.asked.length).toBeLessThanOrEqual(requests)
  })

  test.each(STYLES.flatMap((style) => [1, 9, 10, 11, 25, 34].map((limit) => ({ style, limit }))))(
    'of $limit leaves a cursor that gives exactly the rest of $style pages',
    async ({ style, limit }) => {
      const items = makeItems(35)
      const list = new ScriptedList(style, serve(style, items))
      const { pages, texts } = await outcomeOf(list.read({ limit, concurrency }))
      expect(texts).toEqual(textsOf(items.slice(0, limit)))
      const cursor = pages.at(-1)?.cursor
      expect(cursor).toEqual(expect.any(String))
      const rest = await list.read({ concurrency, cursor: cursor ?? '' }).toArray()
      expect(textsOf(rest)).toEqual(textsOf(items.slice(limit)))
    },
  )

  test.each(
    (['counted', 'offsets', 'tokens'] as const).flatMap((style) =>
      // A full last page of a list that is only counted may not be the last.
      (style === 'counted' ? [35] : [10, 35, 40]).map((length) => ({ style, length })),
    ),
  )('of all $length items of $style pages ends without a cursor', async ({ style, length }) => {
    const items = makeItems(length)
    const list = new ScriptedList(style, serve(style, items))
    const { pages, texts } = await outcomeOf(list.read({ limit: length, concurrency }))
    expect(texts).toEqual(textsOf(items))
    expect(pages.at(-1)?.cursor).toBeNull()
  })

  test.each<{ style: Style; length: number }>([
    { style: 'numbered', length: 35 },
    { style: 'counted', length: 10 },
    { style: 'counted', length: 40 },
  ])('of all $length items of $style pages leaves nothing for the cursor', async ({ style, length }) => {
    const list = new ScriptedList(style, serve(style, makeItems(length)))
    const { pages } = await outcomeOf(list.read({ limit: length, concurrency }))
    const cursor = pages.at(-1)?.cursor ?? null
    expect(cursor === null ? [] : await list.read({ concurrency, cursor }).toArray()).toEqual([])
  })
})

describe('offsets whose provider says where the last page starts', () => {
  const items = makeItems(100)

  /** As a `Link` header tells it: with `last` on all pages but that one, which has no header. */
  const linked: Script = async (asked) => {
    const { items: page, more } = await serve('offsets', items)(asked)
    return more === true ? { items: page, more, last: 90 } : { items: page }
  }

  test('are asked for as far ahead as allowed from the first page on', async () => {
    const list = new ScriptedList('offsets', holdAfterFirst(linked))
    const pages = list.read({ concurrency: 4 }).pages()[Symbol.asyncIterator]()
    await pages.next()
    await settle()
    expect(list.positions).toEqual([0, 9, 19, 29, 39])
    await pages.return?.()
  })

  test.each([1, 4, 8])('are not asked for beyond it with %i at once', async (concurrency) => {
    const list = new ScriptedList('offsets', linked)
    await expect(list.read({ concurrency }).toArray()).resolves.toHaveLength(100)
    // The last page is full and says nothing of a next one, so that it takes one more to be sure.
    expect(list.positions).toEqual([0, 9, 19, 29, 39, 49, 59, 69, 79, 89, 99])
  })
})
