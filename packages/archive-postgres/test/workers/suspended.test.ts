import { openPostgresArchive } from '@sms/archive-postgres'
import { openSyncQueue } from '@sms/archive-postgres/workers'
import type { MessageReader } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { testDatabase } from '@sms/postgres/test-database'
import { startSimulator } from '@sms/simulator'
import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { EventLog } from './event-log.ts'
import { WorkerProcess } from './worker-process.ts'

const database = testDatabase()

// A job is taken over when its heartbeat, and the lease of its conversation, have ended.
const TIMEOUT = 180_000

interface Place {
  readonly url: string
  readonly schema: string
}

/** All that is stored, and what the queue knows of the conversation. */
async function readState(
  { url, schema }: Place,
  reader: MessageReader,
  participant: string,
): Promise<unknown> {
  await using archive = await openPostgresArchive(url, { schema })
  const report = await archive.verify(reader, participant)
  expect(report).toMatchObject({ missing: [], changed: [], vanished: [] })
  const pool = new Pool({ connectionString: url, max: 1 })
  const { rows: conversations } = await pool.query(`SELECT * FROM ${schema}_workers.conversation`)
  const { rows: jobs } = await pool.query(`SELECT id, state, retry_count FROM ${schema}_jobs.job`)
  await pool.end()
  return { messages: await archive.messages().toArray(), conversations, jobs, digest: report.digest }
}

test(
  'a worker that stands still until its job was taken over changes nothing when it goes on',
  { timeout: TIMEOUT },
  async () => {
    let suspend: (() => void) | null = null
    await using simulator = await startSimulator({
      participants: 1,
      messages: 400,
      beforeAnswer({ number }) {
        if (number === 3) suspend?.()
      },
    })
    const [participant = ''] = simulator.participants
    const place = { url: database.url, schema: 'reading' }
    await using queue = await openSyncQueue(place)
    await queue.enqueueSync({ provider: 'ip1', participants: participant, every: 900 })
    const state = (): Promise<unknown> => readState(place, createIp1(simulator.ip1), participant)
    const settings = { ...place, slicePages: 1000, accounts: { default: simulator.ip1 } }
    const [first, second] = [new EventLog(), new EventLog()]

    await using suspended = new WorkerProcess(settings, first.log)
    const hasStopped = new Promise<void>((resolve) => {
      suspend = () => {
        suspend = null
        suspended.signal('SIGSTOP')
        resolve()
      }
    })
    await hasStopped
    await using _ = new WorkerProcess(settings, second.log)
    const [taken] = await second.until('job started')
    expect(taken?.attempt).toBe(1)
    await second.until('job ended', ({ outcome }) => outcome === 'synced')
    const before = await state()

    suspended.signal('SIGCONT')
    const [ended] = await first.until('job ended')

    expect(ended).toMatchObject({ job: taken?.job, outcome: 'lost' })
    expect(await state()).toEqual(before)
  },
)

test(
  'a worker that stands still before it begins a job does not disturb the one that has taken it over',
  { timeout: TIMEOUT },
  async () => {
    let meanwhile: (() => Promise<unknown>) | null = null
    await using simulator = await startSimulator({
      participants: 1,
      messages: 5,
      async beforeAnswer() {
        await meanwhile?.()
        return null
      },
    })
    const [participant = ''] = simulator.participants
    const place = { url: database.url, schema: 'beginning' }
    await using queue = await openSyncQueue(place)
    await queue.enqueueSync({ provider: 'ip1', participants: participant, every: 900 })
    const settings = { ...place, accounts: { default: simulator.ip1 } }
    const [first, second] = [new EventLog(), new EventLog()]
    await using suspended = new WorkerProcess({ ...settings, suspendsItself: true }, first.log)
    const [fetched] = await first.until('job started')
    // It goes on while the other one reads.
    meanwhile = async () => {
      suspended.signal('SIGCONT')
      await first.until('job ended')
    }

    await using _ = new WorkerProcess(settings, second.log)
    const [ended] = await second.until('job ended')

    expect(ended).toMatchObject({ job: fetched?.job, outcome: 'synced' })
    expect(second.all('job started')).toMatchObject([{ attempt: 1 }])
    expect(first.all('job ended')).toMatchObject([{ job: fetched?.job, outcome: 'lost' }])
    expect((await queue.state()).accounts).toMatchObject([{ due: 0, running: 0, retrying: 0, failed: 0 }])
  },
)
