import type { AccountName } from './accounts.ts'
import { FAILED, type QueueDatabase, within } from './queue-database.ts'
import { inTransaction } from './transaction.ts'

/** A conversation that has failed for good, until it is retried. */
export interface FailedSync extends AccountName {
  /** Its id in the archive. */
  readonly conversation: number
  /** When it failed for good. */
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

/** What a failed job holds, beside the reason, which is for whoever looks at the queue by its engine's tools. */
interface FailedData {
  readonly conversation: number
}

interface FailedJob extends FailedSync {
  readonly job: string
}

interface ConversationRow extends AccountName {
  readonly id: string
  readonly synced_at: Date | null
  readonly error_code: string | null
  readonly error_message: string | null
}

/** A job whose workers have ended has no reason. */
const LOST = {
  code: 'worker_lost',
  message:
    'Each worker that synced this conversation has ended: it may need more memory than a worker has. See the logs of the workers, then retry it.',
}

const MOST_LISTED = 100
const BATCH = 500

/** The oldest conversations that have failed for good. */
export async function readFailed(database: QueueDatabase): Promise<readonly FailedSync[]> {
  const { failed } = await readBatch(database, MOST_LISTED, undefined)
  return failed.map(({ provider, account, conversation, failedAt, code, message }) => ({
    provider,
    account,
    conversation,
    failedAt,
    code,
    message,
  }))
}

/**
 * Queues conversations again that have failed for good.
 *
 * @returns How many there are.
 */
export async function retryFailed(database: QueueDatabase, filter: RetryFilter): Promise<number> {
  let count = 0
  let after: string | undefined
  for (;;) {
    const { failed, last } = await readBatch(database, BATCH, after)
    for (const sync of failed.filter((one) => matches(one, filter))) {
      await retry(database, sync)
      count += 1
    }
    if (last === undefined) return count
    after = last
  }
}

function matches(sync: FailedSync, filter: RetryFilter): boolean {
  const { provider, account, code, conversation } = filter
  return (
    (provider ?? sync.provider) === sync.provider &&
    (account ?? sync.account) === sync.account &&
    (code ?? sync.code) === sync.code &&
    (conversation ?? sync.conversation) === sync.conversation
  )
}

async function retry({ pool, boss, schemas }: QueueDatabase, sync: FailedJob): Promise<void> {
  await inTransaction(pool, async (client) => {
    const update = `
      UPDATE "${schemas.workers}".conversation
      SET next_sync_at = now(), requested_at = now(), failed_at = NULL, error_code = NULL, error_message = NULL
      WHERE id = $1`
    await client.query(update, [sync.conversation])
    await boss.complete(FAILED, sync.job, null, { ...within(client), includeQueued: true })
  })
}

async function readBatch(
  { boss, pool, schemas }: QueueDatabase,
  limit: number,
  after: string | undefined,
): Promise<{ readonly failed: readonly FailedJob[]; readonly last: string | undefined }> {
  const options = { queued: true, limit, ...(after === undefined ? {} : { after }) }
  const jobs = await boss.findJobs<FailedData>(FAILED, options)
  const find = `
    SELECT conversation.id, provider, account.account, synced_at, error_code, error_message
    FROM "${schemas.workers}".conversation JOIN "${schemas.workers}".account ON account_id = account.id
    WHERE conversation.id = ANY($1::bigint[])`
  const { rows } = await pool.query<ConversationRow>(find, [jobs.map(({ data }) => data.conversation)])
  const byId = new Map(rows.map((row) => [Number(row.id), row]))
  const failed = jobs.flatMap(({ id, data, createdOn }) => {
    const row = byId.get(data.conversation)
    // A conversation may have been erased meanwhile, or synced: by someone who has asked for it again.
    if (row === undefined || (row.synced_at !== null && row.synced_at > createdOn)) return []
    const { provider, account, error_code: code, error_message: message } = row
    const { conversation } = data
    const reason = code === null || message === null ? LOST : { code, message }
    return [{ job: id, provider, account, conversation, failedAt: createdOn, ...reason }]
  })
  return { failed, last: jobs.length < limit ? undefined : jobs.at(-1)?.id }
}
