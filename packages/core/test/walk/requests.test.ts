import type { ListResponse } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  respondOnce,
  ScriptedList,
  type ScriptedRequest,
  type ScriptedResponse,
  serve,
  serveWithoutLinks,
  settle,
  STYLES,
  textsOf,
} from './scripted-list.ts'

describe.each(STYLES)('a walk over %s pages', (style) => {
  const items = makeItems(500)

  test('sends its first request alone', async () => {
    const first = Promise.withResolvers<void>()
    const script = serve(style, items)
    const list = new ScriptedList(style, async (request) => {
      await first.promise
      return script(request)
    })
    const reading = list.read({ concurrency: 16 }).toArray()
    await settle()
    expect(list.requests).toHaveLength(1)
    first.resolve()
    expect(textsOf(await reading)).toEqual(textsOf(items))
  })

  test('yields the items of its first page before the second response arrives', async () => {
    const list = new ScriptedList(style, respondOnce(serve(style, items)))
    const yielded: string[] = []
    for await (const { text } of list.read()) {
      yielded.push(text)
      if (yielded.length === 10) break
    }
    expect(yielded).toEqual(textsOf(items.slice(0, 10)))
  })

  test.each([1, 2, 3, 16])('has at most %i requests in flight', async (concurrency) => {
    const list = new ScriptedList(style, serve(style, items))
    await list.read({ concurrency }).toArray()
    expect(list.mostInFlight).toBe(style === 'tokens' ? 1 : concurrency)
  })
})

test('a walk over offsets overlaps pages of one item by one item', async () => {
  const list = new ScriptedList('offsets', serveWithoutLinks(makeItems(3)))
  const { texts } = await outcomeOf(list.read({ pageSize: 1, concurrency: 1 }))
  expect(texts).toHaveLength(3)
  expect(list.positions).toEqual([0, 0, 1, 2])
})

test('a walk over numbered pages that resumes at the end of the list requests no page before it', async () => {
  const items = makeItems(63)
  const list = new ScriptedList('numbered', serve('numbered', items))
  const { pages } = await outcomeOf(list.read({ limit: 61 }))
  let cursor = pages.at(-1)?.cursor ?? undefined
  // It has seen the last page only, which is shorter than the others.
  const { pages: rest } = await outcomeOf(list.read({ cursor }))
  cursor = rest[0]?.cursor ?? undefined
  list.requests.length = 0
  expect(await outcomeOf(list.read({ cursor }))).toMatchObject({ texts: [], error: null })
  expect(list.positions).toEqual([7, 8])
})

test('a walk over counted pages requests the next page before it reads the one that has arrived', async () => {
  const list = new ScriptedList('counted', serve('counted', makeItems(65)))
  await list.read({ concurrency: 2 }).toArray()
  // The first of seven pages is requested alone. Then two pages beyond the current one are.
  expect(list.sentWhenRead).toEqual([1, 4, 5, 6, 7, 7, 7])
})

test('a sequential walk over counted pages reads each page before it requests the next one', async () => {
  const list = new ScriptedList('counted', serve('counted', makeItems(65)))
  await list.read({ concurrency: 1 }).toArray()
  expect(list.sentWhenRead).toEqual([1, 2, 3, 4, 5, 6, 7])
})

describe('while further requests wait for their turn, a walk over numbered pages', () => {
  test.each([
    ['sends the next one before it reads a page that has items', { mayBeEmpty }, [1, 3, 4, 7, 7, 8, 10]],
    ['reads a page that may be empty before it sends the next one', {}, [1, 3, 4, 6, 7, 8, 10]],
  ])('%s', async (_, declared, sentWhenRead) => {
    const list = new ScriptedList('numbered', serve('numbered', makeItems(65)), declared)
    await list.read({ concurrency: 2 }).toArray()
    expect(list.sentWhenRead.slice(0, 7)).toEqual(sentWhenRead)
  })

  test('sends none of them beyond an empty page', async () => {
    const list = new ScriptedList('numbered', serve('numbered', makeItems(25)), { mayBeEmpty })
    await list.read({ concurrency: 2 }).toArray()
    // The first page is requested again to prove that nothing has arrived.
    expect(list.positions).toEqual([1, 2, 3, 1, 4, 5, 1])
  })
})

test('a walk over numbered pages requests no more pages once one was empty', async () => {
  const list = new ScriptedList('numbered', serve('numbered', makeItems(65)), { mayBeEmpty })
  await list.read({ concurrency: 8 }).toArray()
  // Pages 9 to 15 were requested before page 8 arrived. At the end, the first page shows whether anything has arrived.
  expect(list.positions).toEqual([1, 2, 3, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 1])
})

test('a walk over counted pages requests ahead again after an empty page that others follow', async () => {
  const serveList = serve('counted', makeItems(200))
  let inFlight = 0
  const inFlightAt = new Map<number, number>()
  const script = async (request: ScriptedRequest): Promise<ScriptedResponse> => {
    inFlight += 1
    inFlightAt.set(request.position, inFlight)
    await settle()
    inFlight -= 1
    const response = await serveList(request)
    return request.position === 5 ? { ...response, items: [] } : response
  }
  const list = new ScriptedList('counted', script, { mayBeEmpty })
  await list.read({ concurrency: 3 }).toArray()
  expect(inFlightAt.get(15)).toBe(3)
})

function mayBeEmpty(received: unknown): boolean {
  return (received as ListResponse<Item>).items.length === 0
}
