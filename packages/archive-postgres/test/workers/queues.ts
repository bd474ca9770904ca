import { openSyncQueue, type SyncQueue } from '@sms/archive-postgres/workers'
import { testDatabase } from '@sms/postgres/test-database'
import { Pool } from 'pg'
import { afterAll, afterEach } from 'vitest'

/** A queue, and the schema of its archive. */
export interface TestQueue {
  readonly queue: SyncQueue
  readonly schema: string
}

/** Queues in the schemas of a database that only one test file uses. */
export interface TestQueues {
  readonly url: string
  /** Runs statements beside the queues. */
  readonly pool: Pool
  /** Opens a new, empty queue. It is closed after the test. */
  openNew(): Promise<TestQueue>
}

export function testQueues(): TestQueues {
  const { url } = testDatabase()
  const pool = new Pool({ connectionString: url, max: 2 })
  afterAll(() => pool.end())
  const opened: SyncQueue[] = []
  afterEach(() => Promise.all(opened.splice(0).map((queue) => queue.close())))
  let schemas = 0
  return {
    url,
    pool,
    openNew: async () => {
      schemas += 1
      const schema = `queue_${schemas}`
      const queue = await openSyncQueue({ url, schema })
      opened.push(queue)
      return { queue, schema }
    },
  }
}
