import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY, leaks } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

describe.each(PROVIDERS)('$name', (provider) => {
  const { fetch } = answering((request) => Response.json(provider.page([provider.message(1)], request.url)))

  describe('a reader [logged-reader]', () => {
    const reader = provider.connect({ fetch })
    const card = { contractVersion: 1, provider: provider.name, capabilities: reader.capabilities }

    test('that is serialised or cloned is its name and capabilities', () => {
      expect(JSON.parse(JSON.stringify(reader))).toEqual(card)
      expect(structuredClone(reader)).toEqual(card)
      expect({ ...reader }).toEqual(card)
      expect(Object.entries(reader)).toEqual(Object.entries(card))
    })

    test('that is logged shows them, and no credential', () => {
      expect(inspect(reader)).toContain(provider.name)
      expect(inspect(reader)).toContain('defaultPageSize')
      expect(leaks(reader)).toEqual([])
    })

    test('gives pages and iterators that show nothing either', async () => {
      const messages = reader.messages(CANARY.participant)
      const pages = messages.pages()
      const iterator = messages[Symbol.asyncIterator]()
      await iterator.return?.()
      for (const part of [messages, pages, iterator, reader.messages]) expect(leaks(part)).toEqual([])
    })

    test('cannot be changed', () => {
      expect(Object.isFrozen(reader)).toBe(true)
      expect(Object.isFrozen(reader.capabilities)).toBe(true)
      expect(Object.isFrozen(reader.capabilities.orders)).toBe(true)
    })
  })

  describe('a hook [hook]', () => {
    test('is shown requests and answers without credentials, before and after each attempt', async () => {
      const seen: unknown[] = []
      const { fetch: flaky, requests } = answering((request, number) =>
        number === 0
          ? new Response(CANARY.text, { status: 503 })
          : Response.json(provider.page([provider.message(1)], request.url)),
      )
      const reader = provider.connect({
        fetch: flaky,
        userAgent: 'faults',
        onRequest: async (request) => {
          seen.push(['request', request.method, [...request.headers], await request.text()])
        },
        onResponse: async (response, request) => {
          seen.push(['response', response.status, await response.text(), [...request.headers]])
        },
      })
      await reader.messages(CANARY.participant, { limit: 1, concurrency: 1 }).toArray()
      expect(JSON.stringify(seen)).not.toContain(CANARY.credential)
      expect(JSON.stringify(seen)).not.toContain(provider.sentCredential)
      expect(JSON.stringify(seen)).not.toContain(CANARY.text)
      const headers = [
        ['accept', 'application/json'],
        ['user-agent', 'faults'],
      ]
      expect(seen.slice(0, 3)).toEqual([
        ['request', 'GET', headers, ''],
        ['response', 503, '', headers],
        ['request', 'GET', headers, ''],
      ])
      expect(seen).toHaveLength(requests.length * 2)
      // It is the hooks that are shown none: the requests do carry them.
      expect([...(requests[0]?.headers.values() ?? [])].join()).toContain(provider.sentCredential)
    })

    test('that changes what it is shown changes nothing', async () => {
      const { fetch: plain, requests } = answering((request) =>
        Response.json(provider.page([provider.message(1)], request.url)),
      )
      const reader = provider.connect({
        fetch: plain,
        onRequest: (request) => request.headers.set('x-added', '1'),
        onResponse: (response) => response.headers.set('content-type', 'text/html'),
      })
      await expect(reader.messages(CANARY.participant, { limit: 1 }).toArray()).resolves.toHaveLength(1)
      expect(requests.some(({ headers }) => headers.has('x-added'))).toBe(false)
    })

    test.each([
      { name: 'onRequest', how: 'throws', sent: 0 },
      { name: 'onRequest', how: 'rejects', sent: 0 },
      { name: 'onResponse', how: 'throws', sent: 1 },
      { name: 'onResponse', how: 'rejects', sent: 1 },
    ])('ends the walk with what it throws, once and for all: $name $how', async ({ name, how, sent }) => {
      const thrown = new Error('from the hook')
      const { fetch: plain, requests } = answering((request) =>
        Response.json(provider.page([provider.message(1)], request.url)),
      )
      const hook = (): Promise<void> => {
        if (how === 'throws') throw thrown
        return Promise.reject(thrown)
      }
      const reader = provider.connect({ fetch: plain, [name]: hook })
      const messages = reader.messages(CANARY.participant, { concurrency: 1 })
      await expect(messages.toArray()).rejects.toBe(thrown)
      expect(requests).toHaveLength(sent)
    })

    test('that throws on a later page ends the walk after the pages before it', async () => {
      const list = Array.from({ length: 20 }, (_, number) => provider.message(number))
      const { fetch: plain } = answering((request) => Response.json(provider.page(list, request.url)))
      let calls = 0
      const thrown = new Error('from the hook')
      const onResponse = (): void => {
        calls += 1
        if (calls === 3) throw thrown
      }
      const given: string[] = []
      const reading = (async () => {
        const reader = provider.connect({ fetch: plain, onResponse })
        const options = { pageSize: 5, concurrency: 1 }
        for await (const { text } of reader.messages(CANARY.participant, options)) given.push(text)
      })()
      await expect(reading).rejects.toBe(thrown)
      expect(given.length).toBeGreaterThan(0)
      expect(given.length).toBeLessThan(list.length)
    })
  })

  test('an error tells what happened without the URL, the body or the credentials [secrets-in-errors]', async () => {
    const { fetch: refusing } = answering(() =>
      Response.json(
        { error: CANARY.text, errorMsg: CANARY.participant, message: CANARY.text, code: CANARY.text },
        {
          status: 403,
          statusText: 'canary',
          headers: { 'x-request-id': CANARY.credential },
        },
      ),
    )
    const error = await failure(provider.connect({ fetch: refusing }).messages(CANARY.participant).toArray())
    expect(leaks(error)).toEqual([])
    expect(error).toMatchObject({ code: 'permission', provider: provider.name, status: 403, attempts: 1 })
  })
})
