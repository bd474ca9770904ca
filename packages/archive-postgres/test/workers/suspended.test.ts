import { openPostgresArchive } from '@sms/archive-postgres'
import { openSyncQueue } from '@sms/archive-postgres/workers'
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
    const place = { url: database.url, schema: 'sms' }
    await using queue = await openSyncQueue(place)
    await queue.enqueueSync({ provider: 'ip1', participants: participant, every: 900 })
    const pool = new Pool({ connectionString: database.url, max: 1 })
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
    await pool.end()

    /** All that is stored, and what the queue knows of the conversation. */
    async function state(): Promise<unknown> {
      await using archive = await openPostgresArchive(place.url, { schema: place.schema })
      const report = await archive.verify(createIp1(simulator.ip1), participant)
      expect(report).toMatchObject({ missing: [], changed: [], vanished: [] })
      const { rows: conversations } = await pool.query('SELECT * FROM sms_workers.conversation')
      const { rows: jobs } = await pool.query('SELECT id, state, retry_count FROM sms_jobs.job')
      return { messages: await archive.messages().toArray(), conversations, jobs, digest: report.digest }
    }
  },
)
