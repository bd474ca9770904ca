import type { Page } from '@sms/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  makeItems,
  outcomeOf,
  respondOnce,
  ScriptedList,
  serve,
  settle,
  STYLES,
  textsOf,
  unhandledRejectionsOf,
  type YieldedItem,
} from './scripted-list.ts'

const ITEMS = makeItems(95)
const DONE = { done: true, value: undefined }

class CallerError extends Error {}

/** Expects that the walk sends no further request and has aborted those in flight. */
async function expectQuiet(list: ScriptedList, requestCount: number): Promise<void> {
  await settle()
  expect(list.requests).toHaveLength(requestCount)
  expect(list.inFlight).toBe(0)
  expect(list.requests.slice(1).every(({ signal }) => signal.aborted)).toBe(true)
}

describe.each(STYLES)('a walk over %s pages [iteration]', (style) => {
  const complete = (): ScriptedList => new ScriptedList(style, serve(style, ITEMS))
  const respondingOnce = (): ScriptedList => new ScriptedList(style, respondOnce(serve(style, ITEMS)))
  const unresponsive = (): ScriptedList => new ScriptedList(style, () => new Promise(() => undefined))

  test('requests nothing before the first `next()`', async () => {
    const list = complete()
    const walk = list.read()
    walk[Symbol.asyncIterator]()
    walk.pages()[Symbol.asyncIterator]()
    await settle()
    expect(list.requests).toEqual([])
  })

  test('yields each item once and in order to parallel calls of `next()`, with the same requests', async () => {
    const sequential = complete()
    await sequential.read().toArray()
    const list = complete()
    const iterator = list.read()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: ITEMS.length + 5 }, () => iterator.next()))
    const yielded = results.flatMap(({ done, value }) => (done === true ? [] : [value]))
    expect(textsOf(yielded)).toEqual(textsOf(ITEMS))
    expect(results.slice(ITEMS.length)).toEqual(Array.from({ length: 5 }, () => DONE))
    expect(list.positions).toEqual(sequential.positions)
  })

  test('yields each page once and in order to parallel calls of `next()`, with the same requests', async () => {
    const sequential = complete()
    const { pages } = await outcomeOf(sequential.read())
    const list = complete()
    const iterator = list.read().pages()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: pages.length + 3 }, () => iterator.next()))
    expect(results.slice(0, pages.length).map(({ value }) => value as Page<YieldedItem>)).toEqual(pages)
    expect(results.slice(pages.length)).toEqual([DONE, DONE, DONE])
    expect(list.positions).toEqual(sequential.positions)
  })

  test('is independent of another iteration of the same list', async () => {
    const alone = complete()
    await alone.read().toArray()
    const list = complete()
    const walk = list.read()
    const [one, other] = await Promise.all([walk.toArray(), walk.toArray()])
    expect(textsOf(one)).toEqual(textsOf(ITEMS))
    expect(textsOf(other)).toEqual(textsOf(ITEMS))
    expect(list.requests).toHaveLength(2 * alone.requests.length)
  })

  test('continues after another iteration ends at a break', async () => {
    const walk = complete().read()
    const other = walk.toArray()
    for await (const _ of walk) break
    expect(textsOf(await other)).toEqual(textsOf(ITEMS))
  })

  test('aborts requests in flight and sends no more after a break between items', async () => {
    const list = respondingOnce()
    const unhandled = await unhandledRejectionsOf(async () => {
      let yieldedCount = 0
      for await (const _ of list.read()) {
        await settle()
        yieldedCount += 1
        if (yieldedCount === 1) continue
        expect(list.inFlight).toBeGreaterThan(0)
        break
      }
      await expectQuiet(list, list.requests.length)
    })
    expect(unhandled).toEqual([])
  })

  test('prefetches the next page even if the caller blocks', async () => {
    const items = respondingOnce()
    let yieldedCount = 0
    for await (const _ of items.read()) {
      yieldedCount += 1
      if (yieldedCount === 2) break
    }
    expect(items.requests.length).toBeGreaterThan(1)
    const pages = respondingOnce()
    for await (const _ of pages.read().pages()) break
    expect(pages.requests.length).toBeGreaterThan(1)
  })

  test('sends one request if the caller breaks at the first item', async () => {
    const list = respondingOnce()
    for await (const _ of list.read()) {
      await settle()
      break
    }
    await settle()
    expect(list.requests).toHaveLength(1)
  })

  test('aborts requests in flight and sends no more after a break between pages', async () => {
    const list = respondingOnce()
    const unhandled = await unhandledRejectionsOf(async () => {
      for await (const _ of list.read().pages()) {
        await settle()
        expect(list.inFlight).toBeGreaterThan(0)
        break
      }
      await expectQuiet(list, list.requests.length)
    })
    expect(unhandled).toEqual([])
  })

  test.each(['items', 'pages'] as const)(
    'aborts requests in flight if a loop over %s throws, and the error reaches the caller',
    async (what) => {
      const list = respondingOnce()
      const unhandled = await unhandledRejectionsOf(async () => {
        const reading = (async () => {
          const walk = list.read()
          for await (const _ of what === 'items' ? walk : walk.pages()) {
            await settle()
            throw new CallerError('enough')
          }
        })()
        await expect(reading).rejects.toThrow(CallerError)
        await expectQuiet(list, list.requests.length)
      })
      expect(unhandled).toEqual([])
    },
  )

  test.each(['items', 'pages'] as const)('ends a pending `next()` of %s on `return()`', async (what) => {
    const list = unresponsive()
    const walk = list.read()
    const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
    const unhandled = await unhandledRejectionsOf(async () => {
      const pending = iterator.next()
      await settle()
      expect(list.inFlight).toBe(1)
      expect(await iterator.return?.()).toEqual(DONE)
      expect(await pending).toEqual(DONE)
      expect(await iterator.next()).toEqual(DONE)
      expect(list.requests.map(({ signal }) => signal.aborted)).toEqual([true])
      await expectQuiet(list, 1)
    })
    expect(unhandled).toEqual([])
  })

  test.each(['items', 'pages'] as const)('ends every pending `next()` of %s on `return()`', async (what) => {
    const list = unresponsive()
    const walk = list.read()
    const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
    const pending = [iterator.next(), iterator.next(), iterator.next()]
    await settle()
    await iterator.return?.()
    expect(await Promise.all(pending)).toEqual([DONE, DONE, DONE])
    await expectQuiet(list, 1)
  })

  test.each(['items', 'pages'] as const)(
    'requests nothing if `return()` of %s comes before the first `next()`',
    async (what) => {
      const list = complete()
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      expect(await iterator.return?.()).toEqual(DONE)
      expect(await iterator.next()).toEqual(DONE)
      await settle()
      expect(list.requests).toEqual([])
    },
  )

  test.each(['items', 'pages'] as const)(
    'returns `done` from each `next()` of %s after the end',
    async (what) => {
      const list = complete()
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      while ((await iterator.next()).done !== true) expect(list.requests.length).toBeGreaterThan(0)
      const requestCount = list.requests.length
      expect([await iterator.next(), await iterator.next(), await iterator.return?.()]).toEqual([
        DONE,
        DONE,
        DONE,
      ])
      await settle()
      expect(list.requests).toHaveLength(requestCount)
    },
  )

  test.each(['items', 'pages'] as const)(
    'returns `done` from each `next()` of %s after an error',
    async (what) => {
      const list = new ScriptedList(style, () => Promise.reject(new CallerError('no')))
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      await expect(iterator.next()).rejects.toThrow(CallerError)
      expect([await iterator.next(), await iterator.next()]).toEqual([DONE, DONE])
      await settle()
      expect(list.requests).toHaveLength(1)
    },
  )

  test('rejects one of several pending calls of `next()` if the page fails, and returns `done` from the others', async () => {
    const list = new ScriptedList(style, () => Promise.reject(new CallerError('no')))
    const iterator = list.read()[Symbol.asyncIterator]()
    const unhandled = await unhandledRejectionsOf(async () => {
      const results = await Promise.allSettled([iterator.next(), iterator.next(), iterator.next()])
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    })
    expect(unhandled).toEqual([])
    expect(list.requests).toHaveLength(1)
  })

  test('leaves no request in flight after the end', async () => {
    const list = complete()
    await list.read({ concurrency: 16 }).toArray()
    await settle()
    expect(list.inFlight).toBe(0)
  })
})

test.each(STYLES)('a walk over %s pages works with fake timers', async (style) => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const list = new ScriptedList(style, serve(style, ITEMS))
  const yielded: string[] = []
  for await (const { text } of list.read()) yielded.push(text)
  expect(yielded).toEqual(textsOf(ITEMS))
})
