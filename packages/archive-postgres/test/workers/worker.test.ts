import { openPostgresArchive } from '@sms/archive-postgres'
import {
  openSyncQueue,
  type ReaderOfAccount,
  startWorker,
  type SyncQueue,
  type Worker,
} from '@sms/archive-postgres/workers'
import { createIp1 } from '@sms/ip1'
import { testDatabase } from '@sms/postgres/test-database'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EventLog } from './event-log.ts'

const database = testDatabase()
const MESSAGES = 250
const MANY = { perSecond: 1000, inFlight: 10 }

let schemas = 0
let schema: string
let pool: Pool
let queue: SyncQueue
let events: EventLog
const workers: Worker[] = []
const simulators: Simulator[] = []

beforeAll(() => {
  pool = new Pool({ connectionString: database.url, max: 2 })
})
afterAll(() => pool.end())
beforeEach(async () => {
  schemas += 1
  schema = `archive_${schemas}`
  queue = await openSyncQueue({ url: database.url, schema })
  events = new EventLog()
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await queue.close()
  await Promise.all(simulators.splice(0).map((simulator) => simulator.close()))
})

async function simulate(options: Parameters<typeof startSimulator>[0]): Promise<Simulator> {
  const simulator = await startSimulator({ messages: MESSAGES, ...options })
  simulators.push(simulator)
  return simulator
}

async function work(
  readers: ReaderOfAccount,
  options: { readonly concurrency?: number; readonly slicePages?: number } = {},
): Promise<Worker> {
  const worker = await startWorker({ url: database.url, schema, readers, log: events.log, ...options })
  workers.push(worker)
  return worker
}

const ip1 =
  (simulator: Simulator): ReaderOfAccount =>
  (_, __, fetch) =>
    createIp1({ ...simulator.ip1, retries: 0, fetch })

const noReaders: ReaderOfAccount = () => null

const isSynced = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'synced'

const hasFailed = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'failed'

/** Each conversation is stored as it is listed. */
async function expectStored(simulator: Simulator): Promise<void> {
  await using archive = await openPostgresArchive(database.url, { schema })
  for (const participant of simulator.participants) {
    const { missing, changed, digest } = await archive.verify(createIp1(simulator.ip1), participant)
    expect({ missing, changed }).toEqual({ missing: [], changed: [] })
    expect(digest.archive).toBe(digest.provider)
  }
}

/** The row of the only conversation. */
async function readRow(): Promise<Record<string, unknown>> {
  const { rows } = await pool.query(
    `SELECT *, extract(epoch FROM next_sync_at - synced_at)::float8 AS wait FROM ${schema}_workers.conversation`,
  )
  return rows[0]
}

test('workers sync every conversation that was asked for, each message once', async () => {
  const simulator = await simulate({ participants: 6 })
  await queue.limit({ provider: 'ip1', account: 'default' }, MANY)
  expect(await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })).toBe(6)
  await Promise.all([work(ip1(simulator), { slicePages: 1 }), work(ip1(simulator), { slicePages: 1 })])

  await events.until('job ended', isSynced, 6)

  await expectStored(simulator)
  expect((await queue.state()).accounts).toMatchObject([
    { provider: 'ip1', account: 'default', conversations: 6, due: 0, running: 0, retrying: 0, failed: 0 },
  ])
  expect(events.all('error')).toEqual([])
})

test('no line of the log and nothing of the queue contains a number or a text', async () => {
  const simulator = await simulate({ participants: 2 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  await work(ip1(simulator))
  await events.until('job ended', isSynced, 2)
  const { rows } = await pool.query(`SELECT data, output, singleton_key FROM ${schema}_jobs.job`)

  const shown = JSON.stringify([events.events, rows, await queue.state()])

  expect(rows.length).toBeGreaterThan(0)
  for (const participant of simulator.participants) {
    expect(shown).not.toContain(participant.slice(-6))
    expect(shown).not.toContain(simulator.conversation(participant).at(0).text)
  }
})

describe('fairness', () => {
  test('a conversation does not wait for long ones of its account', async () => {
    const simulator = await simulate({ participants: 4, messages: 10 })
    const [short = '', ...long] = simulator.participants
    for (const participant of long)
      for (let count = 0; count < 400; count += 1) simulator.conversation(participant).add()
    await queue.enqueueSync({ provider: 'ip1', participants: long })
    await work(ip1(simulator), { concurrency: 2, slicePages: 1 })
    await events.until('job ended')
    await queue.enqueueSync({ provider: 'ip1', participants: short })

    const [ended] = await events.until('job ended', isSynced)

    // It was registered last.
    expect(ended?.conversation).toBe(4)
    expect(events.all('job ended').filter(({ outcome }) => outcome === 'continues')).not.toEqual([])
    await events.until('job ended', isSynced, 4)
  })

  test('conversations that wait for another attempt keep no other one waiting', async () => {
    const simulator = await simulate({ participants: 1, messages: 2 })
    const [healthy = ''] = simulator.participants
    const failing = Array.from({ length: 100 }, (_, index) => `+467017${10_000 + index}`)
    await queue.enqueueSync({ provider: 'ip1', participants: failing, isUrgent: true })
    // As if each had failed for a while.
    await pool.query(`UPDATE ${schema}_jobs.job SET state = 'retry', start_after = now() + interval '1 hour'`)
    await queue.enqueueSync({ provider: 'ip1', participants: healthy })
    await work(ip1(simulator))

    const [ended] = await events.until('job ended', isSynced)

    // It was registered last.
    expect(ended?.conversation).toBe(101)
  })

  test('the conversations of an account that are synced at a time are limited for all workers together', async () => {
    const simulator = await simulate({ participants: 3, messages: 2 })
    await queue.limit({ provider: 'ip1', account: 'slow' }, { perSecond: 0.5, inFlight: 10 })
    const participants = simulator.participants
    await queue.enqueueSync({ provider: 'ip1', account: 'slow', participants, isUrgent: true })
    // As if another worker synced two of them: as many as the rate allows.
    await pool.query(`
      UPDATE ${schema}_jobs.job SET state = 'active', started_on = now(), heartbeat_on = now() + interval '1 hour'
      WHERE singleton_key < '3'`)
    await queue.enqueueSync({ provider: 'ip1', account: 'other', participants })
    await work(ip1(simulator), { concurrency: 2 })

    await events.until('job ended', isSynced, 3)

    expect(events.all('job started').filter(({ account }) => account === 'slow')).toEqual([])
  })

  test('of the conversations that are due, only the next ones are queued', async () => {
    const simulator = await simulate({ participants: 1, messages: 2 })
    const participants = Array.from({ length: 400 }, (_, index) => `+467017${10_000 + index}`)
    await queue.limit({ provider: 'ip1', account: 'default' }, { perSecond: 1, inFlight: 1 })
    await queue.enqueueSync({ provider: 'ip1', participants })
    await work(ip1(simulator))

    await events.until('job ended', () => true, 3)

    const { rows } = await pool.query(`SELECT count(*)::int AS jobs FROM ${schema}_jobs.job`)
    expect(rows[0].jobs).toBeLessThanOrEqual(200)
  })

  test('a conversation that a user waits for comes before the others of its account', async () => {
    const simulator = await simulate({ participants: 10, messages: 5 })
    const [urgent = '', ...others] = simulator.participants
    await queue.enqueueSync({ provider: 'ip1', participants: others })
    await work(ip1(simulator), { concurrency: 1 })
    await events.until('job ended', isSynced, 2)
    await queue.enqueueSync({ provider: 'ip1', participants: urgent, isUrgent: true })
    const before = events.all('job started').length
    await events.until('job ended', isSynced, 10)
    const ids = events.all('job started').map(({ conversation }) => conversation)
    // Its id is the highest: it was registered last.
    const at = ids.indexOf(Math.max(...ids))
    expect(at).toBeGreaterThanOrEqual(2)
    expect(at).toBeLessThanOrEqual(before + 1)
  })

  test('a provider that asks for a pause holds its account everywhere, and no other account', async () => {
    let isRefused = true
    const slow = await simulate({
      participants: 4,
      messages: 10,
      retryAfter: 600,
      beforeAnswer: () => (isRefused ? 'rate-limited' : null),
    })
    const other = await simulate({ participants: 4, messages: 10, seed: 5 })
    const reader: ReaderOfAccount = (provider, account, fetch) =>
      ip1(account === 'slow' ? slow : other)(provider, account, fetch)
    await queue.limit({ provider: 'ip1', account: 'slow' }, { perSecond: 1000, inFlight: 1 })
    await queue.enqueueSync({ provider: 'ip1', account: 'slow', participants: slow.participants })
    await Promise.all([work(reader, { concurrency: 1 }), work(reader, { concurrency: 1 })])
    const [held] = await events.until('account held')
    expect(held).toMatchObject({ account: 'slow', seconds: 600, because: 'rate_limited' })
    await queue.enqueueSync({ provider: 'ip1', account: 'other', participants: other.participants })

    await events.until('job ended', ({ account, outcome }) => account === 'other' && outcome === 'synced', 4)

    const { accounts } = await queue.state()
    expect(accounts.find(({ account }) => account === 'slow')).toMatchObject({
      heldUntil: expect.any(Date),
      heldBecause: 'rate_limited',
      due: 4,
      retrying: 0,
      failed: 0,
    })
    expect(slow.requests).toBe(1)
    isRefused = false
  })
})

test('an account that is released goes on at once, with the worker that was told of the pause as well', async () => {
  let isRefused = true
  const simulator = await simulate({
    participants: 1,
    messages: 10,
    retryAfter: 600,
    beforeAnswer: () => (isRefused ? 'rate-limited' : null),
  })
  const account = { provider: 'ip1', account: 'default' }
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  await work(ip1(simulator))
  await events.until('job ended', ({ outcome }) => outcome === 'continues')
  expect((await queue.state()).accounts).toMatchObject([{ heldBecause: 'rate_limited' }])
  isRefused = false

  expect(await queue.release(account)).toBe(true)

  await events.until('job ended', isSynced)
  expect(await queue.release(account)).toBe(false)
  expect(events.all('account held')).toHaveLength(1)
  expect((await queue.state()).accounts).toMatchObject([{ heldUntil: null, heldBecause: null }])
})

describe('a failure', () => {
  test('that may pass is tried again', async () => {
    let requests = 0
    const simulator = await simulate({
      participants: 1,
      beforeAnswer() {
        requests += 1
        return requests === 1 ? 'unavailable' : null
      },
    })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await work(ip1(simulator))
    const [failed] = await events.until('job ended', hasFailed)
    expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('ip1') })
    expect(await readRow()).toMatchObject({ error_code: 'unavailable' })

    await events.until('job ended', isSynced)

    expect(events.all('job started').map(({ attempt }) => attempt)).toEqual([0, 1])
    expect(await readRow()).toMatchObject({ error_code: null, failed_at: null })
    await expectStored(simulator)
  })

  test('that does not pass waits for someone, with its reason, until it is retried', async () => {
    let isBroken = true
    const simulator = await simulate({ participants: 1, beforeAnswer: () => (isBroken ? 'redirect' : null) })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants, every: 900 })
    await work(ip1(simulator))
    await events.until('job ended', hasFailed)
    const { failed, accounts } = await queue.state()
    expect(failed).toMatchObject([
      { provider: 'ip1', account: 'default', code: 'invalid_response', message: expect.any(String) },
    ])
    expect(accounts).toMatchObject([{ failed: 1, retrying: 0, due: 0 }])
    isBroken = false
    expect(await queue.retry({ code: 'timeout' })).toBe(0)

    expect(await queue.retry({ code: 'invalid_response' })).toBe(1)

    await events.until('job ended', isSynced)
    expect((await queue.state()).failed).toEqual([])
    await expectStored(simulator)
  })

  test('that comes again after a sync is shown again', async () => {
    let isBroken = true
    const simulator = await simulate({ participants: 1, beforeAnswer: () => (isBroken ? 'redirect' : null) })
    const ask = (): Promise<number> =>
      queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await ask()
    await work(ip1(simulator))
    await events.until('job ended', hasFailed)
    isBroken = false
    await ask()
    await events.until('job ended', isSynced)
    expect((await queue.state()).failed).toEqual([])
    isBroken = true

    await ask()

    await events.until('job ended', hasFailed, 2)
    expect((await queue.state()).failed).toMatchObject([{ conversation: 1, code: 'invalid_response' }])
  })

  test('of each worker that syncs a conversation is one for good', async () => {
    const simulator = await simulate({ participants: 1 })
    const [participant = ''] = simulator.participants
    await queue.enqueueSync({ provider: 'ip1', participants: participant, every: 900, isUrgent: true })
    // As if the worker of its last attempt had ended long ago.
    await pool.query(
      `UPDATE ${schema}_jobs.job SET state = 'active', retry_count = retry_limit, started_on = now(), heartbeat_on = '2026-01-01'`,
    )
    await work(noReaders)

    await expect.poll(async () => (await queue.state()).failed, { timeout: 20_000 }).toHaveLength(1)

    const { failed, accounts } = await queue.state()
    expect(failed).toMatchObject([{ conversation: 1, code: 'worker_lost' }])
    expect(accounts).toMatchObject([{ failed: 1, due: 0, running: 0 }])
    // Else it would end workers for ever.
    expect(await readRow()).toMatchObject({ next_sync_at: null })
    expect(await queue.retry({ code: 'worker_lost' })).toBe(1)
    await work(ip1(simulator))
    await events.until('job ended', isSynced)
  })

  test('of the credentials holds the account, and fails no conversation', async () => {
    const simulator = await simulate({ participants: 3 })
    await queue.limit({ provider: 'ip1', account: 'default' }, { inFlight: 1 })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await work((_, __, fetch) => createIp1({ ...simulator.ip1, apiKey: 'wrong', fetch }))
    await events.until('job ended')

    const { accounts, failed } = await queue.state()

    expect(accounts).toMatchObject([{ heldBecause: 'authentication', due: 3, failed: 0 }])
    expect(failed).toEqual([])
  })
})

describe('the schedule', () => {
  test('waits twice as long after each sync without news, up to a week, and starts again at a message', async () => {
    const simulator = await simulate({ participants: 1, messages: 5 })
    const [participant = ''] = simulator.participants
    await queue.enqueueSync({ provider: 'ip1', participants: participant, every: 900 })
    await work(ip1(simulator))
    await events.until('job ended', isSynced)
    const waits: number[] = []
    for (let syncs = 2; syncs <= 12; syncs += 1) {
      waits.push(Math.round(Number((await readRow())['wait'])))
      if (syncs === 12) simulator.conversation(participant).add()
      await pool.query(`UPDATE ${schema}_workers.conversation SET next_sync_at = now()`)
      await events.until('job ended', isSynced, syncs)
    }

    expect(waits).toEqual([900, 1800, 3600, 7200, 14_400, 28_800, 57_600, 115_200, 230_400, 460_800, 604_800])
    expect(Math.round(Number((await readRow())['wait']))).toBe(900)
  })

  test('a conversation without one is synced once', async () => {
    const simulator = await simulate({ participants: 1, messages: 5 })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await work(ip1(simulator))
    await events.until('job ended', isSynced)
    expect(await readRow()).toMatchObject({ next_sync_at: null, every: null })
  })

  test('a conversation that is asked for while it is synced is synced once more', async () => {
    let ask: (() => Promise<unknown>) | null = null
    const simulator = await simulate({
      participants: 1,
      messages: 5,
      async beforeAnswer() {
        const asking = ask
        ask = null
        await asking?.()
      },
    })
    const [participant = ''] = simulator.participants
    ask = () => queue.enqueueSync({ provider: 'ip1', participants: participant, isUrgent: true })
    await queue.enqueueSync({ provider: 'ip1', participants: participant })
    await work(ip1(simulator))

    await events.until('job ended', isSynced, 2)

    expect(await readRow()).toMatchObject({ next_sync_at: null, run: null })
  })
})

test('a worker that is stopped ends after its page, and hands its conversation back', async () => {
  const simulator = await simulate({ participants: 1, messages: 1000, latency: 20 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  const worker = await work(ip1(simulator), { slicePages: 1000 })
  await events.until('job started')
  const stopping = worker.stop()
  const [ended] = await events.until('job ended')
  await stopping
  expect(ended?.outcome).toBe('continues')
  expect((await queue.state()).accounts).toMatchObject([{ due: 1, running: 0, retrying: 0 }])

  await work(ip1(simulator))
  await events.until('job ended', isSynced)

  await expectStored(simulator)
})

test('a worker leaves accounts to others that it has no reader of', async () => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  const [participant = ''] = simulator.participants
  await queue.enqueueSync({ provider: 'smstools', participants: participant })
  await queue.enqueueSync({ provider: 'ip1', participants: participant })
  await work((provider, account, fetch) =>
    provider === 'ip1' ? ip1(simulator)(provider, account, fetch) : null,
  )
  await events.until('job ended', isSynced)
  expect((await queue.state()).accounts).toMatchObject([
    { provider: 'smstools', due: 1 },
    { provider: 'ip1', due: 0 },
  ])
  await work((provider, _, fetch) =>
    provider === 'smstools' ? createSmstools({ ...simulator.smstools, fetch }) : null,
  )
  await events.until('job ended', isSynced, 2)
})

test('a conversation that was erased is not synced any more', async () => {
  const simulator = await simulate({ participants: 2, messages: 5 })
  const [erased = '', kept = ''] = simulator.participants
  await queue.enqueueSync({ provider: 'ip1', participants: [erased, kept] })
  await using archive = await openPostgresArchive(database.url, { schema })
  await archive.erase(erased)
  await work(ip1(simulator))

  await events.until('job ended', ({ outcome }) => outcome === 'removed')
  await events.until('job ended', isSynced)

  expect((await queue.state()).accounts).toMatchObject([{ conversations: 1, due: 0, failed: 0 }])
})

test('participants who were erased are not queued', async () => {
  const simulator = await simulate({ participants: 2, messages: 5 })
  const [erased = ''] = simulator.participants
  await using archive = await openPostgresArchive(database.url, { schema })
  await archive.erase(erased)
  expect(await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })).toBe(1)
})

test.each([
  [{ provider: '', participants: [] }, '`provider` is not usable'],
  [{ provider: 'ip1', participants: [], every: 0 }, '`every` is not usable'],
  [{ provider: 'ip1', participants: [], often: true }, 'There is no option `often`'],
])('a request that is not usable is rejected: %j', async (request, expected) => {
  await expect(queue.enqueueSync(request)).rejects.toThrow(expected)
})

test('the right to create schemas is only needed once', async () => {
  const { pathname } = new URL(database.url)
  const role = `owner_${schema}_${pathname.slice(-8)}`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'a password'`)
  await pool.query(`GRANT CREATE ON DATABASE ${pathname.slice(1)} TO ${role}`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'a password'
  const place = { url: url.href, schema: `${schema}_owned` }
  await (await openSyncQueue(place)).close()
  await pool.query(`REVOKE CREATE ON DATABASE ${pathname.slice(1)} FROM ${role}`)

  const opened = await openSyncQueue(place)

  expect((await opened.state()).accounts).toEqual([])
  await opened.close()
  await pool.query(`DROP OWNED BY ${role}`)
  await pool.query(`DROP ROLE ${role}`)
})

test('what is not usable is rejected before anything is done', async () => {
  const readers = noReaders
  await expect(startWorker({ url: 'sms.db', readers })).rejects.toThrow('`url` is not usable')
  await expect(startWorker({ url: database.url, schema: 'a-b', readers })).rejects.toThrow(
    '`schema` is not usable',
  )
  await expect(startWorker({ url: database.url, readers, concurrency: 0 })).rejects.toThrow(
    '`concurrency` is not usable',
  )
  await expect(queue.limit({ provider: 'ip1', account: 'default' }, { perSecond: 0.09 })).rejects.toThrow(
    '`perSecond` is not usable',
  )
  await expect(queue.release({ provider: 'ip1', account: 'missing' })).rejects.toThrow(
    '`account` is not usable: expected an account of this provider that the queue lists.',
  )
  await expect(openSyncQueue({ url: database.url, schema: 'missing', create: false })).rejects.toMatchObject({
    code: 'not_an_archive',
  })
  expect((await queue.state()).accounts).toEqual([])
})
