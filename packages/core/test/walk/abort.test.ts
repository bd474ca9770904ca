import { getEventListeners } from 'node:events'
import type { Message, Page, Paginated } from '@sms/core'
import {
  type ApiRequest,
  type ApiResponse,
  defineProvider,
  itemIdentity,
  type ListResponse,
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
  type Given,
  holdAfterFirst,
  makeItems,
  ScriptedList,
  serve,
  settle,
  STYLES,
  type Style,
  textsOf,
  unhandledBy,
} from './scripted-list.ts'

const ITEMS = makeItems(95)
const DONE = { done: true, value: undefined }
/** How many requests are ahead of the first page: a token is only known when the page before has arrived. */
const AHEAD = { counted: 4, numbered: 2, offsets: 2, tokens: 1 }
const REASONS = [new Error('enough'), 'enough', { because: 'enough' }, 0]

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

const identify = ({ id }: AcmeMessage): string => itemIdentity(id, () => [])

type Declared = ReturnType<AcmeDeclaration['messages']>

/** Lists of each style whose responses are pages of the items. */
const SOURCES: Readonly<Record<Style, Pick<Declared, 'walk' | 'list'>>> = {
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

function numbered(walk: StartWalk<AcmeMessage>): Pick<Declared, 'walk' | 'list'> {
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

/** Reads with a provider over HTTP, with a `fetch` of the test's own. */
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

/** Answers over HTTP what an API of this style would. */
async function answer(style: Style, request: RequestInfo | URL): Promise<Response> {
  const { searchParams } = new URL(request instanceof Request ? request.url : request)
  const [position, size] = [Number(searchParams.get('position')), Number(searchParams.get('size'))]
  const { signal } = new AbortController()
  return Response.json(await serve(style, ITEMS)({ position, token: null, size, signal, number: 1 }))
}

/** Answers with a body that starts and never ends. */
function answerWithoutEnd(): Promise<Response> {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"items":[')),
  })
  return Promise.resolve(new Response(body))
}

describe.each(STYLES)('28: a signal over %s pages', (style) => {
  describe.each(REASONS)('aborted for the reason %j', (reason) => {
    test('before the first request rejects with it and requests nothing', async () => {
      const list = new ScriptedList(style, serve(style, ITEMS))
      const signal = AbortSignal.abort(reason)
      await expect(list.read({ signal }).toArray()).rejects.toBe(reason)
      expect(list.asked).toEqual([])
      expect(listenersOf(signal)).toBe(0)
    })

    test('while the first request is in flight rejects with it', async () => {
      const list = new ScriptedList(style, () => new Promise(() => undefined))
      const ending = new AbortController()
      const unhandled = await unhandledBy(async () => {
        const reading = list.read({ signal: ending.signal }).toArray()
        await settle()
        ending.abort(reason)
        await expect(reading).rejects.toBe(reason)
      })
      expect(unhandled).toEqual([])
      expect(list.asked).toHaveLength(1)
      expect(list.inFlight).toBe(0)
      expect(listenersOf(ending.signal)).toBe(0)
    })

    test('between two pages rejects with it and requests nothing more', async () => {
      const list = new ScriptedList(style, serve(style, ITEMS))
      const ending = new AbortController()
      const pages = list.read({ signal: ending.signal }).pages()[Symbol.asyncIterator]()
      const unhandled = await unhandledBy(async () => {
        await pages.next()
        await settle()
        const asked = list.asked.length
        ending.abort(reason)
        await expect(pages.next()).rejects.toBe(reason)
        expect(await pages.next()).toEqual(DONE)
        await settle()
        expect(list.asked).toHaveLength(asked)
      })
      expect(unhandled).toEqual([])
      expect(listenersOf(ending.signal)).toBe(0)
    })

    test('while pages ahead are in flight rejects with it and aborts them', async () => {
      const list = new ScriptedList(style, holdAfterFirst(serve(style, ITEMS)))
      const ending = new AbortController()
      const pages = list.read({ signal: ending.signal }).pages()[Symbol.asyncIterator]()
      const unhandled = await unhandledBy(async () => {
        expect((await pages.next()).value as Page<Given>).toMatchObject({ items: ITEMS.slice(0, 10) })
        const pending = pages.next()
        await settle()
        const asked = list.asked.length
        expect(list.inFlight).toBe(AHEAD[style])
        ending.abort(reason)
        await expect(pending).rejects.toBe(reason)
        expect(await pages.next()).toEqual(DONE)
        await settle()
        expect(list.asked).toHaveLength(asked)
        expect(list.asked.slice(1).map(({ signal }) => signal.reason as unknown)).toEqual(
          Array.from({ length: AHEAD[style] }, () => reason),
        )
      })
      expect(unhandled).toEqual([])
      expect(list.inFlight).toBe(0)
      expect(listenersOf(ending.signal)).toBe(0)
    })
  })

  test('aborted by a consumer that waits for nothing leaves nothing unhandled', async () => {
    const list = new ScriptedList(style, holdAfterFirst(serve(style, ITEMS)))
    const ending = new AbortController()
    const pages = list.read({ signal: ending.signal }).pages()[Symbol.asyncIterator]()
    const unhandled = await unhandledBy(async () => {
      await pages.next()
      await settle()
      ending.abort()
    })
    expect(unhandled).toEqual([])
    expect(list.inFlight).toBe(0)
  })

  test('that is never aborted has no listener left after the end', async () => {
    const { signal } = new AbortController()
    const list = new ScriptedList(style, serve(style, ITEMS))
    expect(textsOf(await list.read({ signal }).toArray())).toEqual(textsOf(ITEMS))
    expect(listenersOf(signal)).toBe(0)
  })

  test('that is never aborted has no listener left after a break', async () => {
    const { signal } = new AbortController()
    const list = new ScriptedList(style, holdAfterFirst(serve(style, ITEMS)))
    for await (const _ of list.read({ signal })) break
    expect(listenersOf(signal)).toBe(0)
  })

  test('aborted after the end changes nothing', async () => {
    const ending = new AbortController()
    const list = new ScriptedList(style, serve(style, ITEMS))
    const pages = list.read({ signal: ending.signal }).pages()[Symbol.asyncIterator]()
    while ((await pages.next()).done !== true) expect(ending.signal.aborted).toBe(false)
    ending.abort(new Error('late'))
    expect(await pages.next()).toEqual(DONE)
  })
})

describe.each(STYLES)('28: over HTTP, %s pages', (style) => {
  const reason = new Error('enough')

  test('of a fetch that ignores its signal do not hold the caller that aborts', async () => {
    const ending = new AbortController()
    let requests = 0
    const fetch = (): Promise<Response> => {
      requests += 1
      return new Promise(() => undefined)
    }
    const unhandled = await unhandledBy(async () => {
      const reading = readOverHttp(style, fetch, ending.signal).toArray()
      await settle()
      expect(requests).toBe(1)
      ending.abort(reason)
      await expect(reading).rejects.toBe(reason)
    })
    expect(unhandled).toEqual([])
    expect(requests).toBe(1)
    expect(listenersOf(ending.signal)).toBe(0)
  })

  test('of a fetch that ignores its signal do not hold the caller that breaks off', async () => {
    const requests: string[] = []
    const fetch: typeof globalThis.fetch = (request) => {
      requests.push(String(request))
      return requests.length === 1 ? answer(style, request) : new Promise(() => undefined)
    }
    const given: AcmeMessage[] = []
    const unhandled = await unhandledBy(async () => {
      for await (const item of readOverHttp(style, fetch)) {
        given.push(item.raw)
        await settle()
        if (given.length === 5) break
      }
    })
    expect(given).toEqual(ITEMS.slice(0, 5))
    expect(requests).toHaveLength(1 + AHEAD[style])
    expect(unhandled).toEqual([])
  })

  test('of a body that never ends reject with the reason', async () => {
    const ending = new AbortController()
    const unhandled = await unhandledBy(async () => {
      const reading = readOverHttp(style, answerWithoutEnd, ending.signal).toArray()
      await settle()
      ending.abort(reason)
      await expect(reading).rejects.toBe(reason)
    })
    expect(unhandled).toEqual([])
    expect(listenersOf(ending.signal)).toBe(0)
  })

  test('read to the end leave no listener on any signal', async () => {
    const { signal } = new AbortController()
    const signals: AbortSignal[] = []
    const fetch: typeof globalThis.fetch = (request, init) => {
      if (init?.signal) signals.push(init.signal)
      if (request instanceof Request) signals.push(request.signal)
      return answer(style, request)
    }
    expect(textsOf(await readOverHttp(style, fetch, signal).toArray())).toEqual(textsOf(ITEMS))
    expect(signals.length).toBeGreaterThanOrEqual(10)
    expect(listenersOf(signal)).toBe(0)
  })
})
