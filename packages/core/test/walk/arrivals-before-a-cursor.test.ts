import { describe, expect, test } from 'vitest'
import { type Item, makeItems, outcomeOf, ScriptedList, serve, STYLES, textsOf } from './scripted-list.ts'

const NEWEST_FIRST = { newestFirst: true }

/** Items that have arrived in front of a list, the newest first. */
const arrived = (count: number): Item[] => makeItems(count, 100).toReversed()

describe.each([1, 4])('with concurrency %i', (concurrency) => {
  test.each(STYLES)(
    'no item comes twice if more arrive in front of a cursor in %s pages than it names',
    async (style) => {
      const [oldest] = makeItems(1) as [Item]
      let stored = [oldest]
      const list = new ScriptedList(style, (request) => serve(style, stored)(request), NEWEST_FIRST)
      const texts: string[] = []
      let cursor: string | null | undefined
      for (let limit = 1; cursor !== null && texts.length < 100; limit = 17) {
        // A walk that selects requests full pages.
        const settings = { pageSize: 2, concurrency, limit, cursor, select: () => 'take' as const }
        const { pages, texts: next, error } = await outcomeOf(list.read(settings))
        expect(error).toBeNull()
        texts.push(...next)
        cursor = pages.at(-1)?.cursor ?? null
        stored = [...arrived(39), oldest]
      }
      expect(texts).toContain(oldest.text)
      expect(texts).toEqual([...new Set(texts)])
    },
  )

  test('a resumed walk over offsets survives arrivals if the first item of the list has vanished', async () => {
    const items = makeItems(8)
    let readings = 0
    const list = new ScriptedList(
      'offsets',
      (request) => {
        // One more item has arrived each time that the walk reads from its cursor.
        if (request.position <= 2) readings += 1
        const now = readings === 1 ? items : [...arrived(readings + 1), ...items.slice(1)]
        return serve('offsets', now)(request)
      },
      NEWEST_FIRST,
    )
    const first = await outcomeOf(list.read({ pageSize: 4, concurrency, limit: 3 }))
    expect(first.texts).toEqual(textsOf(items.slice(0, 3)))
    const cursor = first.pages.at(-1)?.cursor ?? ''
    const { texts, error } = await outcomeOf(list.read({ pageSize: 4, concurrency, cursor }))
    expect(error).toBeNull()
    const known = new Set(textsOf(items))
    expect(texts.filter((text) => known.has(text))).toEqual(textsOf(items.slice(3)))
  })

  test('a resumed walk over offsets yields an item that has moved in front of its cursor', async () => {
    const items = makeItems(12)
    let stored = items
    const list = new ScriptedList('offsets', (request) => serve('offsets', stored)(request), NEWEST_FIRST)
    const first = await outcomeOf(list.read({ pageSize: 4, concurrency, limit: 6 }))
    stored = [...items.slice(0, 5), ...items.slice(11), ...items.slice(5, 11)]
    const cursor = first.pages.at(-1)?.cursor ?? ''
    const { texts, error } = await outcomeOf(list.read({ pageSize: 4, concurrency, cursor }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf([...items.slice(11), ...items.slice(6, 11)]))
  })
})
