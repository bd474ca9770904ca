import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isPublicAddress } from '../src/attachments/public-address.ts'
import { type FindAddresses, makePublicFetch } from '../src/attachments/public-fetch.ts'
import { LOCALHOST } from './certificate.ts'

/** A lookup that finds these addresses, whatever the name. */
function found(...addresses: readonly string[]): FindAddresses {
  return (_host, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '172.15.255.255',
  '172.32.0.0',
  '2606:4700::1111',
  '64:ff9b::8.8.8.8',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.19.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::1',
  '2001:db8::1',
  '2001:0:7f00:1::',
  '2002:7f00:1::',
  'localhost',
  '',
])('%j is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

describe('a fetch of public addresses', () => {
  let server: Server
  let url: string
  let respond: RequestListener
  let connections: number
  beforeEach(async () => {
    connections = 0
    server = createServer(LOCALHOST, (request, response) => respond(request, response))
    server.on('connection', () => (connections += 1))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `https://localhost:${(server.address() as AddressInfo).port}/f1`
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const rules = {
    find: found('127.0.0.1'),
    isAllowed: (address: string) => address === '127.0.0.1',
    ca: LOCALHOST.cert,
  }
  const fetchText = async (init?: RequestInit) => (await makePublicFetch(rules)(url, init)).text()

  test('makes no connection if the name leads to a private address, even beside public ones', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['169.254.169.254']]) {
      const fetch = makePublicFetch({ find: found(...addresses), isAllowed: isPublicAddress })
      await expect(fetch(url)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('private'),
      })
    }
    // By the system's own lookup.
    await expect(makePublicFetch()(url)).rejects.toMatchObject({ code: 'unsupported' })
    expect(connections).toBe(0)
  })

  test('looks a name up for each request, and connects to what it has checked', async () => {
    respond = (_, response) => response.end('content')
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1']]
    let lookups = 0
    const fetch = makePublicFetch({
      ...rules,
      find: (host, done) => found(...(answers[lookups++] ?? []))(host, done),
    })
    expect(await (await fetch(url)).text()).toBe('content')
    await expect(fetch(url)).rejects.toMatchObject({ code: 'unsupported' })
    expect(await (await fetch(url)).text()).toBe('content')
    expect([lookups, connections]).toEqual([3, 2])
  })

  test('trusts no certificate that Node.js does not trust', async () => {
    respond = (_, response) => response.end('content')
    const fetch = makePublicFetch({ find: rules.find, isAllowed: rules.isAllowed })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test('sends the headers that it is given, and returns status, headers and body', async () => {
    const seen: (string | string[] | undefined)[] = []
    respond = ({ headers }, response) => {
      seen.push(headers['accept'], headers['accept-encoding'], headers['authorization'])
      response.writeHead(206, { 'content-type': 'image/png', 'set-cookie': ['a=1', 'b=2'] }).end('content')
    }
    const response = await makePublicFetch(rules)(url, { headers: { accept: '*/*' } })
    expect([response.status, response.headers.get('content-type')]).toEqual([206, 'image/png'])
    expect(await response.text()).toBe('content')
    expect(seen).toEqual(['*/*', 'identity', undefined])
  })

  test('follows no redirect', async () => {
    respond = (_, response) => response.writeHead(307, { location: url }).end()
    const response = await makePublicFetch(rules)(url)
    expect([response.status, response.headers.get('location'), connections]).toEqual([307, url, 1])
  })

  test('does not accept a compressed body, which may be far larger than it looks', async () => {
    respond = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2 ** 20)))
    await expect(fetchText()).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('fails if the body is shorter than its length', async () => {
    respond = (_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('content', () => response.destroy())
    }
    await expect(fetchText()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('does not accept a status that no response has', async () => {
    respond = (_, response) => response.writeHead(999).end()
    await expect(fetchText()).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('reads no further than its reader, and ends when that does', async () => {
    const closed = Promise.withResolvers<number>()
    respond = (_, response) => {
      let sent = 0
      const chunk = Buffer.alloc(65_536)
      const send = (): void => {
        while (response.write(chunk)) sent += chunk.length
        sent += chunk.length
        response.once('drain', send)
      }
      response.on('close', () => closed.resolve(sent))
      send()
    }
    const { body } = await makePublicFetch(rules)(url)
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
    // What the buffers of both sides hold.
    expect(await closed.promise).toBeLessThan(16 * 2 ** 20)
  })

  test('is ended by its signal', async () => {
    const controller = new AbortController()
    respond = (_, response) => {
      response.write('content')
      controller.abort()
    }
    await expect(fetchText({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
