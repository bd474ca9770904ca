import dns from 'node:dns'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, endAfter, resetAfter, head } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { emptyPage, onePage, read } from './read.ts'

beforeEach(() => {
  // No backoff: full jitter waits between nothing and a ceiling.
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

const reset: Script = (exchange) => exchange.reset()
const closed: Script = (exchange) => exchange.end()

describe.each(PROVIDERS)('$name', (provider) => {
  const page = onePage(provider)
  const cut = page.slice(0, -30)
  const json = { 'content-type': 'application/json' }
  const length = { ...json, 'content-length': String(Buffer.byteLength(page)) }
  const chunked = { ...json, 'transfer-encoding': 'chunked' }
  const size = page.length.toString(16)

  describe('a connection [no-connection]', () => {
    test.each([
      { what: 'reset before the headers', script: reset, code: 'ECONNRESET' },
      { what: 'closed before the headers', script: closed, code: 'UND_ERR_SOCKET' },
      {
        what: 'reset within the headers',
        script: resetAfter('HTTP/1.1 200 OK\r\ncontent-'),
        code: 'ECONNRESET',
      },
    ])('$what is tried again, then network', async ({ script, code }) => {
      await using server = await startWireServer(script)
      const error = await failure(read(provider, server, { retries: 2 }))
      expect(error).toMatchObject({ code: 'network', attempts: 3, retryable: true, cause: { message: code } })
      expect(error.status).toBeUndefined()
      expect(server.requests).toHaveLength(3)
    })

    test('reset before the headers once costs one request', async () => {
      await using server = await startWireServer(reset, answer(page), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
      expect(new Set(server.requests.slice(0, 2).map(({ target }) => target)).size).toBe(1)
    })

    test('refused is tried again, then network', async () => {
      const gone = await startWireServer(reset)
      await gone[Symbol.asyncDispose]()
      const error = await failure(read(provider, gone, { retries: 2 }))
      expect(error).toMatchObject({ code: 'network', attempts: 3, cause: { message: 'ECONNREFUSED' } })
    })

    test('to a name that is not found is tried again, then network', async () => {
      const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
        hostname: string,
        _options: unknown,
        callback: (error: Error) => void,
      ) => {
        callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }))
      }) as typeof dns.lookup)
      const reader = provider.connect({ baseUrl: 'https://canary.invalid', retries: 2 })
      const error = await failure(reader.messages(CANARY.participant, { concurrency: 1 }).toArray())
      expect(error).toMatchObject({ code: 'network', attempts: 3, cause: { message: 'ENOTFOUND' } })
      expect(lookup).toHaveBeenCalledTimes(3)
    })
  })

  describe('a body [broken-body]', () => {
    const cases = [
      { what: 'reset', script: resetAfter(head({ headers: length }), cut) },
      { what: 'ended short of its content-length', script: endAfter(head({ headers: length }), cut) },
      { what: 'ended right after its headers', script: endAfter(head({ headers: length })) },
      {
        what: 'reset inside a chunk',
        script: resetAfter(head({ headers: chunked }), `${size}\r\n${cut}`),
      },
      { what: 'ended inside a chunk', script: endAfter(head({ headers: chunked }), `${size}\r\n${cut}`) },
      {
        what: 'ended after a whole chunk, with the JSON complete',
        script: endAfter(head({ headers: chunked }), `${size}\r\n${page}\r\n`),
      },
      { what: 'ended inside a chunk’s size', script: endAfter(head({ headers: chunked }), size.slice(0, 1)) },
    ]

    test.each(cases)('$what is tried again, then network', async ({ script }) => {
      await using server = await startWireServer(script)
      const error = await failure(read(provider, server, { retries: 2 }))
      expect(error).toMatchObject({ code: 'network', status: 200, attempts: 3, retryable: true })
      expect(server.requests).toHaveLength(3)
      await server.socketsFreed()
    })

    test.each(cases)('$what once costs one request', async ({ script }) => {
      await using server = await startWireServer(script, answer(page), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
      expect(new Set(server.requests.slice(0, 2).map(({ target }) => target)).size).toBe(1)
    })
  })
})
