import { type RetryFilter, startWorker, type SyncQueue, type Worker } from '@sms/archive-postgres/workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { testQueues } from './queues.ts'

const { url, pool, openNew } = testQueues()
const PARTICIPANTS = ['+46701740605', '+46701740606']

let schema: string
let queue: SyncQueue

beforeEach(async () => {
  ;({ queue, schema } = await openNew())
})

/** When a worker has looked after the job. */
async function whenSettled(): Promise<void> {
  await using _: Worker = await startWorker({ url, schema, readers: () => null })
  const settled = `SELECT state FROM ${schema}_jobs.job WHERE name = 'lost'`
  await expect
    .poll(async () => (await pool.query(settled)).rows, { timeout: 20_000 })
    .toEqual([{ state: 'completed' }])
}

async function readRow(): Promise<Record<string, unknown>> {
  return (await pool.query(`SELECT * FROM ${schema}_workers.conversation`)).rows[0]
}

describe('conversations that have failed for good', () => {
  beforeEach(async () => {
    await queue.enqueueSync({ provider: 'ip1', participants: PARTICIPANTS })
    await queue.enqueueSync({ provider: 'ip1', account: 'shop', participants: PARTICIPANTS })
    await queue.enqueueSync({ provider: 'smstools', participants: PARTICIPANTS })
    // The conversations are 1 to 6. The last has failed first, and the fifth is tried again.
    await pool.query(`
      UPDATE ${schema}_workers.conversation SET
        failed_at = '2026-06-30'::timestamptz - id * interval '1 day',
        next_sync_at = CASE WHEN id = 5 THEN now() + interval '1 hour' END,
        error_code = CASE WHEN id % 2 = 0 THEN 'rejected' ELSE 'unavailable' END,
        error_message = 'The reason of ' || id`)
  })

  test('are listed with their reasons, the oldest first', async () => {
    const { failed, accounts } = await queue.state()
    expect(failed.map(({ conversation }) => conversation)).toEqual([6, 4, 3, 2, 1])
    expect(failed[0]).toEqual({
      conversation: 6,
      provider: 'smstools',
      account: 'default',
      failedAt: expect.any(Date),
      code: 'rejected',
      message: 'The reason of 6',
    })
    expect(accounts).toMatchObject([
      { provider: 'ip1', account: 'default', failed: 2, retrying: 0, due: 0 },
      { provider: 'ip1', account: 'shop', failed: 2, retrying: 0, due: 0 },
      { provider: 'smstools', account: 'default', failed: 1, retrying: 1, due: 0 },
    ])
  })

  test.each<[RetryFilter | undefined, readonly number[]]>([
    [undefined, []],
    [{ provider: 'ip1' }, [6]],
    [{ account: 'default' }, [4, 3]],
    [{ code: 'rejected' }, [3, 1]],
    [{ conversation: 3 }, [6, 4, 2, 1]],
    [{ provider: 'ip1', account: 'default', code: 'rejected' }, [6, 4, 3, 1]],
    [{ conversation: 5 }, [6, 4, 3, 2, 1]],
  ])('are retried as they are selected: %j', async (filter, left) => {
    expect(await queue.retry(filter)).toBe(5 - left.length)
    const { failed, accounts } = await queue.state()
    expect(failed.map(({ conversation }) => conversation)).toEqual(left)
    expect(accounts.reduce((sum, { due }) => sum + due, 0)).toBe(5 - left.length)
    expect(accounts.reduce((sum, { retrying }) => sum + retrying, 0)).toBe(1)
  })
})

describe('a conversation whose workers have ended again and again', () => {
  beforeEach(async () => {
    await queue.enqueueSync({
      provider: 'ip1',
      participants: PARTICIPANTS.slice(0, 1),
      every: 900,
      isUrgent: true,
    })
    await pool.query(
      `UPDATE ${schema}_jobs.job SET state = 'active', retry_count = retry_limit, started_on = now(), heartbeat_on = '2026-01-01'`,
    )
  })

  test('has failed since it first did', async () => {
    await pool.query(`UPDATE ${schema}_workers.conversation SET failed_at = '2026-06-01', run = NULL`)
    await whenSettled()
    expect(await readRow()).toMatchObject({
      failed_at: new Date('2026-06-01'),
      error_code: 'worker_lost',
      next_sync_at: null,
    })
  })

  test('is not synced by the last of them any more', async () => {
    await pool.query(
      `UPDATE ${schema}_workers.conversation SET run = (SELECT id || ':12' FROM ${schema}_jobs.job)`,
    )
    await whenSettled()
    expect(await readRow()).toMatchObject({ run: null, error_code: 'worker_lost' })
  })

  test('is left to a later job that syncs it already', async () => {
    await pool.query(`UPDATE ${schema}_workers.conversation SET run = 'another:0'`)
    await whenSettled()
    expect(await readRow()).toMatchObject({ run: 'another:0', failed_at: null, error_code: null })
  })
})
