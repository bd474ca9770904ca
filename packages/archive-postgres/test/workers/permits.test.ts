import { testDatabase } from '@sms/postgres/test-database'
import { Pool } from 'pg'
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
  // The first one is sent at once.
  expect((await now()) - from).toBeGreaterThanOrEqual(19 / 20)
  for (const permits of workers) permits.close()
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
