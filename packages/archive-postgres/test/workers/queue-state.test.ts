import { startWorker, type SyncQueue, type Worker } from '@sms/archive-postgres/workers'
import { startSimulator } from '@sms/simulator'
import { beforeEach, describe, expect, test } from 'vitest'
import { EventLog } from './event-log.ts'
import { testQueues } from './queues.ts'
import { WorkerProcess } from './worker-process.ts'

const { url, pool, openNew } = testQueues()
const PARTICIPANTS = ['+46701740605', '+46701740606', '+46701740607', '+46701740608']

let schema: string
let queue: SyncQueue

beforeEach(async () => {
  ;({ queue, schema } = await openNew())
})

/** The time by the clock of the database, some minutes ago. */
async function ago(minutes: number): Promise<Date> {
  const { rows } = await pool.query(`SELECT now() - $1 * interval '1 minute' AS time`, [minutes])
  return rows[0].time
}

/** As if a conversation had been taken and reported so many minutes ago. */
async function take(conversation: number, started: Date, reported: Date): Promise<void> {
  await pool.query(
    `UPDATE ${schema}_jobs.job SET state = 'active', started_on = $2, heartbeat_on = $3 WHERE singleton_key = $1`,
    [String(conversation), started, reported],
  )
}

describe('a conversation of a worker', () => {
  test('runs until the worker is killed, and is due then', async () => {
    const events = new EventLog()
    const [isTaken, isGone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await using simulator = await startSimulator({
      participants: 1,
      messages: 10,
      async beforeAnswer() {
        isTaken.resolve()
        await isGone.promise
        return null
      },
    })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    const settings = { url, schema, accounts: { default: simulator.ip1 } }
    await using worker = new WorkerProcess(settings, events.log)
    await isTaken.promise
    expect((await queue.state()).accounts).toMatchObject([
      { running: 1, runningSince: expect.any(Date), due: 0, dueSince: null },
    ])

    await worker.kill()
    isGone.resolve()

    await expect
      .poll(async () => (await queue.state()).accounts, { timeout: 20_000 })
      .toMatchObject([{ running: 0, runningSince: null, due: 1, dueSince: expect.any(Date) }])
    await using _ = new WorkerProcess(settings, events.log)
    await events.until('job ended', ({ outcome }) => outcome === 'synced')
    expect((await queue.state()).accounts).toMatchObject([{ running: 0, due: 0, dueSince: null }])
  }, 60_000)

  test('runs since the worker took it', async () => {
    const [hours, minutes] = [await ago(120), await ago(5)]
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 2), isUrgent: true })
    await take(1, hours, await ago(0))
    await take(2, minutes, await ago(0))
    // It was asked for once more.
    await pool.query(`UPDATE ${schema}_workers.conversation SET next_sync_at = now()`)

    expect((await queue.state()).accounts).toMatchObject([
      { running: 2, runningSince: hours, due: 0, dueSince: null, conversations: 2 },
    ])
  })
})

describe('a conversation is due', () => {
  test('since its time has come', async () => {
    const [early, late] = [await ago(20), await ago(10)]
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 3) })
    const update = `UPDATE ${schema}_workers.conversation SET next_sync_at = $2 WHERE id = $1`
    await pool.query(update, [1, late])
    await pool.query(update, [2, early])
    await pool.query(update, [3, await ago(-10)])

    expect((await queue.state()).accounts).toMatchObject([{ due: 2, dueSince: early, conversations: 3 }])
  })

  test('since it was queued', async () => {
    const queued = await ago(20)
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
    await pool.query(`UPDATE ${schema}_jobs.job SET created_on = $1`, [queued])

    expect((await queue.state()).accounts).toMatchObject([{ due: 1, dueSince: queued }])
  })

  test('since another attempt may begin, and not before', async () => {
    const [past, future] = [await ago(3), await ago(-3)]
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 2), isUrgent: true })
    await pool.query(`UPDATE ${schema}_workers.conversation SET failed_at = now(), error_code = 'network'`)
    const update = `UPDATE ${schema}_jobs.job SET state = 'retry', start_after = $2 WHERE singleton_key = $1`
    await pool.query(update, ['1', past])
    await pool.query(update, ['2', future])

    expect((await queue.state()).accounts).toMatchObject([{ due: 1, dueSince: past, retrying: 2 }])
  })

  test('if it has failed and its next job waits, once that may begin', async () => {
    const [past, future] = [await ago(3), await ago(-3)]
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 2), isUrgent: true })
    await pool.query(
      `UPDATE ${schema}_workers.conversation SET failed_at = now(), error_code = 'unavailable'`,
    )
    const update = `UPDATE ${schema}_jobs.job SET created_on = $2, start_after = $3 WHERE singleton_key = $1`
    await pool.query(update, ['1', await ago(10), past])
    await pool.query(update, ['2', await ago(10), future])

    expect((await queue.state()).accounts).toMatchObject([{ due: 1, dueSince: past, retrying: 2 }])
  })

  test('if the worker of its next attempt has ended after it has failed', async () => {
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
    await pool.query(`UPDATE ${schema}_workers.conversation SET failed_at = now(), run = 'job:1'`)
    await pool.query(`UPDATE ${schema}_jobs.job SET state = 'retry', start_after = $1`, [await ago(-3)])

    expect((await queue.state()).accounts).toMatchObject([{ running: 0, retrying: 1, due: 1 }])
  })

  test('if its worker has ended, also before another attempt may begin', async () => {
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
    await take(1, await ago(60), await ago(30))
    // It hands jobs of others back, and takes none.
    await using _: Worker = await startWorker({ url, schema, readers: () => null })
    const postpone = `UPDATE ${schema}_jobs.job SET start_after = now() + interval '1 hour' WHERE state = 'retry'`
    await expect.poll(async () => (await pool.query(postpone)).rowCount, { timeout: 20_000 }).toBe(1)

    expect((await queue.state()).accounts).toMatchObject([{ running: 0, retrying: 0, due: 1 }])
  })

  test('if it is lost for good, until a worker notes that', async () => {
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
    await pool.query(`UPDATE ${schema}_workers.conversation SET run = 'job:12'`)
    await pool.query(`UPDATE ${schema}_jobs.job SET name = 'lost'`)

    expect((await queue.state()).accounts).toMatchObject([{ running: 0, failed: 0, due: 1 }])
  })

  test('since the worker has ended that synced it', async () => {
    const reported = await ago(30)
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
    await take(1, await ago(60), reported)

    // It might have reported once more within ten seconds.
    const dueSince = new Date(reported.getTime() + 10_000)
    expect((await queue.state()).accounts).toMatchObject([{ running: 0, due: 1, dueSince }])
  })
})

test('an account is held until its pause is over', async () => {
  const until = await ago(-20)
  await queue.enqueueSync({ provider: 'ip1', account: 'held', participants: PARTICIPANTS })
  await queue.enqueueSync({ provider: 'ip1', account: 'free', participants: PARTICIPANTS })
  const update = `UPDATE ${schema}_workers.account SET held_until = $2, held_because = 'rate_limited' WHERE account = $1`
  await pool.query(update, ['held', until])
  await pool.query(update, ['free', await ago(1)])

  expect((await queue.state()).accounts).toMatchObject([
    { account: 'held', heldUntil: until, heldBecause: 'rate_limited', due: 4 },
    { account: 'free', heldUntil: null, heldBecause: null, due: 4 },
  ])
})

test('the limits of one account are changed, one by one', async () => {
  const shop = { provider: 'ip1', account: 'shop' }
  await queue.limit({ provider: 'ip1', account: 'default' }, {})
  await queue.limit(shop, { perSecond: 0.5 })
  await queue.limit(shop, { inFlight: 8 })
  await queue.limit({ provider: 'smstools', account: 'shop' }, { perSecond: 20 })
  expect((await queue.state()).accounts).toMatchObject([
    { provider: 'ip1', account: 'default', perSecond: 10, inFlight: 4 },
    { provider: 'ip1', account: 'shop', perSecond: 0.5, inFlight: 8 },
    { provider: 'smstools', account: 'shop', perSecond: 20, inFlight: 4 },
  ])
})

test('one account is released, and no other', async () => {
  const accounts = ['ip1', 'smstools'].flatMap((provider) =>
    ['default', 'shop'].map((account) => ({ provider, account })),
  )
  for (const account of accounts) await queue.limit(account, {})
  await pool.query(
    `UPDATE ${schema}_workers.account SET held_until = now() + interval '1 hour', held_because = 'authentication'`,
  )
  expect(await queue.release({ provider: 'ip1', account: 'shop' })).toBe(true)
  expect((await queue.state()).accounts.map(({ heldBecause }) => heldBecause)).toEqual([
    'authentication',
    null,
    'authentication',
    'authentication',
  ])
})

test('the time of the state is that of the database', async () => {
  const before = await ago(0)
  const { at } = await queue.state()
  const after = await ago(0)
  expect(at.getTime()).toBeGreaterThanOrEqual(before.getTime())
  expect(at.getTime()).toBeLessThanOrEqual(after.getTime())
})

describe('a job is neglected', () => {
  beforeEach(async () => {
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS, isUrgent: true })
  })

  test('if no worker takes it over after its own has ended', async () => {
    await take(1, await ago(10), await ago(0.5))
    expect((await queue.state()).neglected).toBe(0)
    await take(2, await ago(10), await ago(2))
    expect((await queue.state()).neglected).toBe(1)
  })

  test('if no worker notes that it is lost for good', async () => {
    const lose = `UPDATE ${schema}_jobs.job SET name = 'lost', created_on = $2 WHERE singleton_key = $1`
    await pool.query(lose, ['1', await ago(0.5)])
    expect((await queue.state()).neglected).toBe(0)
    await pool.query(lose, ['2', await ago(2)])
    expect((await queue.state()).neglected).toBe(1)
  })

  test('if no worker removes it after its end', async () => {
    const complete = `UPDATE ${schema}_jobs.job SET state = 'completed', completed_on = $2 WHERE singleton_key = $1`
    await pool.query(complete, ['1', await ago(5)])
    expect((await queue.state()).neglected).toBe(0)
    await pool.query(complete, ['2', await ago(11)])
    expect((await queue.state()).neglected).toBe(1)
  })

  test('until a worker looks after the queue', async () => {
    await take(1, await ago(60), await ago(60))
    const complete = `UPDATE ${schema}_jobs.job SET state = 'completed', completed_on = $1 WHERE singleton_key = '2'`
    await pool.query(complete, [await ago(60)])
    await using _: Worker = await startWorker({ url, schema, readers: () => null })
    await expect.poll(async () => (await queue.state()).neglected, { timeout: 20_000 }).toBe(0)
  })
})

test('a worker is there while it reports', async () => {
  expect((await queue.state()).workers).toEqual([])
  await using worker = await startWorker({ url, schema, readers: () => null })
  expect((await queue.state()).workers).toMatchObject([{ pid: process.pid, startedAt: expect.any(Date) }])
  await pool.query(`UPDATE ${schema}_jobs.instance SET heartbeat_on = now() - interval '31 seconds'`)
  expect((await queue.state()).workers).toEqual([])
  await worker.stop()
})
