import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, textsOf } from './scripted-list.ts'

const ITEMS = makeItems(140)
const BEFORE = ITEMS.slice(0, 118)

describe.each([1, 2, 4])('numbered pages, oldest first, with concurrency %i', (concurrency) => {
  // Page 12 has eight items, and more once others have arrived.
  test.each(Array.from({ length: 20 }, (_, at) => at + 1))(
    'the walk leaves no gap if items arrive at the end of the list from request %i on',
    async (first) => {
      const list = new ScriptedList('numbered', (request) =>
        serve('numbered', request.number < first ? BEFORE : ITEMS)(request),
      )
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts.length).toBeGreaterThanOrEqual(BEFORE.length)
      expect(texts).toEqual(textsOf(ITEMS.slice(0, texts.length)))
    },
  )

  test('a list whose pages have different lengths costs two more requests for each reading', async () => {
    const list = new ScriptedList('numbered', ({ position }) => ({
      items: ITEMS.slice((position - 1) * 10, position * 10 - (position % 3)),
    }))
    const { texts, error } = await outcomeOf(list.read({ concurrency }))
    expect(error).toBeNull()
    expect(texts).toHaveLength(125)
    expect(list.requests.length).toBeLessThanOrEqual([48, 56, 60][[1, 2, 4].indexOf(concurrency)] ?? 0)
  })
})
