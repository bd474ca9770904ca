import type { AccountName } from './accounts.ts'
import { type FailedSync, IS_FAILED, readFailed } from './failed-syncs.ts'
import type { QueueDatabase } from './queue-database.ts'
import { QUEUE_PREFIX, type QueueSchemas } from './queue-schema.ts'

/** The conversations of one account. */
export interface AccountState extends AccountName {
  /** Requests per second that all workers together may send. */
  readonly perSecond: number
  /** Requests that may be in flight. */
  readonly inFlight: number
  /** How many are synced, or were. */
  readonly conversations: number
  /** How many are due, or queued. */
  readonly due: number
  /** Since when the one is due that waits longest; null if none is. */
  readonly dueSince: Date | null
  /** How many are being synced. */
  readonly running: number
  /** How many have failed, and are tried again. */
  readonly retrying: number
  /** How many have failed for good. */
  readonly failed: number
  /** Until when the provider's requests are held; null if they are not. */
  readonly heldUntil: Date | null
  /** The code of the error that holds them. */
  readonly heldBecause: string | null
}

/** A worker that is there. */
export interface WorkerState {
  /** The name of its machine. */
  readonly host: string
  /** The id of its process. */
  readonly pid: number
  /** When it started. */
  readonly startedAt: Date
}

/** What is due, running and failing. */
export interface QueueState {
  /** Each account of which conversations were queued. */
  readonly accounts: readonly AccountState[]
  /** The oldest 100 of those that have failed for good. */
  readonly failed: readonly FailedSync[]
  /** Those that have reported within half a minute. */
  readonly workers: readonly WorkerState[]
}

export async function readQueueState(database: QueueDatabase): Promise<QueueState> {
  const { boss, pool, schemas } = database
  const [accounts, instances, failed] = await Promise.all([
    pool.query<AccountState>(accountsQuery(schemas)),
    boss.getInstances(),
    readFailed(pool, schemas.workers),
  ])
  return {
    accounts: accounts.rows,
    failed,
    workers: instances
      .filter(({ live }) => live)
      .map(({ host, pid, startedOn }) => ({ host, pid, startedAt: startedOn })),
  }
}

function accountsQuery({ workers, jobs }: QueueSchemas): string {
  const isDue = '(next_sync_at <= now() OR job.id IS NOT NULL)'
  return `
    SELECT provider, account, per_second AS "perSecond", in_flight AS "inFlight",
      count(conversation.id)::int AS conversations,
      (count(*) FILTER (WHERE ${isDue}))::int AS due,
      min(least(next_sync_at, job.created_on)) FILTER (WHERE ${isDue}) AS "dueSince",
      (count(*) FILTER (WHERE run IS NOT NULL))::int AS running,
      (count(*) FILTER (WHERE failed_at IS NOT NULL AND next_sync_at IS NOT NULL))::int AS retrying,
      (count(*) FILTER (WHERE ${IS_FAILED}))::int AS failed,
      CASE WHEN held_until > now() THEN held_until END AS "heldUntil",
      CASE WHEN held_until > now() THEN held_because END AS "heldBecause"
    FROM "${workers}".account
      LEFT JOIN "${workers}".conversation ON account_id = account.id
      LEFT JOIN "${jobs}".job ON job.name = '${QUEUE_PREFIX}' || account.id
        AND job.singleton_key = conversation.id::text AND job.state = 'created'
    GROUP BY account.id ORDER BY account.id`
}
