import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, textsOf } from './scripted-list.ts'
import { cursorAfter } from './token-pages.ts'

const ITEMS = makeItems(35)

describe('a walk over tokens that are offsets', () => {
  test.each([1, 3, 10, 20])('yields each item once if %i items arrive in front', async (count) => {
    const items = [...ITEMS]
    const script = serve('tokens', items)
    const list = new ScriptedList('tokens', (request) => {
      if (request.number === 2) items.unshift(...makeItems(count, 1000))
      return script(request)
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    // Items that arrive during the walk may be yielded.
    expect(texts.filter((text) => textsOf(ITEMS).includes(text))).toEqual(textsOf(ITEMS))
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('yields an item once if a page includes it twice', async () => {
    const list = new ScriptedList('tokens', () => ({ items: [...ITEMS, ...ITEMS.slice(0, 5)], next: null }))
    expect(textsOf(await list.read().toArray())).toEqual(textsOf(ITEMS))
  })

  test.each([1, 10, 16])('is resumed from a cursor after %i items have arrived in front', async (count) => {
    const items = [...ITEMS]
    const script = serve('tokens', items)
    for (const readCount of [10, 15]) {
      items.splice(0, items.length, ...ITEMS)
      const cursor = await cursorAfter(readCount, script)
      items.unshift(...makeItems(count, 1000))
      const remaining = await new ScriptedList('tokens', script).read({ cursor }).toArray()
      expect(textsOf(remaining), `after ${readCount}`).toEqual(textsOf(ITEMS.slice(readCount)))
    }
  })

  test('is resumed in smaller pages from a page that began with known items', async () => {
    const items = makeItems(90)
    const script = serve('tokens', items)
    const list = new ScriptedList('tokens', (request) => {
      if (request.number === 2) items.unshift(...makeItems(20, 1000))
      return script(request)
    })
    const { pages } = await outcomeOf(list.read({ pageSize: 30, limit: 33, select: () => 'take' }))
    const cursor = pages.at(-1)?.cursor ?? ''
    const remaining = await new ScriptedList('tokens', script).read({ cursor, pageSize: 5 }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(makeItems(57, 33)))
  })
})
