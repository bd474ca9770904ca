import { describe, expect, test } from 'vitest'
import {
  makeItems,
  outcomeOf,
  respondOnce,
  type Script,
  ScriptedList,
  serve,
  settle,
  textsOf,
} from './scripted-list.ts'

describe('offsets with a link to the last page', () => {
  const items = makeItems(100)

  /** As iP.1's `Link` header: all pages state `last`, except the last page, which has no header. */
  const linked: Script = async (request) => {
    const { items: page, more } = await serve('offsets', items)(request)
    return more === true ? { items: page, more, last: 90 } : { items: page }
  }

  test('are prefetched up to the concurrency from the first page on', async () => {
    const list = new ScriptedList('offsets', respondOnce(linked))
    const pages = list.read({ concurrency: 4 }).pages()[Symbol.asyncIterator]()
    await pages.next()
    await settle()
    expect(list.positions).toEqual([0, 9, 19, 29, 39])
    await pages.return?.()
  })

  test.each([1, 4, 8])('are not requested beyond it with concurrency %i', async (concurrency) => {
    const list = new ScriptedList('offsets', linked)
    await expect(list.read({ concurrency }).toArray()).resolves.toHaveLength(100)
    // The last page is full and states no next one, so one more request proves the end.
    expect(list.positions).toEqual([0, 9, 19, 29, 39, 49, 59, 69, 79, 89, 99])
  })
})

describe.each([1, 4])('with concurrency %i, a last link [wrong-total]', (concurrency) => {
  test.each([Number.NaN, -1, 0, 10, 1_000_000_000, Infinity])(
    'to %d affects only which pages are prefetched',
    async (last) => {
      const items = makeItems(35)
      const correct = serve('offsets', items)
      const list = new ScriptedList('offsets', async (request) => ({ ...(await correct(request)), last }))
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(items))
      expect(list.requests.length).toBeLessThanOrEqual(4 + concurrency - 1)
    },
  )
})
