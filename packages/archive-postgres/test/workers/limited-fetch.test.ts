import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openSyncQueue } from '@sms/archive-postgres/workers'
import { testDatabase } from '@sms/postgres/test-database'
import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openAccount } from '../../src/workers/accounts.ts'
import { limitedFetch } from '../../src/workers/limited-fetch.ts'
import { AccountHeld, Permits } from '../../src/workers/permits.ts'

const database = testDatabase()
const SCHEMA = 'sms_workers'

let pool: Pool
let accounts = 0
let account: number
let permits: Permits
let respond: RequestListener
let url: string
let pauses: number[]
let reasons: Error[]
let send: typeof fetch

const server = createServer((request, response) => respond(request, response))

beforeAll(async () => {
  pool = new Pool({ connectionString: database.url, max: 4 })
  await using _ = await openSyncQueue({ url: database.url })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await pool.end()
})
beforeEach(async () => {
  accounts += 1
  account = await openAccount(pool, SCHEMA, { provider: 'ip1', account: `account ${accounts}` })
  permits = new Permits(pool, SCHEMA, account, (error) => {
    throw error
  })
  pauses = []
  reasons = []
  send = limitedFetch({
    permits,
    onPause: (seconds) => pauses.push(seconds),
    giveUp: (reason) => reasons.push(reason),
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  permits.close()
})

async function readAccount(): Promise<{ readonly flights: number; readonly held: number }> {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM jsonb_each(flights)) AS flights,
      round(greatest(0, extract(epoch FROM held_until - clock_timestamp())))::int AS held
    FROM ${SCHEMA}.account WHERE id = $1`,
    [account],
  )
  return rows[0]
}

async function noFlight(): Promise<void> {
  await expect.poll(async () => (await readAccount()).flights).toBe(0)
}

test('a request is in flight until its response is read', async () => {
  respond = (_, response) => response.end('[]')
  const response = await send(url)
  expect((await readAccount()).flights).toBe(1)

  expect(await response.text()).toBe('[]')

  await noFlight()
  expect({ pauses, reasons }).toEqual({ pauses: [], reasons: [] })
})

test('a request is in flight until its response is given up', async () => {
  respond = (_, response) => response.write('[')
  const response = await send(url)
  expect((await readAccount()).flights).toBe(1)

  await response.body?.cancel()

  await noFlight()
})

test('a request whose response breaks is in flight no more', async () => {
  respond = (_, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('[', () => response.destroy())
  }
  const response = await send(url)

  await expect(response.text()).rejects.toThrow(TypeError)

  await noFlight()
})

test('a request whose response has no body is in flight no more', async () => {
  respond = (_, response) => response.writeHead(204).end()
  expect((await send(url)).status).toBe(204)
  await noFlight()
})

test('a request that fails is in flight no more', async () => {
  respond = (request) => request.destroy()
  await expect(send(url)).rejects.toThrow(TypeError)
  await noFlight()
  expect(reasons).toEqual([])
})

test('a request that is given up while it waits for its turn takes none', async () => {
  respond = (_, response) => response.end('[]')
  await expect(send(url, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  expect({ ...(await readAccount()), reasons }).toEqual({ flights: 0, held: 0, reasons: [] })
})

test.each([
  [429, '600', 600],
  [503, '600', 600],
])(
  'the status %i with Retry-After gives up all requests of the account',
  async (status, retryAfter, held) => {
    respond = (_, response) => response.writeHead(status, { 'retry-after': retryAfter }).write('[')
    const sent = vi.spyOn(globalThis, 'fetch')

    await expect(send(url)).rejects.toBeInstanceOf(AccountHeld)

    // The rest of the response is not waited for.
    const response = await sent.mock.results[0]?.value
    expect(response.bodyUsed).toBe(true)
    expect(pauses).toEqual([held])
    expect(reasons).toEqual([expect.any(AccountHeld)])
    expect((await readAccount()).held).toBe(held)
    await noFlight()
    await expect(send(url)).rejects.toBeInstanceOf(AccountHeld)
    expect(reasons).toHaveLength(2)
  },
)

test.each([
  [429, {}, 1],
  [429, { 'retry-after': '2' }, 2],
])('the status %i with a short pause is left to the reader: %j', async (status, headers, held) => {
  respond = (_, response) => response.writeHead(status, headers).end()

  const response = await send(url)

  expect(response.status).toBe(status)
  expect({ pauses, reasons }).toEqual({ pauses: [held], reasons: [] })
  await response.text()
  await noFlight()
})

test.each([500, 503])('the status %i without Retry-After is no pause', async (status) => {
  respond = (_, response) => response.writeHead(status).end()

  const response = await send(url)

  expect(response.status).toBe(status)
  expect({ pauses, reasons }).toEqual({ pauses: [], reasons: [] })
  expect((await readAccount()).held).toBe(0)
  await response.text()
})
