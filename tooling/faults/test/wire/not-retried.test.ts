import { once } from 'node:events'
import { createServer as createProxy } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { answer } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { UNTRUSTED } from './certificate.ts'
import { emptyPage, onePage, read } from './read.ts'
import { runProgram } from './run-program.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

// Several lists are read in turn, so that a request that fails is the only one.
const IN_TURN = { concurrency: 1 }

describe.each(PROVIDERS)('$name [hopeless-retry]', (provider) => {
  test('does not retry a certificate that is not trusted, and names NODE_EXTRA_CA_CERTS', async () => {
    let connections = 0
    const server = createSecureServer(UNTRUSTED)
    server.on('connection', () => (connections += 1))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const error = await failure(read(provider, { url: `https://localhost:${port}` }))
    server.close()
    expect(error).toMatchObject({
      code: 'network',
      attempts: 1,
      message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      cause: { message: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    expect(connections).toBe(1)
  })

  test.each([
    { status: 407, requests: 1 },
    { status: 403, requests: 1 },
    // A proxy that is down may be up again.
    { status: 502, requests: 3 },
  ])('sends $requests requests to a proxy that responds $status', async ({ status, requests }) => {
    let asked = 0
    const proxy = createProxy().on('connect', (_request, socket) => {
      asked += 1
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    vi.stubEnv('HTTPS_PROXY', `http://canary:canary@127.0.0.1:${port}`)
    vi.stubEnv('NO_PROXY', '')
    vi.stubEnv('no_proxy', '')
    const { printed } = await runProgram('failure', provider.name, 'https://api.example.com')
    proxy.close()
    expect(asked).toBe(requests)
    expect(printed).toMatchObject({
      code: 'network',
      attempts: requests,
      message: expect.stringContaining(requests === 1 ? `HTTP ${status}). Check` : 'after 3 attempts'),
    })
  })

  test('reports at once that there is no fetch, and uses one that comes later', async () => {
    await using server = await startWireServer(answer(onePage(provider)), answer(emptyPage(provider)))
    const messages = provider.connect({ baseUrl: server.url }).messages(CANARY.participant, IN_TURN)
    vi.stubGlobal('fetch', undefined)
    await expect(failure(messages.toArray())).resolves.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('option `fetch`'),
    })
    vi.unstubAllGlobals()
    await expect(messages.toArray()).resolves.toHaveLength(1)
  })

  test.each([
    { what: 'throws an error', fetch: () => Promise.reject(new Error('canary')), says: '(Error)' },
    {
      what: 'has a bug',
      fetch: async () => Reflect.apply(null as unknown as () => unknown, 'canary', []),
      says: '(TypeError)',
    },
    {
      what: 'throws no error',
      fetch: () => Promise.reject('canary' as unknown as Error),
      says: 'of its own,',
    },
    { what: 'returns nothing', fetch: () => Promise.resolve(), says: 'not a `Response`' },
    {
      what: 'returns a response of another kind',
      fetch: () => Promise.resolve({ status: 200, headers: new Headers(), text: async () => '[]' }),
      says: 'not a `Response`',
    },
  ])('calls a fetch once that $what', async ({ fetch, says }) => {
    const spy = vi.fn<typeof globalThis.fetch>(fetch as unknown as typeof globalThis.fetch)
    const error = await failure(
      provider.connect({ fetch: spy }).messages(CANARY.participant, IN_TURN).toArray(),
    )
    expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(says) })
    expect(spy).toHaveBeenCalledTimes(1)
  })

  test('retries what a fetch reports about its connection', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const errors = [
      Object.assign(new Error('canary'), { code: 'ECONNRESET' }),
      new DOMException('canary', 'TimeoutError'),
      new TypeError('fetch failed'),
      new TypeError('Failed to fetch'),
    ]
    const spy = vi.fn<typeof globalThis.fetch>()
    for (const error of errors) spy.mockRejectedValueOnce(error)
    spy.mockImplementation(async () => Response.json(provider.page([], '/')))
    await provider
      .connect({ fetch: spy })
      .messages(CANARY.participant, { limit: 1, ...IN_TURN })
      .toArray()
    expect(spy.mock.calls.length).toBeGreaterThan(errors.length)
  })

  test('says how to use a proxy when no connection can be made', async () => {
    const gone = await startWireServer(answer(emptyPage(provider)))
    await gone[Symbol.asyncDispose]()
    const error = await failure(read(provider, gone, { retries: 0 }))
    expect(error.message).toContain('NODE_USE_ENV_PROXY=1')
  })

  test.each(['Promise.withResolvers', 'URL.parse', 'JSON.parse', 'Request'])(
    'names Node.js 22.13 at once where the runtime lacks %s',
    async (missing) => {
      const { printed, exitCode } = await runProgram(
        'old-runtime',
        provider.name,
        'https://api.example.com',
        missing,
      )
      expect(printed).toMatchObject({
        code: 'unsupported',
        message: expect.stringMatching(new RegExp(`Node\\.js 22\\.13 or later.*${missing}`)),
        unhandled: [],
      })
      expect(exitCode).toBe(0)
    },
  )
})
