import { getEventListeners } from 'node:events'
import { createIp1 } from '@sms/ip1'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { answer, silentAfter, head } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { collectGarbage } from '../collect-garbage.ts'
import { failure } from '../failure.ts'
import { settle } from '../settle.ts'
import { onePage } from './read.ts'

const REASON = new Error('enough')

// None of the waits that an abort must cut short may end by itself within a test.
const TIMEOUT = 5000

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

/** What nobody handled; a test that expects nothing looks at it when all has settled. */
function unhandledRejections(): readonly unknown[] {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  return unhandled
}

describe.each(PROVIDERS)('$name', (provider) => {
  const list = Array.from({ length: 20 }, (_, number) => provider.message(number))
  const serve: Script = (exchange) =>
    answer(JSON.stringify(provider.page(list, exchange.request.target)))(exchange)
  const page = onePage(provider)
  const length = { 'content-length': String(page.length) }
  const busy = answer('', { status: '503 Service Unavailable', headers: { 'retry-after': '30' } })

  describe('a signal [abort]', () => {
    test('aborted before the call rejects it, with nothing sent', { timeout: TIMEOUT }, async () => {
      const unhandled = unhandledRejections()
      await using server = await startWireServer(serve)
      const signal = AbortSignal.abort(REASON)
      const messages = provider.connect({ baseUrl: server.url }).messages(CANARY.participant, { signal })
      await expect(messages.toArray()).rejects.toBe(REASON)
      await expect(messages[Symbol.asyncIterator]().next()).rejects.toBe(REASON)
      await settle()
      expect(server.connections).toBe(0)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      expect(unhandled).toEqual([])
    })

    test.each([
      { where: 'before the headers', script: silentAfter() },
      { where: 'in the headers', script: silentAfter('HTTP/1.1 200 OK\r\nx-canary: ') },
      { where: 'before the body', script: silentAfter(head({ headers: length })) },
      { where: 'in the body', script: silentAfter(head({ headers: length }), page.slice(0, -1)) },
    ])('aborted $where rejects and frees the socket', { timeout: TIMEOUT }, async ({ script }) => {
      const unhandled = unhandledRejections()
      const ending = new AbortController()
      await using server = await startWireServer(async (exchange) => {
        await script(exchange)
        await settle()
        // A signal that is held weakly on its way to the socket would be lost here.
        collectGarbage()
        ending.abort(REASON)
      })
      const { signal } = ending
      const reader = provider.connect({ baseUrl: server.url })
      await expect(reader.messages(CANARY.participant, { signal, concurrency: 1 }).toArray()).rejects.toBe(
        REASON,
      )
      await server.socketsFreed()
      await settle()
      expect(server.requests).toHaveLength(1)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      expect(unhandled).toEqual([])
    })

    test('aborted in a backoff rejects, and nothing is sent again', { timeout: TIMEOUT }, async () => {
      const unhandled = unhandledRejections()
      const ending = new AbortController()
      await using server = await startWireServer(busy)
      const { signal } = ending
      const onResponse = (): void => {
        void settle().then(() => ending.abort(REASON))
      }
      const reader = provider.connect({ baseUrl: server.url, onResponse })
      await expect(reader.messages(CANARY.participant, { signal, concurrency: 1 }).toArray()).rejects.toBe(
        REASON,
      )
      await server.socketsFreed()
      await settle()
      expect(server.requests).toHaveLength(1)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      expect(unhandled).toEqual([])
    })

    test(
      'aborted in a pause that a 429 to another call began rejects, with nothing sent',
      { timeout: TIMEOUT },
      async () => {
        const ending = new AbortController()
        await using server = await startWireServer(
          answer('', { status: '429 Too Many Requests', headers: { 'retry-after': '30' } }),
        )
        const { signal } = ending
        const reader = provider.connect({ baseUrl: server.url, retries: 0 })
        const refused = failure(reader.messages(CANARY.participant, { concurrency: 1 }).toArray())
        await expect(refused).resolves.toMatchObject({ code: 'rate_limited' })
        const paused = reader.messages(CANARY.participant, { signal, concurrency: 1 }).toArray()
        void settle().then(() => ending.abort(REASON))
        await expect(paused).rejects.toBe(REASON)
        await server.socketsFreed()
        expect(server.requests).toHaveLength(1)
        expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      },
    )

    test.each([
      { concurrency: 1, isSettled: true },
      { concurrency: 4, isSettled: true },
      { concurrency: 1, isSettled: false },
      { concurrency: 4, isSettled: false },
    ])(
      'aborted between pages rejects, and nothing is sent after it: $concurrency at once, some arrived: $isSettled',
      { timeout: TIMEOUT },
      async ({ concurrency, isSettled }) => {
        const unhandled = unhandledRejections()
        const ending = new AbortController()
        await using server = await startWireServer(serve)
        const { signal } = ending
        const reader = provider.connect({ baseUrl: server.url })
        const options = { signal, concurrency, pageSize: 2 }
        const pages = reader.messages(CANARY.participant, options).pages()[Symbol.asyncIterator]()
        await pages.next()
        await pages.next()
        if (isSettled) await settle()
        ending.abort(REASON)
        const { length: sent } = server.requests
        await expect(pages.next()).rejects.toBe(REASON)
        await expect(pages.next()).resolves.toEqual({ done: true, value: undefined })
        await server.socketsFreed()
        await settle()
        // What was on its way already may still arrive.
        expect(server.requests.length - sent).toBeLessThanOrEqual(isSettled ? concurrency - 1 : concurrency)
        expect(getEventListeners(signal, 'abort')).toHaveLength(0)
        expect(unhandled).toEqual([])
      },
    )

    test('that is never aborted has no listener left after a walk', async () => {
      const { signal } = new AbortController()
      await using server = await startWireServer(serve)
      const reader = provider.connect({ baseUrl: server.url })
      await reader.messages(CANARY.participant, { signal, pageSize: 2 }).toArray()
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      for await (const _ of reader.messages(CANARY.participant, { signal, pageSize: 2 })) break
      await server.socketsFreed()
      await settle()
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    })
  })
})

test('a signal that is not aborted has no listener left after a summary that took two attempts [abort]', async () => {
  const summary = JSON.stringify({ totalMessageCount: 0, totalSmsCount: 0 })
  await using server = await startWireServer(
    answer('', { status: '503 Service Unavailable' }),
    answer(summary),
  )
  const reader = createIp1({ apiKey: CANARY.credential, baseUrl: server.url })
  const { signal } = new AbortController()
  await expect(reader.summary(CANARY.participant, { signal })).resolves.toMatchObject({ messages: 0 })
  expect(server.requests).toHaveLength(2)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('a signal aborted within a summary rejects it [abort]', { timeout: TIMEOUT }, async () => {
  const ending = new AbortController()
  await using server = await startWireServer(() => ending.abort(REASON))
  const reader = createIp1({ apiKey: CANARY.credential, baseUrl: server.url })
  const { signal } = ending
  await expect(reader.summary(CANARY.participant, { signal })).rejects.toBe(REASON)
  await server.socketsFreed()
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
