import { describe, expect, test } from 'vitest'
import {
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  serveWithoutLinks,
  STYLES,
  textsOf,
  type YieldedItem,
} from './scripted-list.ts'

const CAPPED = makeItems(101)

describe.each([1, 4])('with concurrency %i', (concurrency) => {
  describe.each(STYLES)('a server of %s pages [silent-cap]', (style) => {
    test.each([1, 2, 7, 20])(
      'that sends at most %i items for each request is read to its end',
      async (cap) => {
        const list = new ScriptedList(style, serve(style, CAPPED, cap))
        const { pages, texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
        expect(error).toBeNull()
        expect(texts).toEqual(textsOf(CAPPED))
        expect(pages.at(-1)?.cursor).toBeNull()
      },
    )

    test.each([1, 2, 7, 20])(
      'that sends at most %i items for each request is resumed from any cursor',
      async (cap) => {
        const list = new ScriptedList(style, serve(style, CAPPED, cap))
        const { pages } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
        const before: YieldedItem[] = []
        for (const { items, cursor } of pages) {
          before.push(...items)
          if (cursor === null) continue
          const resumed = new ScriptedList(style, serve(style, CAPPED, cap))
          const remaining = await resumed.read({ pageSize: 50, concurrency, cursor }).toArray()
          expect(textsOf(remaining)).toEqual(textsOf(CAPPED.slice(before.length)))
        }
        expect(before).toHaveLength(CAPPED.length)
      },
    )
  })

  test.each([2, 7, 20])(
    'a server of counted pages that sends at most %i items is resumed with larger pages than before',
    async (cap) => {
      for (const limit of [1, 20, 40, 99, 100]) {
        const list = new ScriptedList('counted', serve('counted', CAPPED, cap))
        const { pages } = await outcomeOf(list.read({ pageSize: 1, limit, concurrency }))
        const cursor = pages.at(-1)?.cursor ?? undefined
        for (const pageSize of [5, 26, 50]) {
          const { texts, error } = await outcomeOf(list.read({ pageSize, concurrency, cursor }))
          expect(error, `after ${limit} items, in pages of ${pageSize}`).toBeNull()
          expect(texts).toEqual(textsOf(CAPPED.slice(limit)))
        }
      }
    },
  )

  test.each([1, 2, 7, 20])('a short page of %i items without a link is not the end', async (cap) => {
    const list = new ScriptedList('offsets', serveWithoutLinks(CAPPED, cap))
    const { texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(CAPPED))
  })
})
