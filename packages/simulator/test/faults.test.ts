import { execFile } from 'node:child_process'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGunzip, gunzipSync } from 'node:zlib'
import { type FaultName, type FaultShares, type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SendRequest, firstOf, get, ip1Of, octopushOf, smstoolsOf } from './client.ts'
import { request, headerIn, type Received, receive } from './raw.ts'

const MEBIBYTE = 2 ** 20

let calm: Simulator
let path: string
let credentials: string
/** The response without a fault. */
let good: Received

beforeAll(async () => {
  calm = await startSimulator()
  path = `/v2/conversations/${firstOf(calm).digits}`
  credentials = `authorization: Bearer ${calm.ip1.apiKey}\r\n`
  good = await receive(request(calm, path, credentials))
})
afterAll(() => calm.close())

/** Starts a simulator whose every request has the fault. */
function start(fault: FaultName): Promise<Simulator> {
  return startSimulator({ beforeAnswer: () => fault })
}

async function receiveFrom(fault: FaultName): Promise<Received> {
  await using simulator = await start(fault)
  return await receive(request(simulator, path, credentials))
}

function expectCleanEnd(received: Received): void {
  expect(received).toMatchObject({ head: expect.stringContaining(' 200 '), error: null })
  expect(headerIn(received, 'content-length')).toBe(String(received.body.length))
}

/** The problem details of iP.1. */
function problem(status: number, title: string): object {
  return {
    type: 'about:blank',
    title,
    status,
    detail: 'Try again later',
    instance: '/v2/conversations/46701740605',
  }
}

/** The results of requests that are made one after another. */
async function outcomes(seed: number, faults: FaultShares, requests: number): Promise<readonly string[]> {
  await using simulator = await startSimulator({ seed, faults, messages: 0 })
  const found: string[] = []
  while (found.length < requests) {
    const { status, body } = await octopushOf(simulator)('/conversations/list')
    found.push(status === 503 ? 'unavailable' : body === null ? 'empty' : 'good')
  }
  return found
}

function count(all: readonly string[], wanted: string): number {
  return all.filter((one) => one === wanted).length
}

test('without a fault, the whole response arrives, and the connection is closed', () => {
  expect(good).toMatchObject({ head: expect.stringMatching(/^http\/1.1 200 ok\r\n/), error: null })
  expect(Number(headerIn(good, 'content-length'))).toBe(good.body.length)
  expect(JSON.parse(good.body.toString())).toHaveLength(50)
})

describe('the connection', () => {
  test('is reset before the headers', async () => {
    expect(await receiveFrom('reset')).toEqual({ head: '', body: Buffer.alloc(0), error: 'ECONNRESET' })
  })

  test('is closed half-way through the body that content-length promised', async () => {
    const received = await receiveFrom('cut')
    expect(received).toMatchObject({ head: expect.stringContaining(' 200 '), error: null })
    expect(headerIn(received, 'content-length')).toBe(String(good.body.length))
    expect(received.body).toEqual(good.body.subarray(0, good.body.length / 2))
  })

  test('is closed half-way through a chunk', async () => {
    const received = await receiveFrom('cut-chunk')
    expect(received).toMatchObject({ head: expect.stringContaining(' 200 '), error: null })
    expect(headerIn(received, 'transfer-encoding')).toBe('chunked')
    expect(headerIn(received, 'content-length')).toBeNull()
    const [length = ''] = received.body.toString().split('\r\n', 1)
    expect(Number.parseInt(length, 16)).toBe(good.body.length)
    expect(received.body.subarray(length.length + 2)).toEqual(good.body.subarray(0, good.body.length / 2))
  })

  test('stays open without a byte until the client gives up, while other requests get responses', async () => {
    const arrived = Promise.withResolvers<void>()
    await using simulator = await startSimulator({
      beforeAnswer({ number }) {
        arrived.resolve()
        return number === 1 ? 'stall' : null
      },
    })
    const socket = request(simulator, path, credentials)
    const received = receive(socket)
    await arrived.promise
    expect(await ip1Of(simulator)(path)).toMatchObject({ status: 200 })
    expect(socket.closed).toBe(false)
    socket.destroy()
    expect(await received).toEqual({ head: '', body: Buffer.alloc(0), error: null })
  })

  test('delivers the body one byte at a time', async () => {
    await using simulator = await start('drip')
    const socket = request(simulator, path, credentials)
    let bytes = Buffer.alloc(0)
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) continue
      const body = bytes.subarray(end + 4)
      expect(body).toEqual(good.body.subarray(0, body.length))
      if (body.length >= 4) break
    }
    expect(bytes.length).toBeLessThan(good.body.length)
  })
})

describe('the provider', () => {
  const requests: Readonly<Record<string, (simulator: Simulator) => ReturnType<SendRequest>>> = {
    smstools: (simulator) => smstoolsOf(simulator)('/conversation/46701740605'),
    'conversations-rcs': (simulator) => octopushOf(simulator)('/conversations/list'),
    ip1: (simulator) => ip1Of(simulator)('/v2/conversations/46701740605'),
  }
  test.each<[FaultName, string, number, object]>([
    ['rate-limited', 'smstools', 429, { error: 'Too Many Requests' }],
    ['rate-limited', 'conversations-rcs', 429, { code: 429, message: 'Too Many Requests.' }],
    ['rate-limited', 'ip1', 429, problem(429, 'Too Many Requests')],
    ['internal-error', 'smstools', 500, { error: 'Internal Server Error' }],
    ['internal-error', 'conversations-rcs', 500, { code: 500, message: 'Internal Server Error.' }],
    ['internal-error', 'ip1', 500, problem(500, 'Internal Server Error')],
    ['unavailable', 'smstools', 503, { error: 'Service Unavailable' }],
    ['unavailable', 'conversations-rcs', 503, { code: 503, message: 'Service Unavailable.' }],
    ['unavailable', 'ip1', 503, problem(503, 'Service Unavailable')],
    ['provider-problem', 'smstools', 400, { error: '105', errorMsg: expect.any(String) }],
    ['provider-problem', 'conversations-rcs', 500, { code: 500, message: 'Internal Server Error.' }],
    ['provider-problem', 'ip1', 500, problem(500, 'Internal Server Error')],
  ])('reports %s in the error format of %s', async (fault, provider, status, body) => {
    await using simulator = await start(fault)
    expect(await requests[provider]?.(simulator)).toMatchObject({ status, body })
  })

  test.each([{ retryAfter: undefined, header: '1' } as const, { retryAfter: 90, header: '90' } as const])(
    'sends the Retry-After of the option: $header',
    async ({ retryAfter, header }) => {
      const settings = retryAfter === undefined ? {} : { retryAfter }
      await using simulator = await startSimulator({ ...settings, beforeAnswer: () => 'rate-limited' })
      const received = await receive(request(simulator, path, credentials))
      expect(headerIn(received, 'retry-after')).toBe(header)
    },
  )

  test.each<[FaultName, string]>([
    ['bad-gateway', '502'],
    ['unknown-error', '520'],
  ])('is unreachable, and a gateway reports %s', async (fault, status) => {
    const received = await receiveFrom(fault)
    expect(received.head).toContain(`http/1.1 ${status} `)
    expect(headerIn(received, 'content-type')).toBe('text/html')
    expect(received.body.toString()).toContain(`<title>${status} `)
  })
})

describe('the body', () => {
  test('is the first half of the JSON, and ends cleanly', async () => {
    const received = await receiveFrom('truncated-json')
    expectCleanEnd(received)
    expect(good.body.toString().startsWith(received.body.toString())).toBe(true)
    expect(() => JSON.parse(received.body.toString())).toThrow(SyntaxError)
  })

  test('is the first half of the gzip, and ends cleanly', async () => {
    const received = await receiveFrom('truncated-gzip')
    expectCleanEnd(received)
    expect(headerIn(received, 'content-encoding')).toBe('gzip')
    expect(() => gunzipSync(received.body)).toThrow('unexpected end of file')
  })

  test('is a page in HTML', async () => {
    const received = await receiveFrom('html')
    expectCleanEnd(received)
    expect(headerIn(received, 'content-type')).toBe('text/html; charset=utf-8')
    expect(received.body.toString()).toMatch(/^<!doctype html>/)
  })

  test('is empty', async () => {
    const received = await receiveFrom('empty')
    expectCleanEnd(received)
    expect(received.body).toHaveLength(0)
  })

  test('has a byte that is not UTF-8 within a text, which only a strict reader rejects', async () => {
    const received = await receiveFrom('invalid-utf8')
    expectCleanEnd(received)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(received.body)).toThrow(TypeError)
    const text = received.body.toString()
    expect(JSON.parse(text)).toHaveLength(50)
    expect(text).toMatch(/":"\ufffd[^"]*"[^"]*$/)
    expect(text.replace('\ufffd', '')).toBe(good.body.toString())
  })

  test('is not UTF-8 even if it holds no text', async () => {
    await using simulator = await start('invalid-utf8')
    const received = await receive(request(simulator, '/v2/conversations/447700900999', credentials))
    expect(received.body).toEqual(Buffer.from([0x5b, 0x5d, 0xff]))
  })

  test('begins with a byte-order mark', async () => {
    const received = await receiveFrom('byte-order-mark')
    expectCleanEnd(received)
    expect(received.body).toEqual(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good.body]))
  })

  test('is 256 MiB of zeros in a gzip of less than one', async () => {
    const received = await receiveFrom('gzip-bomb')
    expectCleanEnd(received)
    expect(received.body.length).toBeLessThan(MEBIBYTE)
    let size = 0
    for await (const chunk of Readable.from([received.body]).pipe(createGunzip())) size += chunk.length
    expect(size).toBe(256 * MEBIBYTE)
  })

  test('never ends, while other requests get responses', async () => {
    await using simulator = await startSimulator({
      beforeAnswer: ({ number }) => (number === 1 ? 'endless' : null),
    })
    let size = 0
    for await (const chunk of request(simulator, path, credentials)) {
      size += chunk.length
      if (size > 32 * MEBIBYTE) break
    }
    expect(await ip1Of(simulator)(path)).toMatchObject({ status: 200 })
  })

  test('of an endless response to HEAD is empty and ends', async () => {
    await using simulator = await start('endless')
    expect(await ip1Of(simulator)(path, 'HEAD')).toMatchObject({ status: 200, body: null })
  })
})

describe('the headers', () => {
  test('redirect to another origin, which responds to a client that follows', async () => {
    await using simulator = await startSimulator({
      beforeAnswer: ({ number }) => (number === 1 ? 'redirect' : null),
    })
    const response = await fetch(simulator.url + path, { redirect: 'manual' })
    const location = new URL(response.headers.get('location') ?? '')
    expect(response.status).toBe(302)
    expect(location.origin).not.toBe(simulator.url)
    expect(await get(location.href, { authorization: `Bearer ${simulator.ip1.apiKey}` })).toMatchObject({
      status: 200,
      body: JSON.parse(good.body.toString()),
    })
    expect(simulator.requests).toBe(2)
  })

  test('are larger than fetch accepts', async () => {
    await using simulator = await start('huge-headers')
    const received = await receive(request(simulator, path, credentials))
    expect(received.head.length).toBeGreaterThan(16 * 1024)
    expect(received.body).toEqual(good.body)
    await expect(fetch(simulator.url + path)).rejects.toMatchObject({
      cause: { code: 'UND_ERR_HEADERS_OVERFLOW' },
    })
  })

  test('declare ten nested encodings', async () => {
    const received = await receiveFrom('stacked-encodings')
    const encodings = headerIn(received, 'content-encoding')?.split(', ') ?? []
    expect(encodings).toEqual(Array.from({ length: 10 }, () => 'gzip'))
    expect(encodings.reduce((body) => gunzipSync(body), received.body)).toEqual(good.body)
  })
})

describe('the fault of a request', () => {
  const shares: FaultShares = { unavailable: 0.2, empty: 0.1 }

  test('comes in the requested share of requests', async () => {
    const found = await outcomes(1, shares, 1000)
    expect(Math.abs(count(found, 'unavailable') - 200)).toBeLessThan(30)
    expect(Math.abs(count(found, 'empty') - 100)).toBeLessThan(30)
    expect(count(await outcomes(1, { unavailable: 1 }, 50), 'unavailable')).toBe(50)
    expect(count(await outcomes(1, {}, 50), 'good')).toBe(50)
  })

  test('follows from the seed, whatever the order of the shares', async () => {
    const found = await outcomes(1, shares, 100)
    expect(await outcomes(1, { empty: 0.1, unavailable: 0.2 }, 100)).toEqual(found)
    expect(await outcomes(2, shares, 100)).not.toEqual(found)
  })

  test('is passed to beforeAnswer, which can replace it', async () => {
    const due: (FaultName | null)[] = []
    await using simulator = await startSimulator({
      faults: { unavailable: 1 },
      beforeAnswer({ number, query, fault }) {
        due.push(fault)
        if (number === 1) return undefined
        return query.has('page', '2') ? 'bad-gateway' : null
      },
    })
    const statuses: number[] = []
    for (const page of [1, 1, 2]) {
      const response = await fetch(`${simulator.conversationsRcs.baseUrl}/conversations/list?page=${page}`)
      await response.arrayBuffer()
      statuses.push(response.status)
    }
    expect(statuses).toEqual([503, 401, 502])
    expect(due).toEqual(['unavailable', 'unavailable', 'unavailable'])
  })

  test('is HTTP 500 if beforeAnswer returns an unknown name', async () => {
    const misspelt: unknown = 'rest'
    await using simulator = await start(misspelt as FaultName)
    expect(await smstoolsOf(simulator)('/conversation/46701740605')).toMatchObject({
      status: 500,
      body: { error: "TypeError: beforeAnswer: expected to return a fault's name, null or nothing" },
    })
  })

  test.each<[unknown, string]>([
    [{ rest: 0.1 }, 'faults: no fault rest, expected some of reset, cut, '],
    [{ toString: 0.1 }, 'faults: no fault toString'],
    [{ reset: 1.1 }, 'faults: expected a share from 0 to 1 for reset, got 1.1'],
    [{ reset: -0.1 }, 'faults: expected a share from 0 to 1 for reset, got -0.1'],
    [{ reset: '0.1' }, 'faults: expected a share from 0 to 1 for reset, got 0.1'],
    [{ reset: Number.NaN }, 'faults: expected a share from 0 to 1 for reset, got NaN'],
    [{ reset: 0.6, cut: 0.5 }, 'faults: expected shares of 1 together at most, got 1.1'],
    ['reset', 'faults: expected an object, such as { reset: 0.05 }'],
    [null, 'faults: expected an object, such as { reset: 0.05 }'],
  ])('cannot have the shares %j', async (faults, message) => {
    await expect(startSimulator({ faults: faults as FaultShares })).rejects.toThrow(message)
  })

  test('can come in every request, if the shares add up to slightly more than 1', async () => {
    const parts: FaultShares = { reset: 0.2, cut: 0.4, stall: 0.3, drip: 0.1 }
    expect(0.2 + 0.4 + 0.3 + 0.1).toBeGreaterThan(1)
    await using simulator = await startSimulator({ faults: parts })
    expect(simulator.requests).toBe(0)
  })
})

test('closing the simulator during faults leaves no socket and no timer', async () => {
  const program = fileURLToPath(new URL('closing.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  expect(JSON.parse(stdout)).toEqual([])
})
