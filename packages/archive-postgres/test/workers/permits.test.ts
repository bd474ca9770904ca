import { Socket } from 'node:net'
import { testDatabase } from '@sms/postgres/test-database'
import { Pool, type PoolConfig } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openSyncQueue } from '@sms/archive-postgres/workers'
import { holdAccount, limitAccount, openAccount } from '../../src/workers/accounts.ts'
import { AccountHeld, type Permit, Permits } from '../../src/workers/permits.ts'

const database = testDatabase()
const SCHEMA = 'sms_workers'
const NEVER = new AbortController().signal

let pools: readonly Pool[]
let account: number
let accounts = 0

beforeAll(async () => {
  pools = [0, 1].map(() => new Pool({ connectionString: database.url, max: 4 }))
  await using _ = await openSyncQueue({ url: database.url })
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
})
beforeEach(async () => {
  accounts += 1
  account = await openAccount(first(), SCHEMA, { provider: 'ip1', account: `account ${accounts}` })
})

function first(): Pool {
  const [pool] = pools
  if (pool === undefined) throw new Error('There are two pools.')
  return pool
}

/** The permits of two workers. */
function twoWorkers(): readonly Permits[] {
  return pools.map((pool) => new Permits(pool, SCHEMA, account, fail))
}

function fail(error: unknown): never {
  throw error
}

/** The time by the database's clock, in seconds. */
async function now(): Promise<number> {
  const { rows } = await first().query('SELECT extract(epoch FROM clock_timestamp())::float8 AS now')
  return rows[0].now
}

/** More queries than it takes to send a request. */
async function afterQueries<Result>(result: Result): Promise<Result> {
  for (let count = 0; count < 10; count += 1) await now()
  return result
}

async function flights(): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM ${SCHEMA}.account, jsonb_each(flights) WHERE id = $1`
  const { rows } = await first().query(sql, [account])
  return rows[0].count
}

test('the requests of all workers together are as far apart as the account allows', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 20, inFlight: 100 })
  const workers = twoWorkers()
  const from = await now()
  await Promise.all(workers.flatMap((permits) => Array.from({ length: 10 }, () => permits.acquire(NEVER))))
  // The first one is sent at once. Each second has room for one that is late.
  expect((await now()) - from).toBeGreaterThanOrEqual((19 / 20) * 1.1)
  for (const permits of workers) permits.close()
})

test('a request waits for its turn at a slow rate, as for no pause', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 0.1, inFlight: 2 })
  const [permits] = twoWorkers()
  const permit = await permits?.acquire(NEVER)
  const end = new AbortController()
  const waiting = permits?.acquire(end.signal)
  waiting?.catch(() => undefined)
  await afterQueries(null)
  end.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  permit?.release()
  permits?.close()
})

test('no more requests are in flight than the account allows, whoever sends them', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 1000, inFlight: 3 })
  const workers = twoWorkers()
  const sent: Permit[] = []
  const requests = workers.flatMap((permits) =>
    Array.from({ length: 10 }, () => permits.acquire(NEVER).then((permit) => sent.push(permit))),
  )
  for (let ended = 0; ended < requests.length; ended += 1) {
    await expect.poll(() => sent.length).toBe(Math.min(ended + 3, requests.length))
    expect(await afterQueries(sent.length)).toBe(sent.length)
    sent[ended]?.release()
  }
  await Promise.all(requests)
  for (const permits of workers) permits.close()
})

test('of the requests of a worker that wait, one at a time asks the database', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 1000, inFlight: 100 })
  const pool = new Pool({ connectionString: database.url, max: 4 })
  const query = pool.query.bind(pool)
  let [asking, most] = [0, 0]
  vi.spyOn(pool, 'query').mockImplementation(async (text: string, values: unknown[]) => {
    asking += 1
    most = Math.max(most, asking)
    const result = await query(text, values)
    asking -= 1
    return result
  })
  const permits = new Permits(pool, SCHEMA, account, fail)
  await Promise.all(Array.from({ length: 10 }, () => permits.acquire(NEVER)))
  expect(most).toBe(1)
  permits.close()
  await pool.end()
})

test('a request that is in flight for long is renewed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const [permits] = twoWorkers()
  const permit = await permits?.acquire(NEVER)
  const until = `SELECT max(value::float8) AS until FROM ${SCHEMA}.account, jsonb_each(flights) WHERE id = $1`
  const { rows } = await first().query(until, [account])
  vi.advanceTimersByTime(5000)

  await expect
    .poll(async () => (await first().query(until, [account])).rows[0].until)
    .toBeGreaterThan(rows[0].until)

  vi.useRealTimers()
  permit?.release()
  await expect.poll(flights).toBe(0)
  permits?.close()
})

test('a request of a worker that has ended counts until it is not renewed', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 1000, inFlight: 1 })
  const [ended, other] = twoWorkers()
  await ended?.acquire(NEVER)
  ended?.close()
  expect(await flights()).toBe(1)
  const end = new AbortController()
  const waiting = other?.acquire(end.signal)
  expect(await Promise.race([waiting?.then(() => 'sent'), afterQueries('waits')])).toBe('waits')
  // As if the time had passed.
  await first().query(
    `UPDATE ${SCHEMA}.account SET flights = (SELECT jsonb_object_agg(key, 0) FROM jsonb_each(flights)) WHERE id = $1`,
    [account],
  )
  const permit: Permit | undefined = await waiting
  expect(await flights()).toBe(1)
  permit?.release()
  other?.close()
})

test('a request that ends while it is renewed is not in flight any more', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const pool = new Pool({ connectionString: database.url, max: 4 })
  const query = pool.query.bind(pool)
  let renewed: Promise<unknown> | undefined
  vi.spyOn(pool, 'query').mockImplementation((text: string, values: unknown[]) => {
    if (!text.includes('unnest')) return query(text, values)
    // The renewal arrives late.
    renewed = afterQueries(null).then(() => query(text, values))
    return renewed
  })
  const permits = new Permits(pool, SCHEMA, account, fail)
  const permit = await permits.acquire(NEVER)
  vi.advanceTimersByTime(5000)

  permit.release()

  await renewed
  await expect.poll(flights).toBe(0)
  permits.close()
  vi.useRealTimers()
  await pool.end()
})

test('a pause that is short is waited for, and a long one is not; a longer one stays', async () => {
  const [permits] = twoWorkers()
  await holdAccount(first(), SCHEMA, account, { seconds: 1, because: 'rate_limited' })
  const from = await now()
  const permit = await permits?.acquire(NEVER)
  expect((await now()) - from).toBeGreaterThanOrEqual(0.9)
  permit?.release()
  await holdAccount(first(), SCHEMA, account, { seconds: 3, because: 'rate_limited' })
  await expect(permits?.acquire(NEVER)).rejects.toBeInstanceOf(AccountHeld)
  await holdAccount(first(), SCHEMA, account, { seconds: 600, because: 'authentication' })
  await holdAccount(first(), SCHEMA, account, { seconds: 1, because: 'rate_limited' })
  await expect(permits?.acquire(NEVER)).rejects.toBeInstanceOf(AccountHeld)
  const { rows } = await first().query(`SELECT held_because FROM ${SCHEMA}.account WHERE id = $1`, [account])
  expect(rows).toEqual([{ held_because: 'authentication' }])
  permits?.close()
})

test('a pause that no clock can show is as long as possible', async () => {
  const [permits] = twoWorkers()
  const seconds = Number.MAX_SAFE_INTEGER
  await holdAccount(first(), SCHEMA, account, { seconds, because: 'rate_limited' })
  await expect(permits?.acquire(NEVER)).rejects.toBeInstanceOf(AccountHeld)
  permits?.close()
})

interface Failure {
  readonly sql?: string
  readonly host?: string
  readonly config?: PoolConfig
}

/** What happens while a database restarts, or others write: the first statement, and its error. */
const PASSING: readonly (readonly [what: string, failure: Failure, error: object])[] = [
  [
    'a connection that the server ends',
    { sql: 'SELECT pg_terminate_backend(pg_backend_pid())' },
    { code: '57P01' },
  ],
  ['a server that is not there', { host: '127.0.0.1:1' }, { syscall: 'connect' }],
  [
    'a server with two addresses that is not there',
    { host: 'database.test:1', config: { stream: socketOfTwoAddresses } },
    { errors: [expect.any(Error), expect.any(Error)] },
  ],
  [
    'a connection that is closed',
    { config: { stream: closedSocket } },
    { message: 'Connection terminated unexpectedly' },
  ],
  [
    'a server that does not respond in time',
    { config: { stream: silentSocket, connectionTimeoutMillis: 1 } },
    { message: 'Connection terminated due to connection timeout' },
  ],
  ['another transaction', { sql: raise('serialization_failure') }, { code: '40001' }],
]

function raise(condition: string): string {
  return `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${condition}'; END $$`
}

function socketOfTwoAddresses(): Socket {
  const socket = new Socket()
  const connect = socket.connect.bind(socket)
  const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }))
  return Object.assign(socket, {
    connect: (port: number, host: string) =>
      connect({ port, host, autoSelectFamily: true, lookup: (_, __, found) => found(null, addresses) }),
  })
}

function closedSocket(): Socket {
  const socket = new Socket()
  return Object.assign(socket, { connect: () => socket.destroy() })
}

function silentSocket(): Socket {
  const socket = new Socket()
  return Object.assign(socket, { connect: () => socket })
}

/** Permits whose first statement fails. */
async function withFailure(
  { sql = 'SELECT', host, config = {} }: Failure,
  error: object,
  use: (permits: Permits) => Promise<void>,
): Promise<void> {
  const url = new URL(database.url)
  url.host = host ?? url.host
  const other = new Pool({ connectionString: url.href, ...config })
  other.on('error', () => undefined)
  const pool = new Pool({ connectionString: database.url, max: 4 })
  const fails = vi.fn<(reason: unknown) => never>((reason) => {
    throw reason
  })
  vi.spyOn(pool, 'query').mockImplementationOnce(() => other.query(sql).catch(fails))
  const permits = new Permits(pool, SCHEMA, account, fail)
  await use(permits)
  expect(fails).toHaveBeenCalledWith(expect.objectContaining(error))
  permits.close()
  await pool.end()
  await other.end()
}

test.each(PASSING)('%s keeps a request waiting, and fails none', async (_, failure, error) => {
  await withFailure(failure, error, async (permits) => {
    await expect(permits.acquire(NEVER)).resolves.toBeDefined()
  })
})

test.each([
  ['insufficient_privilege', '42501'],
  ['disk_full', '53100'],
  ['undefined_table', '42P01'],
])('the error %s of the database is reported with its code', async (name, code) => {
  await withFailure({ sql: raise(name) }, { code }, async (permits) => {
    await expect(permits.acquire(NEVER)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining(`error ${code} of PostgreSQL`),
    })
    // The next one is not affected.
    ;(await permits.acquire(NEVER)).release()
  })
})

test('what waits ends with the reason of its signal', async () => {
  await limitAccount(first(), SCHEMA, account, { perSecond: 1000, inFlight: 1 })
  const [permits] = twoWorkers()
  const permit = await permits?.acquire(NEVER)
  const end = new AbortController()
  const waiting = permits?.acquire(end.signal)
  end.abort(new Error('the caller has left'))
  await expect(waiting).rejects.toThrow('the caller has left')
  permit?.release()
  permits?.close()
})
