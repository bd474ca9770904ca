import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, endAfter, head, silentAfter } from '../../src/answers.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { onePage, read } from './read.ts'

const STATUSES = [
  '301 Moved Permanently',
  '302 Found',
  '303 See Other',
  '307 Temporary Redirect',
  '308 Permanent Redirect',
]

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

describe.each(PROVIDERS)('$name', (provider) => {
  describe.each(STATUSES)('a redirect (%s) [redirect]', (status) => {
    test.each([
      { where: 'to another port', location: (port: number) => `http://127.0.0.1:${port}/` },
      { where: 'to another host', location: (port: number) => `http://localhost:${port}/` },
      { where: 'without a scheme', location: (port: number) => `//127.0.0.1:${port}/` },
      { where: 'with user information', location: (port: number) => `http://user@127.0.0.1:${port}/` },
    ])('$where is never followed, and no credential leaves', async ({ location }) => {
      await using foreign = await startWireServer(answer(onePage(provider)))
      const headers = { location: location(foreign.port) }
      await using server = await startWireServer(answer('', { status, headers }))
      const error = await failure(read(provider, server))
      expect(error).toMatchObject({
        code: 'invalid_response',
        status: Number(status.slice(0, 3)),
        attempts: 1,
        retryable: false,
      })
      expect(server.requests).toHaveLength(1)
      // The requests did carry the credential: it is what stayed here.
      expect(server.requests[0]?.head).toContain(provider.sentCredential)
      expect(foreign.requests).toHaveLength(0)
      expect(foreign.connections).toBe(0)
    })

    test.each([
      '/',
      '',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://',
      'http://[',
      `/${'x'.repeat(9000)}`,
    ])('to %j ends after one request, as a loop does', async (location) => {
      await using server = await startWireServer(answer('', { status, headers: { location } }))
      await expect(failure(read(provider, server))).resolves.toMatchObject({
        code: 'invalid_response',
        attempts: 1,
      })
      expect(server.requests).toHaveLength(1)
    })
  })

  test.each([
    { what: 'never ends', script: silentAfter(head({ status: '302 Found' }), 'canary') },
    {
      what: 'is cut short',
      script: endAfter(head({ status: '302 Found', headers: { 'content-length': '100' } }), 'canary'),
    },
  ])(
    'a redirect whose body $what ends after one request, at once [redirect]',
    { timeout: 5000 },
    async ({ script }) => {
      await using server = await startWireServer(script)
      await expect(failure(read(provider, server))).resolves.toMatchObject({
        code: 'invalid_response',
        status: 302,
        attempts: 1,
      })
      expect(server.requests).toHaveLength(1)
      await server.socketsFreed()
    },
  )

  test.each(['300 Multiple Choices', '304 Not Modified', '305 Use Proxy', '399 Canary'])(
    'what else is between 300 and 399 ends after one request too: %s [redirect]',
    async (status) => {
      await using server = await startWireServer(answer('', { status }))
      await expect(failure(read(provider, server))).resolves.toMatchObject({
        code: 'invalid_response',
        attempts: 1,
      })
    },
  )
})
