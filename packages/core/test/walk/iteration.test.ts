import type { Page } from '@sms/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type Given,
  holdAfterFirst,
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  settle,
  STYLES,
  textsOf,
  unhandledBy,
} from './scripted-list.ts'

const ITEMS = makeItems(95)
const DONE = { done: true, value: undefined }

class ConsumerError extends Error {}

/** Nothing more is asked for, and what was on its way is aborted. */
async function expectQuiet(list: ScriptedList, asked: number): Promise<void> {
  await settle()
  expect(list.asked).toHaveLength(asked)
  expect(list.inFlight).toBe(0)
  expect(list.asked.slice(1).every(({ signal }) => signal.aborted)).toBe(true)
}

describe.each(STYLES)('27: over %s pages', (style) => {
  const honest = (): ScriptedList => new ScriptedList(style, serve(style, ITEMS))
  const held = (): ScriptedList => new ScriptedList(style, holdAfterFirst(serve(style, ITEMS)))
  const silent = (): ScriptedList => new ScriptedList(style, () => new Promise(() => undefined))

  test('nothing is requested before the first item or page is', async () => {
    const list = honest()
    const walk = list.read()
    walk[Symbol.asyncIterator]()
    walk.pages()[Symbol.asyncIterator]()
    await settle()
    expect(list.asked).toEqual([])
  })

  test('items taken in parallel come once and in order, by the same requests', async () => {
    const sequential = honest()
    await sequential.read().toArray()
    const list = honest()
    const iterator = list.read()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: ITEMS.length + 5 }, () => iterator.next()))
    const given = results.flatMap(({ done, value }) => (done === true ? [] : [value]))
    expect(textsOf(given)).toEqual(textsOf(ITEMS))
    expect(results.slice(ITEMS.length)).toEqual(Array.from({ length: 5 }, () => DONE))
    expect(list.positions).toEqual(sequential.positions)
  })

  test('pages taken in parallel come once and in order, by the same requests', async () => {
    const sequential = honest()
    const { pages } = await outcomeOf(sequential.read())
    const list = honest()
    const iterator = list.read().pages()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: pages.length + 3 }, () => iterator.next()))
    expect(results.slice(0, pages.length).map(({ value }) => value as Page<Given>)).toEqual(pages)
    expect(results.slice(pages.length)).toEqual([DONE, DONE, DONE])
    expect(list.positions).toEqual(sequential.positions)
  })

  test('two iterations at once are two walks', async () => {
    const alone = honest()
    await alone.read().toArray()
    const list = honest()
    const walk = list.read()
    const [one, other] = await Promise.all([walk.toArray(), walk.toArray()])
    expect(textsOf(one)).toEqual(textsOf(ITEMS))
    expect(textsOf(other)).toEqual(textsOf(ITEMS))
    expect(list.asked).toHaveLength(2 * alone.asked.length)
  })

  test('an iteration that is broken off leaves another one alone', async () => {
    const walk = honest().read()
    const other = walk.toArray()
    for await (const _ of walk) break
    expect(textsOf(await other)).toEqual(textsOf(ITEMS))
  })

  test('a break among the items aborts what is in flight, and nothing more is requested', async () => {
    const list = held()
    const unhandled = await unhandledBy(async () => {
      let given = 0
      for await (const _ of list.read()) {
        await settle()
        given += 1
        if (given === 1) continue
        expect(list.inFlight).toBeGreaterThan(0)
        break
      }
      await expectQuiet(list, list.asked.length)
    })
    expect(unhandled).toEqual([])
  })

  test('what comes next is in flight when the second item or a page is given, however busy the reader is', async () => {
    const items = held()
    let given = 0
    for await (const _ of items.read()) {
      given += 1
      if (given === 2) break
    }
    expect(items.asked.length).toBeGreaterThan(1)
    const pages = held()
    for await (const _ of pages.read().pages()) break
    expect(pages.asked.length).toBeGreaterThan(1)
  })

  test('a break at the first item has cost one request', async () => {
    const list = held()
    for await (const _ of list.read()) {
      await settle()
      break
    }
    await settle()
    expect(list.asked).toHaveLength(1)
  })

  test('a break among the pages aborts what is in flight, and nothing more is requested', async () => {
    const list = held()
    const unhandled = await unhandledBy(async () => {
      for await (const _ of list.read().pages()) {
        await settle()
        expect(list.inFlight).toBeGreaterThan(0)
        break
      }
      await expectQuiet(list, list.asked.length)
    })
    expect(unhandled).toEqual([])
  })

  test.each(['items', 'pages'] as const)(
    'a throw in a loop over %s does the same and comes out',
    async (what) => {
      const list = held()
      const unhandled = await unhandledBy(async () => {
        const reading = (async () => {
          const walk = list.read()
          for await (const _ of what === 'items' ? walk : walk.pages()) {
            await settle()
            throw new ConsumerError('enough')
          }
        })()
        await expect(reading).rejects.toThrow(ConsumerError)
        await expectQuiet(list, list.asked.length)
      })
      expect(unhandled).toEqual([])
    },
  )

  test.each(['items', 'pages'] as const)(
    'return() on %s while a next() waits ends both at once',
    async (what) => {
      const list = silent()
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      const unhandled = await unhandledBy(async () => {
        const pending = iterator.next()
        await settle()
        expect(list.inFlight).toBe(1)
        expect(await iterator.return?.()).toEqual(DONE)
        expect(await pending).toEqual(DONE)
        expect(await iterator.next()).toEqual(DONE)
        expect(list.asked.map(({ signal }) => signal.aborted)).toEqual([true])
        await expectQuiet(list, 1)
      })
      expect(unhandled).toEqual([])
    },
  )

  test.each(['items', 'pages'] as const)('return() on %s ends every next() that waits', async (what) => {
    const list = silent()
    const walk = list.read()
    const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
    const pending = [iterator.next(), iterator.next(), iterator.next()]
    await settle()
    await iterator.return?.()
    expect(await Promise.all(pending)).toEqual([DONE, DONE, DONE])
    await expectQuiet(list, 1)
  })

  test.each(['items', 'pages'] as const)(
    'return() on %s before the first next() requests nothing',
    async (what) => {
      const list = honest()
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      expect(await iterator.return?.()).toEqual(DONE)
      expect(await iterator.next()).toEqual(DONE)
      await settle()
      expect(list.asked).toEqual([])
    },
  )

  test.each(['items', 'pages'] as const)(
    'next() on %s after the end is done, again and again',
    async (what) => {
      const list = honest()
      const walk = list.read()
      const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
      while ((await iterator.next()).done !== true) expect(list.asked.length).toBeGreaterThan(0)
      const asked = list.asked.length
      expect([await iterator.next(), await iterator.next(), await iterator.return?.()]).toEqual([
        DONE,
        DONE,
        DONE,
      ])
      await settle()
      expect(list.asked).toHaveLength(asked)
    },
  )

  test.each(['items', 'pages'] as const)('next() on %s after an error is done', async (what) => {
    const list = new ScriptedList(style, () => Promise.reject(new ConsumerError('no')))
    const walk = list.read()
    const iterator = (what === 'items' ? walk : walk.pages())[Symbol.asyncIterator]()
    await expect(iterator.next()).rejects.toThrow(ConsumerError)
    expect([await iterator.next(), await iterator.next()]).toEqual([DONE, DONE])
    await settle()
    expect(list.asked).toHaveLength(1)
  })

  test('of several next() that wait for a page that fails, one is rejected and the others are done', async () => {
    const list = new ScriptedList(style, () => Promise.reject(new ConsumerError('no')))
    const iterator = list.read()[Symbol.asyncIterator]()
    const unhandled = await unhandledBy(async () => {
      const results = await Promise.allSettled([iterator.next(), iterator.next(), iterator.next()])
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    })
    expect(unhandled).toEqual([])
    expect(list.asked).toHaveLength(1)
  })

  test('a walk that has ended has nothing left in flight', async () => {
    const list = honest()
    await list.read({ concurrency: 16 }).toArray()
    await settle()
    expect(list.inFlight).toBe(0)
  })
})

test.each(STYLES)('a walk over %s pages goes on where a test fakes timers', async (style) => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const list = new ScriptedList(style, serve(style, ITEMS))
  const given: string[] = []
  for await (const { text } of list.read()) given.push(text)
  expect(given).toEqual(textsOf(ITEMS))
})
