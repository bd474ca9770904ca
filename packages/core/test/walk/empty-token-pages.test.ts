import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, type Script, ScriptedList, serve, textsOf } from './scripted-list.ts'
import { servePages } from './token-pages.ts'

const MOST_WITHOUT_NEW_ITEMS = 100

const ITEMS = makeItems(35)

/** Serves the list with this many empty pages after each page. */
function withEmptyPages(count: number): Script {
  const script = serve('tokens', ITEMS)
  return async (request) => {
    const [position = 0, empty = 0] = request.token?.split(' ').map(Number) ?? []
    if (empty > 0) return { items: [], next: `${position} ${empty - 1}` }
    const { items, next } = await script({ ...request, position })
    return { items, next: next ? `${next} ${count}` : null }
  }
}

describe('an empty page [empty-page]', () => {
  test.each([1, 2, MOST_WITHOUT_NEW_ITEMS])(
    'with a token does not end a list, even %i in a row',
    async (count) => {
      const list = new ScriptedList('tokens', withEmptyPages(count))
      const { pages, texts, error } = await outcomeOf(list.read())
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(ITEMS))
      expect(pages).toHaveLength(4 + 3 * count)
    },
  )

  test('with a token has a cursor from which a walk is resumed', async () => {
    const script = withEmptyPages(3)
    const { pages } = await outcomeOf(new ScriptedList('tokens', script).read())
    let yieldedCount = 0
    for (const { items, cursor } of pages) {
      yieldedCount += items.length
      if (cursor === null) continue
      const remaining = await new ScriptedList('tokens', script).read({ cursor }).toArray()
      expect(textsOf(remaining)).toEqual(textsOf(ITEMS.slice(yieldedCount)))
    }
    expect(yieldedCount).toBe(ITEMS.length)
  })

  test('without a token ends the list', async () => {
    const list = new ScriptedList('tokens', servePages({ '': [ITEMS.slice(0, 10), 'A'], A: [[], null] }))
    const { pages, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(pages.map(({ items }) => items.length)).toEqual([10, 0])
    expect(pages.at(-1)?.cursor).toBeNull()
  })
})
