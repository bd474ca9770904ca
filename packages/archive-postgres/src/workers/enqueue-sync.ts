import { archivedParticipant, checkNames, invalidOption, sliceSync } from '@sms/archive/store'
import type { PostgresStore } from '../store/postgres-store.ts'
import { openAccount } from './accounts.ts'
import { checkCount, checkName } from './check-options.ts'
import { request } from './conversations.ts'
import { persist } from './persist.ts'
import { createQueue, type QueueDatabase } from './queue-database.ts'
import type { SqlClient } from './sql-client.ts'
import { inTransaction } from './transaction.ts'
import { queueUrgently } from './urgent-jobs.ts'

/** Conversations that workers are to sync. */
export interface SyncRequest {
  /** The provider's name. */
  readonly provider: string
  /** A name for the account, if a provider has several. Default: `default`. */
  readonly account?: string | undefined
  /** As `Archive.sync` accepts them. */
  readonly participants: string | Iterable<string> | AsyncIterable<string>
  /**
   * The shortest time between two syncs of a conversation, in seconds. As long as nothing happens in it, the time doubles, up to
   * seven days. Left out, a new conversation is synced once, and a known one keeps its schedule. Null ends the schedule.
   */
  readonly every?: number | null | undefined
  /** Whether a user waits for it: then it comes before the others of its account. */
  readonly isUrgent?: boolean | undefined
  /** Called after each thousand participants or so, with how many conversations are queued. */
  readonly onProgress?: ((queued: number) => void) | undefined
}

const OPTIONS = ['provider', 'account', 'participants', 'every', 'isUrgent', 'onProgress']
const BATCH = 1000
const LONGEST_EVERY = 365 * 24 * 3600

/** @returns How many conversations there are. */
export async function enqueueSync(
  store: PostgresStore,
  database: QueueDatabase,
  options: SyncRequest,
): Promise<number> {
  checkNames(options, OPTIONS)
  const { every, isUrgent = false, participants, onProgress } = options
  const source = {
    provider: checkName('provider', options.provider),
    account: checkName('account', options.account ?? 'default'),
  }
  if (typeof every === 'number') checkCount('every', every, LONGEST_EVERY)
  else if (every !== undefined && every !== null) throw invalidOption('every', 'seconds, or null')
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidOption('onProgress', 'a function')
  const { pool, boss, schemas } = database
  const accountId = await openAccount(pool, schemas.workers, source)
  await createQueue(boss, accountId)
  const { withoutErased } = sliceSync(store)
  const queued = new Set<number>()
  for await (const batch of inBatches(typeof participants === 'string' ? [participants] : participants)) {
    const names = [...new Set(batch.map(archivedParticipant))]
    const opened = await store.openConversations(source, names, withoutErased)
    // Two requests lock what both ask for in the same order: so neither waits for the other.
    const conversations = opened.toSorted((one, other) => one - other)
    const queueBatch = async (client: SqlClient): Promise<void> => {
      await request(client, schemas.workers, { accountId, conversations, every, isUrgent })
      if (isUrgent) await queueUrgently(database, accountId, conversations, client)
    }
    await persist(() => inTransaction(pool, queueBatch))
    for (const conversation of conversations) queued.add(conversation)
    onProgress?.(queued.size)
  }
  return queued.size
}

async function* inBatches(
  participants: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<readonly string[], undefined, void> {
  let batch: string[] = []
  for await (const participant of participants) {
    batch.push(participant)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
