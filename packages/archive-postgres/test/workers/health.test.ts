import { type ReaderOfAccount, startWorker, type SyncQueue } from '@sms/archive-postgres/workers'
import { createIp1 } from '@sms/ip1'
import { startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EventLog } from './event-log.ts'
import { testQueues } from './queues.ts'
import { SmsCommand } from './sms-command.ts'

const { url, pool, openNew } = testQueues()
const PARTICIPANTS = ['+46701740605', '+46701740606']

// The clock of this machine is a day behind.
const SLOW_CLOCK = `
  const System = Date
  const now = () => System.now() - 86_400_000
  globalThis.Date = class extends System {
    constructor(...values) { super(...(values.length === 0 ? [now()] : values)) }
    static now() { return now() }
  }`

let schema: string
let queue: SyncQueue
let command: SmsCommand

beforeEach(async () => {
  ;({ queue, schema } = await openNew())
  command = new SmsCommand(`${url}?schema=${schema}`)
})
afterEach(() => command[Symbol.dispose]())

function health(): Promise<{ readonly status: unknown; readonly stderr: string }> {
  return healthBy(command)
}

async function healthBy(sms: SmsCommand): Promise<{ readonly status: unknown; readonly stderr: string }> {
  const { status, stderr } = await sms.run('queue', '--health')
  return { status, stderr }
}

const HEALTHY = { status: 0, stderr: '' }

const unhealthy = (problem: string): object => ({ status: 10, stderr: `sms: ${problem}\n` })

/** A worker is there, and does nothing. */
async function pretendWorker(minutes: number): Promise<void> {
  await (await startWorker({ url, schema, readers: () => null })).stop()
  await pool.query(
    `UPDATE ${schema}_jobs.instance SET stopped_on = NULL, heartbeat_on = now() + interval '1 hour', started_on = now() - $1 * interval '1 minute' WHERE stopped_on IS NOT NULL`,
    [minutes],
  )
}

/** Queues conversations that have been due for some minutes. */
async function makeDue(minutes: number): Promise<void> {
  await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS })
  await pool.query(
    `UPDATE ${schema}_workers.conversation SET next_sync_at = now() - $1 * interval '1 minute'`,
    [minutes],
  )
}

/** A worker has taken conversation 1 some minutes ago, and has reported since. */
async function take(started: number, reported: number): Promise<void> {
  await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS.slice(0, 1), isUrgent: true })
  await pool.query(
    `UPDATE ${schema}_jobs.job SET state = 'active', started_on = now() - $1 * interval '1 minute',
      heartbeat_on = now() - $2 * interval '1 minute' WHERE singleton_key = '1'`,
    [started, reported],
  )
}

async function hold(minutes: number, because: string): Promise<void> {
  await pool.query(
    `UPDATE ${schema}_workers.account SET held_until = now() + $1 * interval '1 minute', held_because = $2`,
    [minutes, because],
  )
}

/** The provider has served no conversation for long. */
async function serveNone(): Promise<void> {
  await pool.query(`UPDATE ${schema}_workers.account SET unserved_since = '2026-01-31 12:30:07Z'`)
}

/** The pauses of the jobs and of the account are over. */
async function continueSoon(): Promise<void> {
  await pool.query(`UPDATE ${schema}_jobs.job SET start_after = now() WHERE state < 'active'`)
  await pool.query(`UPDATE ${schema}_workers.account SET held_until = now() WHERE held_until > now()`)
}

test('nothing is wrong while nothing is due, with workers or without', async () => {
  await makeDue(-60)
  expect(await health()).toEqual(HEALTHY)
  await pretendWorker(60)
  expect(await health()).toEqual(HEALTHY)
})

describe('no worker is there', () => {
  const NO_WORKER = 'and no worker is there. Start one with `sms worker`.'

  test('although conversations are due', async () => {
    await makeDue(1)
    expect(await health()).toEqual(unhealthy(`2 conversations due, ${NO_WORKER}`))
  })

  test('although conversations were being synced', async () => {
    await take(10, 1)
    expect(await health()).toEqual(unhealthy(`1 conversation due, ${NO_WORKER}`))
  })
})

describe('conversations are not synced', () => {
  beforeEach(() => pretendWorker(60))

  test('by any worker', async () => {
    await makeDue(14)
    expect(await health()).toEqual(HEALTHY)
    await makeDue(16)
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): conversations have been due for more than 15 minutes. No worker syncs them: start one with its credentials, or see the logs of those that are there.',
      ),
    )
  })

  test('by enough workers', async () => {
    await makeDue(16)
    await take(1, 0)
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): conversations have been due for more than 15 minutes. Start more workers with its credentials, or raise its limits.',
      ),
    )
  })

  test('as the clock of the database shows, whatever that of this machine does', async () => {
    await makeDue(16)
    using slow = new SmsCommand(`${url}?schema=${schema}`, {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(SLOW_CLOCK)}`,
    })
    expect(await healthBy(slow)).toMatchObject({ status: 10 })
  })

  test('because one never ends', async () => {
    await take(59, 0)
    expect(await health()).toEqual(HEALTHY)
    await take(61, 0)
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): a conversation has been syncing for more than an hour. If its worker logs no other end of a job, restart it.',
      ),
    )
  })

  test('because the provider rejects the credentials', async () => {
    await makeDue(60)
    await hold(14, 'authentication')
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): the provider rejected the credentials. Set new ones, restart the workers, and run `sms queue release ip1 --account default`.',
      ),
    )
  })

  test('because the provider has asked for a long pause', async () => {
    await makeDue(60)
    await hold(14, 'rate_limited')
    expect(await health()).toEqual(HEALTHY)
    await makeDue(-60)
    await hold(60, 'rate_limited')
    expect(await health()).toEqual(HEALTHY)
    await makeDue(60)
    await pool.query(
      `UPDATE ${schema}_workers.account SET held_until = '2999-01-31 12:30:07Z', held_because = 'rate_limited'`,
    )
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): the provider has asked for a pause until 2999-01-31 12:30:07 UTC. If it accepts requests again, run `sms queue release ip1 --account default`.',
      ),
    )
  })
})

describe('a provider has served no conversation for long', () => {
  beforeEach(() => pretendWorker(60))

  test.each<[string, () => Promise<void>]>([
    ['is due', () => makeDue(1)],
    ['is being synced', () => take(1, 0)],
    [
      'is tried again later',
      async () => {
        await makeDue(-60)
        await pool.query(`UPDATE ${schema}_workers.conversation SET failed_at = now()`)
      },
    ],
  ])('although one %s', async (_, make) => {
    await make()
    await serveNone()
    expect(await health()).toEqual(
      unhealthy(
        'ip1 (default): the provider has served no conversation since 2026-01-31 12:30:07 UTC. See why in the logs of the workers, and whether it reports an outage.',
      ),
    )
  })

  test('but none is wanted', async () => {
    await makeDue(-60)
    await serveNone()
    expect(await health()).toEqual(HEALTHY)
  })
})

describe('a provider serves no conversation', () => {
  test.each(['internal-error', 'rate-limited'] as const)('for more than 15 minutes: %s', async (fault) => {
    const events = new EventLog()
    let isDown = true
    await using simulator = await startSimulator({
      participants: 1,
      messages: 5,
      retryAfter: 300,
      beforeAnswer: () => (isDown ? fault : null),
    })
    await queue.enqueueSync({ provider: 'ip1', participants: simulator.participants })
    const readers: ReaderOfAccount = (_, __, fetch) => createIp1({ ...simulator.ip1, retries: 0, fetch })
    await using worker = await startWorker({ url, schema, readers, log: events.log })
    await events.until('job ended')
    expect(await health()).toEqual(HEALTHY)
    const since = `UPDATE ${schema}_workers.account SET unserved_since = unserved_since - interval '1 hour' RETURNING unserved_since AS time`
    const { rows } = await pool.query(since)
    await continueSoon()
    await events.until('job ended', () => true, 2)
    const time = rows[0].time.toISOString().slice(0, 19).replace('T', ' ')
    expect(await health()).toEqual(
      unhealthy(
        `ip1 (default): the provider has served no conversation since ${time} UTC. See why in the logs of the workers, and whether it reports an outage.`,
      ),
    )
    isDown = false
    await continueSoon()
    await events.until('job ended', ({ outcome }) => outcome === 'synced')
    await worker.stop()
    expect(await health()).toEqual(HEALTHY)
    expect((await queue.state()).accounts).toMatchObject([{ unservedSince: null }])
  })
})

describe('the upkeep of the queue fails', () => {
  const NEGLECTED =
    '1 job not taken over or removed: the workers cannot look after the queue. The `error` events of their logs say why.'

  test('if workers do not take over what another has left', async () => {
    await pretendWorker(3)
    await pretendWorker(1)
    await take(10, 2)
    expect(await health()).toEqual(unhealthy(NEGLECTED))
  })

  test('but a worker that has just started is given time', async () => {
    await pretendWorker(1)
    await take(10, 2)
    expect(await health()).toEqual(HEALTHY)
  })
})
