import { randomUUID } from 'node:crypto'
import { type QueueDatabase, queueOf, within } from './queue-database.ts'
import type { SqlClient } from './sql-client.ts'

// Other jobs have 0.
const URGENT = 10

/**
 * Queues conversations of an account before its others. One that is queued already moves to the front. One that is being synced
 * stays as it is.
 */
export async function queueUrgently(
  { boss }: QueueDatabase,
  accountId: number,
  conversations: readonly number[],
  client: SqlClient,
): Promise<void> {
  const queue = queueOf(accountId)
  const jobs = conversations.map((conversation) => ({
    id: randomUUID(),
    data: { conversation },
    singletonKey: String(conversation),
    priority: URGENT,
  }))
  const made = new Set(await boss.insert(queue, jobs, { ...within(client), returnId: true }))
  for (const { id, data, singletonKey, priority } of jobs) {
    if (made.has(id)) continue
    await boss.upsert(queue, data, { ...within(client), singletonKey, priority, startAfter: 0 })
  }
}
