import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, endAfter, head, silentAfter } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { emptyPage, onePage, read } from './read.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

const LATIN1 = 'application/json; charset=iso-8859-1'

describe.each(PROVIDERS)('$name', (provider) => {
  const page = onePage(provider)
  const cut = page.slice(0, -30)
  const gzip = { 'content-encoding': 'gzip' }

  describe('a body with a clean end [cut-json]', () => {
    const packed = gzipSync(page)
    test.each([
      { what: 'JSON cut short, of its stated length', script: answer(cut) },
      { what: 'JSON cut short, ended by the connection', script: endAfter(head(), cut) },
      {
        what: 'JSON cut short, in whole chunks',
        script: endAfter(
          head({ headers: { 'transfer-encoding': 'chunked' } }),
          `${cut.length.toString(16)}\r\n${cut}\r\n0\r\n\r\n`,
        ),
      },
      { what: 'gzip cut short', script: answer(packed.subarray(0, packed.length / 2), { headers: gzip }) },
      { what: 'gzip cut short after its head', script: answer(packed.subarray(0, 10), { headers: gzip }) },
      { what: 'text that is no gzip', script: answer(page, { headers: gzip }) },
    ])('is invalid_response after one more attempt: $what', async ({ script }) => {
      await using server = await startWireServer(script)
      const error = await failure(read(provider, server))
      expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 2, retryable: false })
      expect(server.requests).toHaveLength(2)
    })

    test('is read when the next attempt brings all of it', async () => {
      await using server = await startWireServer(answer(cut), answer(page), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
    })
  })

  describe('a body [hostile-body]', () => {
    const maxResponseBytes = 64 * 1024

    test.each([
      { what: 'plain, of its stated length', script: answer(' '.repeat(maxResponseBytes + 1)) },
      {
        what: 'gzip that unpacks to more',
        script: answer(gzipSync(' '.repeat(maxResponseBytes * 100)), { headers: gzip }),
      },
      { what: 'endless, in chunks', script: endless('chunked') },
      { what: 'endless, without a length', script: endless('identity') },
    ])('larger than maxResponseBytes is invalid_response at once: $what', async ({ script }) => {
      await using server = await startWireServer(script)
      const error = await failure(read(provider, server, { maxResponseBytes }))
      expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 1, retryable: false })
      expect(error.message).toContain('maxResponseBytes')
      expect(server.requests).toHaveLength(1)
      await server.socketsFreed()
    })

    test('of just maxResponseBytes is read', async () => {
      await using server = await startWireServer(answer(page), answer(emptyPage(provider)))
      const exact = { maxResponseBytes: Buffer.byteLength(page) }
      await expect(read(provider, server, exact)).resolves.toHaveLength(1)
      await using other = await startWireServer(answer(page))
      const less = { maxResponseBytes: exact.maxResponseBytes - 1 }
      await expect(failure(read(provider, other, less))).resolves.toMatchObject({ code: 'invalid_response' })
    })

    test('without a content-length is read to its end', async () => {
      await using server = await startWireServer(endAfter(head(), page), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
    })

    test('longer than its content-length is cut there, and nothing of the rest is taken for an answer', async () => {
      const lying = { headers: { 'content-length': '20' } }
      await using server = await startWireServer(endAfter(head(lying), page))
      const error = await failure(read(provider, server))
      expect(error).toMatchObject({ code: 'invalid_response', attempts: 2 })
      expect(server.connections).toBe(2)
    })

    test('followed by an answer that nobody asked for does not lend it to the next request', async () => {
      const smuggled = page.replace(CANARY.text, 'smuggled')
      await using server = await startWireServer(
        silentAfter(whole(cut), whole(smuggled)),
        answer(page),
        answer(emptyPage(provider)),
      )
      await expect(read(provider, server)).resolves.toMatchObject([{ text: `${CANARY.text} 1` }])
    })

    test.each(['-1', 'many', '1e3', '5, 7', '99999999999999999999999'])(
      'with a content-length of %s is a failed connection, not tried for ever',
      async (length) => {
        await using server = await startWireServer(
          endAfter(head({ headers: { 'content-length': length } }), page),
        )
        const error = await failure(read(provider, server, { retries: 2 }))
        expect(error).toMatchObject({ code: 'network', attempts: 3 })
      },
    )
  })

  describe('an answer [hostile-headers]', () => {
    const twice = gzipSync(gzipSync(page))

    test('encoded twice is read', async () => {
      const headers = { 'content-encoding': 'gzip, gzip' }
      await using server = await startWireServer(answer(twice, { headers }), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
    })

    test.each([
      { what: 'encoded a hundred times, as it says', encoding: Array(100).fill('gzip').join(', ') },
      { what: 'of an encoding that nobody knows', encoding: 'canary' },
      { what: 'encoded less often than it says', encoding: 'gzip, gzip, gzip' },
    ])('$what is an error after no more than the allowed attempts', async ({ encoding }) => {
      const headers = { 'content-encoding': encoding }
      await using server = await startWireServer(answer(twice, { headers }))
      const error = await failure(read(provider, server, { retries: 2 }))
      expect(['network', 'invalid_response']).toContain(error.code)
      expect(error.attempts).toBe(server.requests.length)
      expect(server.requests.length).toBeLessThanOrEqual(3)
      await server.socketsFreed()
    })

    test.each([
      { what: 'one header', headers: { 'x-canary': 'c'.repeat(20_000) } },
      {
        what: 'many headers',
        headers: Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`x-canary-${at}`, 'canary'])),
      },
    ])('with more than 16 KB in $what is network after the allowed attempts', async ({ headers }) => {
      await using server = await startWireServer(answer(page, { headers }))
      const error = await failure(read(provider, server, { retries: 2 }))
      expect(error).toMatchObject({
        code: 'network',
        attempts: 3,
        cause: { message: 'UND_ERR_HEADERS_OVERFLOW' },
      })
      await server.socketsFreed()
    })
  })

  describe('a body [text-encoding]', () => {
    test('may start with a byte-order mark', async () => {
      await using server = await startWireServer(answer(`\uFEFF${page}`), answer(emptyPage(provider)))
      await expect(read(provider, server)).resolves.toHaveLength(1)
    })

    test('is UTF-8, whatever its label says', async () => {
      const swedish = page.replace('canary text', 'räksmörgås 🦐')
      const headers = { 'content-type': LATIN1 }
      await using server = await startWireServer(answer(swedish, { headers }), answer(emptyPage(provider)))
      const [message] = await read(provider, server)
      expect(message?.text).toMatch(/^räksmörgås 🦐/)
    })

    test.each([
      { what: 'Latin-1, as its label says', body: Buffer.from(page.replace('canary', 'räka'), 'latin1') },
      { what: 'a surrogate', body: Buffer.from(page.replace('canary', '\u00ed\u00a0\u0080'), 'latin1') },
      { what: 'a character cut in half at its end', body: Buffer.from(`${page}\u00f0\u009f`, 'latin1') },
      { what: 'UTF-16', body: Buffer.from(`\uFEFF${page}`, 'utf16le') },
    ])('that is not UTF-8 is invalid_response: $what', async ({ body }) => {
      await using server = await startWireServer(answer(body, { headers: { 'content-type': LATIN1 } }))
      const error = await failure(read(provider, server))
      expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 2 })
      expect(error.message).toContain('UTF-8')
    })
  })
})

/** Sends a body for as long as anyone reads it. */
function endless(coding: 'chunked' | 'identity'): Script {
  return async (exchange) => {
    const chunk = ' '.repeat(1024)
    await exchange.write(head(coding === 'chunked' ? { headers: { 'transfer-encoding': coding } } : {}))
    while (await exchange.write(coding === 'chunked' ? `400\r\n${chunk}\r\n` : chunk));
  }
}

/** A whole answer that leaves the connection open. */
function whole(body: string): string {
  return head({ headers: { 'content-length': String(body.length) } }) + body
}
