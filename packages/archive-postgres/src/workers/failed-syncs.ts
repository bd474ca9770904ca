import type { Pool } from 'pg'
import type { AccountName } from './accounts.ts'
import { LOST, type QueueDatabase, within } from './queue-database.ts'
import { inTransaction } from './transaction.ts'

/** A conversation that has failed for good, until it is retried. */
export interface FailedSync extends AccountName {
  /** Its id in the archive. */
  readonly conversation: number
  /** When it first failed, since it was last synced or retried. */
  readonly failedAt: Date
  /** The code of the error; `worker_lost` if its workers have ended, again and again. */
  readonly code: string
  /** What went wrong, and what to do. */
  readonly message: string
}

/** Which conversations are retried. Default: all. */
export interface RetryFilter {
  /** Only those of this provider. */
  readonly provider?: string | undefined
  /** Only those of this account. */
  readonly account?: string | undefined
  /** Only those that have failed with this error. */
  readonly code?: string | undefined
  /** Only this one, by its id in the archive. */
  readonly conversation?: number | undefined
}

interface FailedRow extends Omit<FailedSync, 'conversation'> {
  readonly conversation: string
}

const LOST_MESSAGE =
  'Each worker that synced this conversation has ended: it may need more memory than a worker has. See the logs of the workers, then retry it.'

const MOST_LISTED = 100
const BATCH = 500

/** What a conversation is like that has failed for good: it is not synced by itself. */
export const IS_FAILED = 'failed_at IS NOT NULL AND next_sync_at IS NULL'

/** The oldest conversations that have failed for good. */
export async function readFailed(pool: Pool, schema: string): Promise<readonly FailedSync[]> {
  const read = `
    SELECT conversation.id AS conversation, provider, account.account, failed_at AS "failedAt",
      error_code AS code, error_message AS message
    FROM "${schema}".conversation JOIN "${schema}".account ON account_id = account.id
    WHERE ${IS_FAILED} ORDER BY failed_at, conversation.id LIMIT ${MOST_LISTED}`
  const { rows } = await pool.query<FailedRow>(read)
  return rows.map((row) => ({ ...row, conversation: Number(row.conversation) }))
}

/**
 * Makes conversations due again that have failed for good.
 *
 * @returns How many there are.
 */
export async function retryFailed(pool: Pool, schema: string, filter: RetryFilter): Promise<number> {
  const update = `
    UPDATE "${schema}".conversation
    SET next_sync_at = now(), requested_at = now(), failed_at = NULL, error_code = NULL, error_message = NULL
    FROM "${schema}".account
    WHERE account_id = account.id AND ${IS_FAILED}
      AND provider = coalesce($1, provider) AND account.account = coalesce($2, account.account)
      AND error_code = coalesce($3, error_code) AND conversation.id = coalesce($4, conversation.id)`
  const { provider, account, code, conversation } = filter
  const { rowCount } = await pool.query(update, [
    provider ?? null,
    account ?? null,
    code ?? null,
    conversation ?? null,
  ])
  return rowCount ?? 0
}

/** Notes which conversations fail for good because each worker that synced them has ended. */
export async function failLost({ boss, pool, schemas: { workers } }: QueueDatabase): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { db } = within(client)
    const options = { batchSize: BATCH, includeMetadata: true, db } as const
    const jobs = await boss.fetch<{ readonly conversation: number }>(LOST, options)
    if (jobs.length === 0) return
    // If a later job syncs the conversation already, someone has asked for it again.
    const update = `
      UPDATE "${workers}".conversation
      SET run = NULL, next_sync_at = NULL, failed_at = coalesce(failed_at, clock_timestamp()),
        error_code = 'worker_lost', error_message = $3
      FROM unnest($1::bigint[], $2::text[]) AS lost (conversation, job)
      WHERE id = conversation AND coalesce(split_part(run, ':', 1), job) = job`
    const conversations = jobs.map(({ data }) => data.conversation)
    const ended = jobs.map(({ sourceId }) => sourceId)
    await client.query(update, [conversations, ended, LOST_MESSAGE])
    const ids = jobs.map(({ id }) => id)
    await boss.complete(LOST, ids, null, { db })
  })
}
