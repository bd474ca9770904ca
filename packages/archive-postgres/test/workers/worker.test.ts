import { ArchiveError } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import {
  openSyncQueue,
  type ReaderOfAccount,
  startWorker,
  type SyncQueue,
  type Worker,
} from '@sms/archive-postgres/workers'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EventLog } from './event-log.ts'
import { testQueues } from './queues.ts'

const { url, pool, openNew } = testQueues()
const MESSAGES = 250
const MANY = { perSecond: 1000, inFlight: 10 }

let schema: string
let queue: SyncQueue
let events: EventLog
const workers: Worker[] = []
const simulators: Simulator[] = []

beforeEach(async () => {
  ;({ queue, schema } = await openNew())
  events = new EventLog()
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
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
  const worker = await startWorker({ url, schema, readers, log: events.log, ...options })
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

const isOf =
  (name: string) =>
  ({ account }: { readonly account: string }): boolean =>
    account === name

/** Each conversation is stored as it is listed. */
async function expectStored(simulator: Simulator): Promise<void> {
  await using archive = await openPostgresArchive(url, { schema })
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

/** The pause of a job, or of an account, is over. */
async function endPauses(): Promise<void> {
  await pool.query(`UPDATE ${schema}_jobs.job SET start_after = now() WHERE state < 'active'`)
  await pool.query(`UPDATE ${schema}_workers.account SET held_until = now() WHERE held_until > now()`)
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

  test.each([
    ['as many as the rate allows', { perSecond: 0.5, inFlight: 10 }, 2],
    ['as many as may wait for one that is in flight', { perSecond: 1000, inFlight: 1 }, 4],
  ] as const)(
    'the conversations of an account that are synced at a time are limited for all workers together: %s',
    async (_, limits, most) => {
      const simulator = await simulate({ participants: most + 1, messages: 2 })
      await queue.limit({ provider: 'ip1', account: 'slow' }, limits)
      const participants = simulator.participants
      await queue.enqueueSync({ provider: 'ip1', account: 'slow', participants, isUrgent: true })
      // As if another worker synced all but one of them.
      await pool.query(
        `UPDATE ${schema}_jobs.job SET state = 'active', started_on = now(), heartbeat_on = now() + interval '1 hour'
        WHERE singleton_key <= $1`,
        [String(most)],
      )
      await queue.enqueueSync({ provider: 'ip1', account: 'other', participants })
      await work(ip1(simulator), { concurrency: 2 })

      await events.until('job ended', isSynced, most + 1)

      expect(events.all('job started').filter(({ account }) => account === 'slow')).toEqual([])
    },
  )

  test('a worker syncs no more conversations of an account at a time than requests may be in flight', async () => {
    const [isWaiting, isOver] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const narrow = await simulate({
      participants: 5,
      messages: 2,
      async beforeAnswer() {
        isWaiting.resolve()
        await isOver.promise
      },
    })
    const other = await simulate({ participants: 5, messages: 2 })
    await queue.limit({ provider: 'ip1', account: 'narrow' }, { perSecond: 1000, inFlight: 2 })
    // One after the other: so the worker looks at the queue often.
    await queue.limit({ provider: 'ip1', account: 'other' }, { perSecond: 1000, inFlight: 1 })
    await queue.enqueueSync({ provider: 'ip1', account: 'narrow', participants: narrow.participants })
    await work((provider, account, fetch) =>
      ip1(account === 'narrow' ? narrow : other)(provider, account, fetch),
    )
    await isWaiting.promise
    await queue.enqueueSync({ provider: 'ip1', account: 'other', participants: other.participants })

    await events.until('job ended', isOf('other'), 5)

    expect(events.all('job started').filter(isOf('narrow'))).toHaveLength(2)
    isOver.resolve()
    await events.until('job ended', isOf('narrow'), 5)
  })

  test.each([1, 4])('two accounts share the places of a worker that has %d', async (concurrency) => {
    let isHeldUp = false
    const simulator = await simulate({
      participants: 5,
      messages: 2,
      async beforeAnswer() {
        if (isHeldUp) await events.until('job started', () => true, 10 + concurrency)
      },
    })
    for (const account of ['first', 'second']) {
      await queue.limit({ provider: 'ip1', account }, MANY)
      await queue.enqueueSync({ provider: 'ip1', account, participants: simulator.participants })
    }
    await work(ip1(simulator), { concurrency })
    await events.until('job ended', isSynced, 10)
    isHeldUp = true
    // All at the same time.
    await pool.query(`UPDATE ${schema}_workers.conversation SET next_sync_at = now()`)

    const started = await events.until('job started', () => true, 14)

    const accounts = started.slice(10, 14).map(({ account }) => account)
    expect(accounts.toSorted()).toEqual(['first', 'first', 'second', 'second'])
    await events.until('job ended', isSynced, 20)
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

  test('a long conversation that a user waits for comes before the others until it is read', async () => {
    const simulator = await simulate({ participants: 3, messages: 2 })
    const [urgent = '', ...others] = simulator.participants
    for (let count = 0; count < 400; count += 1) simulator.conversation(urgent).add()
    await queue.enqueueSync({ provider: 'ip1', participants: others })
    await queue.enqueueSync({ provider: 'ip1', participants: urgent, isUrgent: true })
    await work(ip1(simulator), { concurrency: 1, slicePages: 1 })

    await events.until('job ended', isSynced, 3)

    const ids = events.all('job started').map(({ conversation }) => conversation)
    // It was registered last.
    const slices = ids.filter((id) => id === 3)
    expect(slices.length).toBeGreaterThan(1)
    expect(ids.slice(0, slices.length)).toEqual(slices)
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

test('a pause of one account interrupts no conversation of another', async () => {
  const isReading = Promise.withResolvers<void>()
  const slow = await simulate({
    participants: 1,
    retryAfter: 600,
    async beforeAnswer() {
      await isReading.promise
      return 'rate-limited' as const
    },
  })
  const other = await simulate({
    participants: 1,
    messages: 10,
    async beforeAnswer() {
      isReading.resolve()
      await events.until('job ended', ({ account }) => account === 'slow')
      return null
    },
  })
  await queue.enqueueSync({ provider: 'ip1', account: 'slow', participants: slow.participants })
  await queue.enqueueSync({ provider: 'ip1', account: 'other', participants: other.participants })
  await work((provider, account, fetch) => ip1(account === 'slow' ? slow : other)(provider, account, fetch))

  const [ended] = await events.until('job ended', ({ account }) => account === 'other')

  expect(ended?.outcome).toBe('synced')
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

    // The provider may be down for all.
    expect(events.all('job started').map(({ attempt }) => attempt)).toEqual([0, 0])
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

    expect(events.all('account held')[0]).toMatchObject({ seconds: 900, because: 'authentication' })
    expect(accounts).toMatchObject([{ heldBecause: 'authentication', due: 3, failed: 0 }])
    expect(failed).toEqual([])
  })
})

test.each([
  [new RangeError('+46701740605 is out of range.'), { code: 'unknown', message: 'RangeError' }],
  [new ArchiveError('storage', 'The disk is full.'), { code: 'storage', message: 'The disk is full.' }],
])('an attempt that fails by %o counts, and is followed by another one', async (error, expected) => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  let calls = 0
  await work((_, __, fetch) => {
    const reader = createIp1({ ...simulator.ip1, fetch })
    return {
      ...reader,
      messages(...of) {
        calls += 1
        if (calls === 1) throw error
        return reader.messages(...of)
      },
    }
  })

  await events.until('job ended', isSynced)

  expect(events.all('job ended').filter(hasFailed)).toMatchObject([expected])
  expect(events.all('job started').map(({ attempt }) => attempt)).toEqual([0, 1])
})

test('a conversation that someone syncs by hand is synced ten seconds later, and does not fail', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const simulator = await simulate({
    participants: 1,
    messages: 5,
    async beforeAnswer({ number }) {
      begin()
      if (number === 1) await events.until('job ended')
    },
  })
  const [participant = ''] = simulator.participants
  await using archive = await openPostgresArchive(url, { schema })
  const syncing = archive.sync(createIp1({ ...simulator.ip1, timeout: 120_000 }), participant)
  await begun
  await queue.enqueueSync({ provider: 'ip1', participants: participant })
  await work(ip1(simulator))

  const [ended] = await events.until('job ended')

  await syncing
  expect(ended).toMatchObject({ outcome: 'continues' })
  const { rows } = await pool.query(`
    SELECT extract(epoch FROM start_after - created_on)::int AS delay FROM ${schema}_jobs.job WHERE state = 'created'`)
  expect(rows).toEqual([{ delay: 10 }])
  await endPauses()
  await events.until('job ended', isSynced)
})

const isOneOfTwo = ({ conversation }: { readonly conversation: number }): boolean => conversation < 3

describe('a provider that is unavailable', () => {
  test.each(['internal-error', 'reset', 'stall'] as const)(
    'is a state of its account and no failure of its conversations: %s',
    async (fault) => {
      let isDown = true
      const simulator = await simulate({
        participants: 2,
        messages: 5,
        beforeAnswer: () => (isDown ? fault : null),
      })
      await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
      await work((_, __, fetch) => createIp1({ ...simulator.ip1, retries: 0, timeout: 200, fetch }))
      // As often as a conversation may fail, and more.
      for (let held = 1; held <= 13; held += 1) {
        await events.until('account held', () => true, held)
        const [account] = (await queue.state()).accounts
        expect(account).toMatchObject({ heldUntil: expect.any(Date), failed: 0 })
        await endPauses()
      }
      const pauses = events.all('account held').map(({ seconds }) => seconds)
      expect(pauses[0]).toBeLessThanOrEqual(4)
      expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
      expect(pauses.at(-1)).toBe(600)
      expect(new Set(events.all('job started').map(({ attempt }) => attempt))).toEqual(new Set([0]))
      isDown = false

      // A request that was sent before may fail after it.
      const endPausesAndCount = async (): Promise<number> => {
        await endPauses()
        return events.all('job ended').filter(isSynced).length
      }
      await expect.poll(endPausesAndCount, { timeout: 20_000 }).toBe(2)
      const { rows } = await pool.query(
        `SELECT outage_pause, outage_of, unserved_since FROM ${schema}_workers.account`,
      )
      expect(rows).toEqual([{ outage_pause: 0, outage_of: null, unserved_since: null }])
    },
  )

  test('for many conversations at a time holds its account once, for as long as for two', async () => {
    const areSent = Promise.withResolvers<void>()
    const simulator = await simulate({
      participants: 5,
      messages: 5,
      async beforeAnswer({ number }) {
        if (number === 5) areSent.resolve()
        await areSent.promise
        return 'internal-error' as const
      },
    })
    await queue.limit({ provider: 'ip1', account: 'default' }, MANY)
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await work(ip1(simulator))

    const ended = await events.until('job ended', () => true, 5)

    expect(ended.map(({ outcome }) => outcome).toSorted()).toEqual([
      'continues',
      'continues',
      'continues',
      'continues',
      'failed',
    ])
    expect(events.all('account held')).toMatchObject([{ seconds: 4 }])
    const { rows } = await pool.query(`SELECT outage_pause FROM ${schema}_workers.account`)
    expect(rows).toEqual([{ outage_pause: 4 }])
  })

  test('for one conversation alone stops no other one, and is a failure of that one for good', async () => {
    const simulator = await simulate({
      participants: 2,
      messages: 5,
      beforeAnswer: ({ path }) => (path.includes(broken.slice(1)) ? 'internal-error' : null),
    })
    const [broken = '', healthy = ''] = simulator.participants
    const syncHealthy = async (): Promise<void> => {
      const { length } = events.all('job ended').filter(isSynced)
      // It is noted once a second.
      await pool.query(`UPDATE ${schema}_workers.account SET served_at = served_at - interval '1 second'`)
      await queue.enqueueSync({ provider: 'ip1', participants: healthy })
      await events.until('job ended', isSynced, length + 1)
    }
    const tryAgain = async (): Promise<void> => {
      const { length } = events.all('job ended').filter(hasFailed)
      await endPauses()
      await events.until('job ended', hasFailed, length + 1)
    }
    await queue.enqueueSync({ provider: 'ip1', participants: broken })
    await work(ip1(simulator))
    await events.until('job ended', hasFailed)
    const { failed_at: failedAt } = await readRow()
    await tryAgain()
    await syncHealthy()
    await tryAgain()
    await syncHealthy()
    await tryAgain()
    // Nothing shows any more that the provider serves others.
    await tryAgain()
    // As if it had been tried for two hours.
    await pool.query(`UPDATE ${schema}_jobs.job SET retry_limit = retry_count WHERE state < 'active'`)
    await tryAgain()
    expect((await queue.state()).accounts).toMatchObject([{ heldUntil: null, retrying: 1, failed: 0 }])
    await syncHealthy()

    await tryAgain()

    const { accounts, failed } = await queue.state()
    expect(failed).toMatchObject([{ conversation: 1, code: 'unavailable', failedAt }])
    expect(accounts).toMatchObject([{ heldUntil: null, retrying: 0, failed: 1 }])
    expect(events.all('account held')).toEqual([])
    const attempts = events.all('job started').filter(({ conversation }) => conversation === 1)
    expect(attempts.map(({ attempt }) => attempt)).toEqual([0, 0, 0, 1, 2, 12, 12])
  })

  test('for two conversations keeps no long one waiting whose pages it serves', async () => {
    const [isReading, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let pages = 0
    const simulator = await simulate({
      participants: 3,
      messages: 1000,
      async beforeAnswer({ path }) {
        if (!path.includes(long.slice(1))) {
          await isReading.promise
          return 'internal-error'
        }
        pages += 1
        if (pages === 1) return null
        isReading.resolve()
        // The others are tried once more before it goes on.
        await (pages === 2 ? mayGoOn.promise : events.until('job ended', isOneOfTwo, 4))
        return null
      },
    })
    const [first = '', second = '', long = ''] = simulator.participants
    await queue.enqueueSync({ provider: 'ip1', participants: [first, second] })
    await queue.enqueueSync({ provider: 'ip1', participants: long })
    await work(ip1(simulator))
    await events.until('account held')
    mayGoOn.resolve()
    await events.until('job ended', ({ outcome }) => outcome === 'continues')
    await events.until('job ended', ({ conversation }) => conversation === 3)
    await endPauses()

    await events.until('job ended', isSynced)

    // They do not grow.
    for (const { seconds } of events.all('account held')) expect(seconds).toBe(4)
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

  test('is kept until another one is asked for', async () => {
    const request = { provider: 'ip1', participants: '+46701740605' }
    await queue.enqueueSync({ ...request, every: 7200 })
    await queue.enqueueSync(request)
    expect(await readRow()).toMatchObject({ every: 7200, pause: 7200 })
    await queue.enqueueSync({ ...request, every: 3600 })
    expect(await readRow()).toMatchObject({ every: 3600, pause: 3600 })
    await queue.enqueueSync({ ...request, every: null })
    expect(await readRow()).toMatchObject({ every: null })
  })

  test('a conversation without one is synced once', async () => {
    const simulator = await simulate({ participants: 1, messages: 5 })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    await work(ip1(simulator))
    await events.until('job ended', isSynced)
    expect(await readRow()).toMatchObject({ next_sync_at: null, every: null })
  })

  test.each([
    ['is synced', true, null],
    ['is synced', false, null],
    ['fails for good', false, 'redirect'],
  ] as const)(
    'a conversation that is asked for while it %s is synced once more (urgent: %s)',
    async (_, isUrgent, fault) => {
      const once = beforeOneAnswer(fault)
      const simulator = await simulate({ participants: 1, messages: 5, beforeAnswer: once.beforeAnswer })
      const [participant = ''] = simulator.participants
      once.act(() => queue.enqueueSync({ provider: 'ip1', participants: participant, isUrgent }))
      await queue.enqueueSync({ provider: 'ip1', participants: participant })
      await work(ip1(simulator))

      await events.until('job ended', isSynced, fault === null ? 2 : 1)

      expect(events.all('job ended')).toHaveLength(2)
      expect(await readRow()).toMatchObject({ next_sync_at: null, run: null })
    },
  )

  test.each([
    ['is synced', null],
    ['fails for good', 'redirect'],
    ['fails for now', 'unavailable'],
  ] as const)(
    'a conversation that a user waits for while it %s is synced again before the others',
    async (_, fault) => {
      const once = beforeOneAnswer(fault)
      const simulator = await simulate({ participants: 6, messages: 5, beforeAnswer: once.beforeAnswer })
      const [participant = '', ...others] = simulator.participants
      once.act(async () => {
        await queue.enqueueSync({ provider: 'ip1', participants: others })
        await queue.enqueueSync({ provider: 'ip1', participants: participant, isUrgent: true })
        // Someone who does not wait asks for it as well.
        await queue.enqueueSync({ provider: 'ip1', participants: participant })
      })
      await queue.enqueueSync({ provider: 'ip1', participants: participant })
      await work(ip1(simulator), { concurrency: 1 })

      await events.until('job ended', isSynced, fault === null ? 7 : 6)

      const ids = events.all('job started').map(({ conversation }) => conversation)
      expect(ids).toHaveLength(7)
      expect(ids.slice(0, 2)).toEqual([1, 1])
    },
  )
})

/** Lets a test act once, before the next answer of the provider. That answer is the fault, if one is given. */
function beforeOneAnswer<Fault>(fault: Fault | null): {
  readonly act: (action: () => Promise<unknown>) => void
  readonly beforeAnswer: () => Promise<Fault | null>
} {
  let waiting: (() => Promise<unknown>) | null = null
  return {
    act(action) {
      waiting = action
    },
    async beforeAnswer() {
      const action = waiting
      waiting = null
      await action?.()
      return action === null ? null : fault
    },
  }
}

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

test('a worker that is stopped gives up a page that takes longer than 15 seconds, and hands its conversation back', async () => {
  const [isSent, isOver] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const simulator = await simulate({
    participants: 1,
    async beforeAnswer() {
      isSent.resolve()
      await isOver.promise
    },
  })
  const signals: (AbortSignal | null | undefined)[] = []
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  const worker = await work((provider, account, fetch) =>
    ip1(simulator)(provider, account, (input, init) => {
      signals.push(init?.signal)
      return fetch(input, init)
    }),
  )
  await isSent.promise
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const stopping = worker.stop()
  await events.until('stopping')
  await vi.advanceTimersByTimeAsync(14_999)
  expect(signals).toMatchObject([{ aborted: false }])
  await vi.advanceTimersByTimeAsync(1)
  expect(signals).toMatchObject([{ aborted: true }])
  vi.useRealTimers()

  await stopping

  expect(events.all('job ended')).toMatchObject([{ outcome: 'continues' }])
  expect((await queue.state()).accounts).toMatchObject([{ due: 1, running: 0, retrying: 0, failed: 0 }])
  isOver.resolve()
})

/** As if this version of the package had changed the tables. */
function setVersion(number: number): Promise<unknown> {
  return pool.query(`UPDATE ${schema}_workers.version SET number = $1`, [number])
}

describe('a newer version of the package that has changed the tables', () => {
  const newer = { code: 'newer_version', message: expect.stringContaining('Update the package') }

  test('ends a running worker, which hands its conversation back', async () => {
    let isHeldUp = true
    const simulator = await simulate({
      participants: 1,
      messages: 400,
      async beforeAnswer({ number }) {
        // Until the worker has noticed.
        if (number === 2 && isHeldUp) await events.until('stopping')
      },
    })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    const worker = await work(ip1(simulator))
    workers.splice(0)
    await events.until('job started')
    const { rows } = await pool.query(`SELECT number FROM ${schema}_workers.version`)
    await setVersion(1000)

    await expect(worker.stopped).rejects.toMatchObject(newer)

    expect(events.all('error')).toMatchObject([newer])
    expect(events.all('job ended')).toMatchObject([{ outcome: 'continues' }])
    expect(events.all('stopped')).toHaveLength(1)
    expect((await queue.state()).accounts).toMatchObject([{ due: 1, running: 0, retrying: 0 }])
    await expect(work(ip1(simulator))).rejects.toMatchObject(newer)
    await expect(openSyncQueue({ url, schema })).rejects.toMatchObject(newer)
    // As if the package were updated.
    isHeldUp = false
    await setVersion(rows[0].number)
    await work(ip1(simulator))
    await events.until('job ended', isSynced)
    await expectStored(simulator)
  })
})

test('tables of the first version are brought up to date', async () => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  // As the first version made them.
  await pool.query(`
    ALTER TABLE ${schema}_workers.conversation DROP COLUMN is_urgent, DROP COLUMN unavailable_at;
    ALTER TABLE ${schema}_workers.account DROP COLUMN served_at, DROP COLUMN outage_pause, DROP COLUMN outage_of, DROP COLUMN unserved_since;
    UPDATE ${schema}_workers.version SET number = 1`)

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

test('an account whose reader cannot be made is opened again', async () => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  let calls = 0
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  await work((provider, account, fetch) => {
    calls += 1
    if (calls === 1) throw new TypeError('The file of the credentials is locked.')
    return ip1(simulator)(provider, account, fetch)
  })

  await events.until('job ended', isSynced)

  expect(calls).toBe(2)
  const message = 'The function `readers` failed for ip1 (default). Find out why. It is called again.'
  expect(events.all('error')).toEqual([
    { event: 'error', provider: 'ip1', account: 'default', code: 'TypeError', message },
  ])
})

test('a connection that a reader needs, and cannot be made, is not that of the queue', async () => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  let calls = 0
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  await work((provider, account, fetch) => {
    calls += 1
    if (calls === 1) {
      const error = new Error('connect ECONNREFUSED 192.0.2.1:8200')
      throw Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect' })
    }
    return ip1(simulator)(provider, account, fetch)
  })

  await events.until('job ended', isSynced)

  const message = 'The function `readers` failed for ip1 (default). Find out why. It is called again.'
  expect(events.all('error')).toEqual([
    { event: 'error', provider: 'ip1', account: 'default', code: 'ECONNREFUSED', message },
  ])
})

test('an account whose reader is never made keeps no other one waiting, and no worker from its end', async () => {
  const simulator = await simulate({ participants: 2, messages: 5 })
  const participants = simulator.participants
  await queue.enqueueSync({ provider: 'ip1', account: 'first', participants })
  const isCalled = Promise.withResolvers<void>()
  const worker = await work((provider, account, fetch) => {
    if (account !== 'first') return ip1(simulator)(provider, account, fetch)
    isCalled.resolve()
    return Promise.withResolvers<null>().promise
  })
  await isCalled.promise
  await queue.enqueueSync({ provider: 'ip1', account: 'second', participants })

  await events.until('job ended', isSynced, 2)
  await worker.stop()

  expect(events.all('job ended').map(({ account }) => account)).toEqual(['second', 'second'])
  expect(events.all('error')).toEqual([])
})

test('an account whose reader is not made within 30 seconds is opened again, as the log says', async () => {
  const simulator = await simulate({ participants: 1, messages: 5 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  const isCalled = Promise.withResolvers<void>()
  let calls = 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await work((provider, account, fetch) => {
    calls += 1
    isCalled.resolve()
    return calls === 1 ? Promise.withResolvers<null>().promise : ip1(simulator)(provider, account, fetch)
  })
  await isCalled.promise
  await vi.advanceTimersByTimeAsync(29_999)
  expect(events.all('error')).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  vi.useRealTimers()

  await events.until('job ended', isSynced)

  expect(calls).toBe(2)
  expect(events.all('error')).toEqual([
    {
      event: 'error',
      provider: 'ip1',
      account: 'default',
      code: 'timeout',
      message:
        'The reader of ip1 (default) was not made within 30 seconds. Find out what the function `readers` waits for. It is called again.',
    },
  ])
})

test('a reader that is still being made when its worker stops sends no request any more', async () => {
  const simulator = await simulate({ participants: 1 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  const { promise: given, resolve: give } = Promise.withResolvers<typeof fetch>()
  const worker = await work((_, __, fetch) => {
    give(fetch)
    return Promise.withResolvers<null>().promise
  })
  const send = await given
  await worker.stop()

  await expect(send(simulator.url)).rejects.toThrow('The worker has stopped')

  expect(simulator.requests).toBe(0)
})

test('a reader that could not be made leaves nothing behind when its worker stops', async () => {
  const simulator = await simulate({ participants: 1 })
  await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const worker = await work(async (_, __, fetch) => {
    await fetch(simulator.url)
    throw new TypeError('The credentials are not there yet.')
  })
  await events.until('error')

  await worker.stop()

  expect(vi.getTimerCount()).toBe(0)
})

test('a conversation that was erased is not synced any more', async () => {
  const simulator = await simulate({ participants: 2, messages: 5 })
  const [erased = '', kept = ''] = simulator.participants
  await queue.enqueueSync({ provider: 'ip1', participants: [erased, kept] })
  await using archive = await openPostgresArchive(url, { schema })
  await archive.erase(erased)
  await work(ip1(simulator))

  await events.until('job ended', ({ outcome }) => outcome === 'removed')
  await events.until('job ended', isSynced)

  expect((await queue.state()).accounts).toMatchObject([{ conversations: 1, due: 0, failed: 0 }])
})

test('participants who were erased are not queued', async () => {
  const simulator = await simulate({ participants: 2, messages: 5 })
  const [erased = ''] = simulator.participants
  await using archive = await openPostgresArchive(url, { schema })
  await archive.erase(erased)
  expect(await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })).toBe(1)
})

test('many conversations are queued in batches, each once, and are counted', async () => {
  const participants = Array.from({ length: 2001 }, (_, index) => `+467017${10_000 + index}`)
  const counts: number[] = []
  const onProgress = (queued: number): void => void counts.push(queued)
  const [known = ''] = participants
  await queue.enqueueSync({ provider: 'ip1', participants: known, isUrgent: true })
  await queue.enqueueSync({ provider: 'ip1', account: 'other', participants: known })

  const asked = [...participants, ' 0046 70 17 10 000 ', '+46701710001']
  expect(await queue.enqueueSync({ provider: 'ip1', participants: asked, every: 900, onProgress })).toBe(2001)

  expect(counts).toEqual([1000, 2000, 2001])
  expect((await queue.state()).accounts).toMatchObject([
    { account: 'default', conversations: 2001, due: 2001 },
    { account: 'other', conversations: 1, due: 1 },
  ])
  const { rows } = await pool.query(
    `SELECT participant, every FROM ${schema}.conversation c JOIN ${schema}_workers.conversation USING (id)
     WHERE source_id = 1 ORDER BY id`,
  )
  expect(rows).toEqual(participants.map((participant) => ({ participant, every: 900 })))
})

test('two requests for the same conversations in another order do not fail', async () => {
  const participants = Array.from({ length: 1000 }, (_, index) => `+467017${10_000 + index}`)
  const request = { provider: 'ip1' }
  await using other = await openSyncQueue({ url, schema })
  const ask = (): Promise<readonly number[]> =>
    Promise.all([
      queue.enqueueSync({ ...request, participants }),
      other.enqueueSync({ ...request, participants: participants.toReversed() }),
    ])
  expect(await ask()).toEqual([1000, 1000])
  expect(await ask()).toEqual([1000, 1000])
  expect((await queue.state()).accounts).toMatchObject([{ conversations: 1000, due: 1000 }])
})

test.each([
  [{ provider: '', participants: [] }, '`provider` is not usable'],
  [{ provider: 'ip1', participants: [], every: 0 }, '`every` is not usable'],
  [{ provider: 'ip1', participants: [], onProgress: 1 as never }, '`onProgress` is not usable'],
  [{ provider: 'ip1', participants: [], often: true }, 'There is no option `often`'],
])('a request that is not usable is rejected: %j', async (request, expected) => {
  await expect(queue.enqueueSync(request)).rejects.toThrow(expected)
})

test('the right to create schemas is only needed once', async () => {
  const { pathname } = new URL(url)
  const role = `owner_${schema}_${pathname.slice(-8)}`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'a password'`)
  await pool.query(`GRANT CREATE ON DATABASE ${pathname.slice(1)} TO ${role}`)
  const owned = new URL(url)
  owned.username = role
  owned.password = 'a password'
  const place = { url: owned.href, schema: `${schema}_owned` }
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
  await expect(startWorker({ url, schema: 'a-b', readers })).rejects.toThrow('`schema` is not usable')
  await expect(startWorker({ url, readers, concurrency: 0 })).rejects.toThrow('`concurrency` is not usable')
  await expect(queue.limit({ provider: 'ip1', account: 'default' }, { perSecond: 0.09 })).rejects.toThrow(
    '`perSecond` is not usable',
  )
  await expect(queue.release({ provider: 'ip1', account: 'missing' })).rejects.toThrow(
    '`account` is not usable: expected an account of this provider that the queue lists.',
  )
  await expect(openSyncQueue({ url, schema: 'missing', create: false })).rejects.toMatchObject({
    code: 'not_an_archive',
  })
  expect((await queue.state()).accounts).toEqual([])
})
