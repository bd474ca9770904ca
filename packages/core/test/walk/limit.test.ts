import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, type Style, STYLES, textsOf } from './scripted-list.ts'

describe.each([1, 4])('with concurrency %i, a limit', (concurrency) => {
  test.each(STYLES.flatMap((style) => [1, 5, 9, 10].map((limit) => ({ style, limit }))))(
    'of $limit takes one request for $style pages of 10',
    async ({ style, limit }) => {
      const items = makeItems(100)
      const list = new ScriptedList(style, serve(style, items))
      expect(textsOf(await list.read({ limit, concurrency }).toArray())).toEqual(
        textsOf(items.slice(0, limit)),
      )
      expect(list.requests).toHaveLength(1)
    },
  )

  // Two numbered pages that were requested at the same time need a later page to prove that they are adjacent.
  test.each<{ style: Style; requests: number }>([
    { style: 'counted', requests: 3 },
    { style: 'offsets', requests: 3 },
    { style: 'tokens', requests: 3 },
    { style: 'numbered', requests: concurrency === 1 ? 3 : 4 },
  ])('of two and a half $style pages takes at most $requests requests', async ({ style, requests }) => {
    const items = makeItems(400)
    const list = new ScriptedList(style, serve(style, items))
    const yielded = await list.read({ limit: 125, pageSize: 50, concurrency }).toArray()
    expect(textsOf(yielded)).toEqual(textsOf(items.slice(0, 125)))
    expect(list.requests.length).toBeLessThanOrEqual(requests)
  })

  test.each(STYLES.flatMap((style) => [1, 9, 10, 11, 25, 34].map((limit) => ({ style, limit }))))(
    'of $limit leaves a cursor for exactly the remaining items of $style pages',
    async ({ style, limit }) => {
      const items = makeItems(35)
      const list = new ScriptedList(style, serve(style, items))
      const { pages, texts } = await outcomeOf(list.read({ limit, concurrency }))
      expect(texts).toEqual(textsOf(items.slice(0, limit)))
      const cursor = pages.at(-1)?.cursor
      expect(cursor).toEqual(expect.any(String))
      const remaining = await list.read({ concurrency, cursor: cursor ?? '' }).toArray()
      expect(textsOf(remaining)).toEqual(textsOf(items.slice(limit)))
    },
  )

  test.each(
    (['counted', 'offsets', 'tokens'] as const).flatMap((style) =>
      // After a full page of a counted list, only another request proves the end.
      (style === 'counted' ? [35] : [10, 35, 40]).map((length) => ({ style, length })),
    ),
  )('of all $length items in $style pages ends without a cursor', async ({ style, length }) => {
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
  ])('of all $length items in $style pages leaves no further item to a cursor', async ({ style, length }) => {
    const list = new ScriptedList(style, serve(style, makeItems(length)))
    const { pages } = await outcomeOf(list.read({ limit: length, concurrency }))
    const cursor = pages.at(-1)?.cursor ?? null
    expect(cursor === null ? [] : await list.read({ concurrency, cursor }).toArray()).toEqual([])
  })
})
