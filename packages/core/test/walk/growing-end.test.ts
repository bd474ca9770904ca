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

test('a resumed walk over numbered pages survives that the last page grows in each reading', async () => {
  const items = makeItems(20)
  let length = 5
  let isGrowing = false
  const list = new ScriptedList('numbered', ({ position, size, ...request }) => {
    const response = serve('numbered', items.slice(0, length))({ position, size, ...request })
    if (position === 2) isGrowing = true
    // Before the walk requests the page behind a short one, items arrive on both.
    if (isGrowing && position > 2 && length < position * size) {
      isGrowing = false
      length += 2
    }
    return response
  })
  const first = await outcomeOf(list.read({ pageSize: 2, concurrency: 1, limit: 3 }))
  const cursor = first.pages.at(-1)?.cursor ?? ''
  const { texts, error } = await outcomeOf(list.read({ pageSize: 2, concurrency: 1, cursor }))
  expect(error).toBeNull()
  expect(texts).toEqual(textsOf(items.slice(3, 3 + texts.length)))
})
