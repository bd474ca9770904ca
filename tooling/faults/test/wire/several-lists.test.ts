import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, endAfter, head, resetAfter, silentAfter } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS, type ProbedProvider } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { settle } from '../settle.ts'

// What goes wrong in one of the lists that a conversation is made of, while the others respond. Their first pages are
// requested at once.

const MESSAGES = 12
const OPTIONS = { pageSize: 2, concurrency: 4 }

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

const numbers = Array.from({ length: MESSAGES }, (_, number) => number)
const texts = numbers.map((number) => `${CANARY.text} ${number}`)

/** Responds as documented. */
function documented(provider: ProbedProvider): Script {
  const list = numbers.map(provider.message)
  return (exchange) => answer(JSON.stringify(provider.page(list, exchange.request.target)))(exchange)
}

/** Responds as documented, except to the first page of the list that is requested as this one, from 0. */
function except(provider: ProbedProvider, list: number, ...scripts: readonly [Script, ...Script[]]): Script {
  const whole = documented(provider)
  const firstPages: string[] = []
  let attempts = 0
  return (exchange) => {
    const { target } = exchange.request
    if (firstPages.length < provider.lists && !firstPages.includes(target)) firstPages.push(target)
    if (target !== firstPages[list]) return whole(exchange)
    const script = scripts[attempts] ?? scripts.at(-1) ?? whole
    attempts += 1
    return script(exchange)
  }
}

const merged = PROVIDERS.filter((provider) => provider.lists > 1)

const lists = merged.flatMap((provider) =>
  Array.from({ length: provider.lists }, (_, list) => ({ name: provider.name, provider, list })),
)

describe.each(lists)('$name, list $list', ({ provider, list }) => {
  const read = (url: string, options: object = {}) =>
    provider
      .connect({ baseUrl: url, retries: 1, ...options })
      .messages(CANARY.participant, OPTIONS)
      .toArray()
  const page = JSON.stringify(provider.page([provider.message(1)], '/'))
  const length = { 'content-length': String(page.length) }

  const cases = [
    { what: 'is reset [no-connection]', script: resetAfter(), error: { code: 'network', attempts: 2 } },
    {
      what: 'ends within its body [broken-body]',
      script: endAfter(head({ headers: length }), page.slice(0, -9)),
      error: { code: 'network', attempts: 2 },
    },
    {
      what: 'has JSON that is cut short [cut-json]',
      script: answer(page.slice(0, -9)),
      error: { code: 'invalid_response', attempts: 2 },
    },
    {
      what: 'never begins [slow-response]',
      script: silentAfter(),
      error: { code: 'timeout', attempts: 2 },
    },
    {
      what: 'is out of order [server-error]',
      script: answer('', { status: '503 Service Unavailable' }),
      error: { code: 'unavailable', attempts: 2 },
    },
  ]

  test.each(cases)(
    'fails the walk, and frees every socket, if a response $what',
    async ({ script, error }) => {
      await using server = await startWireServer(except(provider, list, script))
      await expect(failure(read(server.url, { timeout: 250 }))).resolves.toMatchObject(error)
      await server.socketsFreed()
      const { length: sent } = server.requests
      await settle()
      expect(server.requests).toHaveLength(sent)
    },
  )

  test.each(cases)('costs one request and no message if a response once $what', async ({ script }) => {
    await using whole = await startWireServer(documented(provider))
    await read(whole.url)
    await using server = await startWireServer(except(provider, list, script, documented(provider)))
    const messages = await read(server.url, { timeout: 250 })
    expect(messages.map(({ text }) => text)).toEqual(texts)
    expect(server.requests).toHaveLength(whole.requests.length + 1)
  })

  test.each([
    { what: 'redirects [redirect]', status: '302 Found', code: 'invalid_response' },
    { what: 'is an error [client-error]', status: '403 Forbidden', code: 'permission' },
    { what: 'asks for a long wait [long-wait]', status: '429 Too Many Requests', code: 'rate_limited' },
  ])('fails the walk after one request for a response that $what', async ({ status, code }) => {
    await using foreign = await startWireServer(answer(page))
    const headers = { location: foreign.url, 'retry-after': '90' }
    await using server = await startWireServer(except(provider, list, answer('', { status, headers })))
    await expect(failure(read(server.url))).resolves.toMatchObject({ code, attempts: 1 })
    await server.socketsFreed()
    expect(server.requests.length).toBeLessThanOrEqual(OPTIONS.concurrency)
    expect(foreign.connections).toBe(0)
  })

  test('a page of another participant fails the walk before any of that list is yielded [other-participant]', async () => {
    const other = JSON.stringify(provider.page(numbers.map(provider.message), '/')).replaceAll(
      CANARY.participant,
      '+46701740618',
    )
    await using server = await startWireServer(except(provider, list, answer(other)))
    const yielded: string[] = []
    const reading = (async () => {
      const reader = provider.connect({ baseUrl: server.url })
      for await (const { text } of reader.messages(CANARY.participant, OPTIONS)) yielded.push(text)
    })()
    await expect(failure(reading)).resolves.toMatchObject({ code: 'invalid_response', attempts: 1 })
    expect(yielded).toEqual([])
  })
})

describe.each(merged)('$name', (provider) => {
  test('an abort while every list waits ends all requests [abort]', { timeout: 5000 }, async () => {
    const reason = new Error('enough')
    const ending = new AbortController()
    let waiting = 0
    await using server = await startWireServer((exchange) => {
      waiting += 1
      if (waiting === provider.lists) ending.abort(reason)
      return silentAfter()(exchange)
    })
    const { signal } = ending
    const messages = provider.connect({ baseUrl: server.url }).messages(CANARY.participant, { signal })
    await expect(messages.toArray()).rejects.toBe(reason)
    await server.socketsFreed()
    expect(server.requests).toHaveLength(provider.lists)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  test('pages that come again and again end in pagination, after every message [repeated-page]', async () => {
    const page = provider.endless(provider.page(numbers.map(provider.message), '/'))
    await using server = await startWireServer(answer(JSON.stringify(page)))
    const yielded: string[] = []
    const reading = (async () => {
      const reader = provider.connect({ baseUrl: server.url })
      for await (const { text } of reader.messages(CANARY.participant, OPTIONS)) yielded.push(text)
    })()
    await expect(failure(reading)).resolves.toMatchObject({ code: 'pagination' })
    expect(yielded.toSorted()).toEqual(texts.toSorted())
  })
})
