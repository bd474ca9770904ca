import { getEventListeners } from 'node:events'
import type { Message, Page, Paginated } from '@sms/core'
import {
  type ApiRequest,
  type ApiResponse,
  defineProvider,
  itemIdentity,
  type ListResponse,
  type ListSource,
  type StartWalk,
  type TokenResponse,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type AcmeDeclaration,
  type AcmeMessage,
  type AcmeOptions,
  type AcmeReader,
  declareAcme,
} from '../acme.ts'
import {
  makeItems,
  respondOnce,
  ScriptedList,
  serve,
  settle,
  type Style,
  STYLES,
  textsOf,
  unhandledRejectionsOf,
  type YieldedItem,
} from './scripted-list.ts'

const ITEMS = makeItems(95)
const DONE = { done: true, value: undefined }
/** The number of requests ahead of the first page. A token is known only after the page before has arrived. */
const AHEAD = { counted: 4, numbered: 2, offsets: 2, tokens: 1 }
const REASONS = [new Error('enough'), 'enough', { because: 'enough' }, 0]

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

const identify = ({ id }: AcmeMessage): string => itemIdentity(id, () => [])

type Declared = ReturnType<AcmeDeclaration['messages']>

/** Lists of each style. */
const SOURCES: Readonly<Record<Style, ListSource<AcmeMessage>>> = {
  counted: numbered(walkCountedPages),
  numbered: numbered(walkNumberedPages),
  offsets: numbered(walkOffsets),
  tokens: {
    walk: walkTokens,
    list: () => ({
      request: (token: string | null, size: number) => requestOf(Number(token ?? 0), size),
      read: ({ body }: ApiResponse) => body as TokenResponse<AcmeMessage>,
      identify,
    }),
  },
}

function numbered(walk: StartWalk<AcmeMessage>): ListSource<AcmeMessage> {
  return {
    walk,
    list: () => ({
      request: requestOf,
      read: ({ body }: ApiResponse) => body as ListResponse<AcmeMessage>,
      identify,
    }),
  }
}

function requestOf(position: number, size: number): ApiRequest {
  return { path: '/items', query: { position, size } }
}

/** Reads a provider over HTTP. */
function readOverHttp(
  style: Style,
  fetch: typeof globalThis.fetch,
  signal?: AbortSignal,
): Paginated<Message<AcmeMessage>> {
  const declared = declareAcme()
  const create = defineProvider<AcmeOptions, AcmeReader>({
    ...declared,
    messages: (call) => ({ ...declared.messages(call), ...SOURCES[style] }) as Declared,
  })
  const reader = create({ apiKey: 'key', fetch, retries: 0 })
  return reader.messages('+46701740605', { pageSize: 10, signal })
}

/** Responds over HTTP as an API of this style does. */
async function respond(style: Style, request: RequestInfo | URL): Promise<Response> {
  const { searchParams } = new URL(request instanceof Request ? request.url : request)
  const [position, size] = [Number(searchParams.get('position')), Number(searchParams.get('size'))]
  const { signal } = new AbortController()
  return Response.json(await serve(style, ITEMS)({ position, token: null, size, signal, number: 1 }))
}

/** Responds with a body that starts and never ends. */
function respondWithoutEnd(): Promise<Response> {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"items":[')),
  })
  return Promise.resolve(new Response(body))
}

describe.each(STYLES)('a walk over %s pages [abort]', (style) => {
  describe.each(REASONS)('that is aborted for the reason %j', (reason) => {
    test('before the first request rejects with the reason and requests nothing', async () => {
      const list = new ScriptedList(style, serve(style, ITEMS))
      const signal = AbortSignal.abort(reason)
      await expect(list.read({ signal }).toArray()).rejects.toBe(reason)
      expect(list.requests).toEqual([])
      expect(listenersOf(signal)).toBe(0)
    })

    test('during the first request rejects with the reason', async () => {
      const list = new ScriptedList(style, () => new Promise(() => undefined))
      const controller = new AbortController()
      const unhandled = await unhandledRejectionsOf(async () => {
        const reading = list.read({ signal: controller.signal }).toArray()
        await settle()
        controller.abort(reason)
        await expect(reading).rejects.toBe(reason)
      })
      expect(unhandled).toEqual([])
      expect(list.requests).toHaveLength(1)
      expect(list.inFlight).toBe(0)
      expect(listenersOf(controller.signal)).toBe(0)
    })

    test('between two pages rejects with the reason and requests nothing more', async () => {
      const list = new ScriptedList(style, serve(style, ITEMS))
      const controller = new AbortController()
      const pages = list.read({ signal: controller.signal }).pages()[Symbol.asyncIterator]()
      const unhandled = await unhandledRejectionsOf(async () => {
        await pages.next()
        await settle()
        const requestCount = list.requests.length
        controller.abort(reason)
        await expect(pages.next()).rejects.toBe(reason)
        expect(await pages.next()).toEqual(DONE)
        await settle()
        expect(list.requests).toHaveLength(requestCount)
      })
      expect(unhandled).toEqual([])
      expect(listenersOf(controller.signal)).toBe(0)
    })

    test('while it prefetches rejects with the reason and aborts the requests', async () => {
      const list = new ScriptedList(style, respondOnce(serve(style, ITEMS)))
      const controller = new AbortController()
      const pages = list.read({ signal: controller.signal }).pages()[Symbol.asyncIterator]()
      const unhandled = await unhandledRejectionsOf(async () => {
        expect((await pages.next()).value as Page<YieldedItem>).toMatchObject({ items: ITEMS.slice(0, 10) })
        const pending = pages.next()
        await settle()
        const requestCount = list.requests.length
        expect(list.inFlight).toBe(AHEAD[style])
        controller.abort(reason)
        await expect(pending).rejects.toBe(reason)
        expect(await pages.next()).toEqual(DONE)
        await settle()
        expect(list.requests).toHaveLength(requestCount)
        expect(list.requests.slice(1).map(({ signal }) => signal.reason as unknown)).toEqual(
          Array.from({ length: AHEAD[style] }, () => reason),
        )
      })
      expect(unhandled).toEqual([])
      expect(list.inFlight).toBe(0)
      expect(listenersOf(controller.signal)).toBe(0)
    })
  })

  test('leaves no unhandled rejection if it is aborted while no `next()` is pending', async () => {
    const list = new ScriptedList(style, respondOnce(serve(style, ITEMS)))
    const controller = new AbortController()
    const pages = list.read({ signal: controller.signal }).pages()[Symbol.asyncIterator]()
    const unhandled = await unhandledRejectionsOf(async () => {
      await pages.next()
      await settle()
      controller.abort()
    })
    expect(unhandled).toEqual([])
    expect(list.inFlight).toBe(0)
  })

  test('leaves no listener on its signal after the end', async () => {
    const { signal } = new AbortController()
    const list = new ScriptedList(style, serve(style, ITEMS))
    expect(textsOf(await list.read({ signal }).toArray())).toEqual(textsOf(ITEMS))
    expect(listenersOf(signal)).toBe(0)
  })

  test('leaves no listener on its signal after a break', async () => {
    const { signal } = new AbortController()
    const list = new ScriptedList(style, respondOnce(serve(style, ITEMS)))
    for await (const _ of list.read({ signal })) break
    expect(listenersOf(signal)).toBe(0)
  })

  test('ignores an abort after the end', async () => {
    const controller = new AbortController()
    const list = new ScriptedList(style, serve(style, ITEMS))
    const pages = list.read({ signal: controller.signal }).pages()[Symbol.asyncIterator]()
    while ((await pages.next()).done !== true) expect(controller.signal.aborted).toBe(false)
    controller.abort(new Error('late'))
    expect(await pages.next()).toEqual(DONE)
  })

  test('rejects with the reason of an abort on its last page', async () => {
    const controller = new AbortController()
    const list = new ScriptedList(style, serve(style, makeItems(5)))
    const reading = (async () => {
      for await (const { cursor } of list.read({ signal: controller.signal }).pages()) {
        if (cursor === null) controller.abort('late')
      }
    })()
    await expect(reading).rejects.toBe('late')
  })
})

describe.each(STYLES)('a walk over %s pages over HTTP [abort]', (style) => {
  const reason = new Error('enough')

  test('rejects with the reason of an abort even if `fetch` ignores its signal', async () => {
    const controller = new AbortController()
    let requests = 0
    const fetch = (): Promise<Response> => {
      requests += 1
      return new Promise(() => undefined)
    }
    const unhandled = await unhandledRejectionsOf(async () => {
      const reading = readOverHttp(style, fetch, controller.signal).toArray()
      await settle()
      expect(requests).toBe(1)
      controller.abort(reason)
      await expect(reading).rejects.toBe(reason)
    })
    expect(unhandled).toEqual([])
    expect(requests).toBe(1)
    expect(listenersOf(controller.signal)).toBe(0)
  })

  test('ends at a break even if `fetch` ignores its signal', async () => {
    const requests: string[] = []
    const fetch: typeof globalThis.fetch = (request) => {
      requests.push(String(request))
      return requests.length === 1 ? respond(style, request) : new Promise(() => undefined)
    }
    const yielded: AcmeMessage[] = []
    const unhandled = await unhandledRejectionsOf(async () => {
      for await (const item of readOverHttp(style, fetch)) {
        yielded.push(item.raw)
        await settle()
        if (yielded.length === 5) break
      }
    })
    expect(yielded).toEqual(ITEMS.slice(0, 5))
    expect(requests).toHaveLength(1 + AHEAD[style])
    expect(unhandled).toEqual([])
  })

  test('rejects with the reason of an abort even if a body never ends', async () => {
    const controller = new AbortController()
    const unhandled = await unhandledRejectionsOf(async () => {
      const reading = readOverHttp(style, respondWithoutEnd, controller.signal).toArray()
      await settle()
      controller.abort(reason)
      await expect(reading).rejects.toBe(reason)
    })
    expect(unhandled).toEqual([])
    expect(listenersOf(controller.signal)).toBe(0)
  })

  test('leaves no listener on any signal after the end', async () => {
    const { signal } = new AbortController()
    const signals: AbortSignal[] = []
    const fetch: typeof globalThis.fetch = (request, init) => {
      if (init?.signal) signals.push(init.signal)
      if (request instanceof Request) signals.push(request.signal)
      return respond(style, request)
    }
    expect(textsOf(await readOverHttp(style, fetch, signal).toArray())).toEqual(textsOf(ITEMS))
    expect(signals.length).toBeGreaterThanOrEqual(10)
    expect(listenersOf(signal)).toBe(0)
  })
})
