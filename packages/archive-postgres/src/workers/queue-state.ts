import type { AccountName } from './accounts.ts'
import { type FailedSync, IS_FAILED, readFailed } from './failed-syncs.ts'
import { LOST, type QueueDatabase } from './queue-database.ts'
import { QUEUE_PREFIX, type QueueSchemas } from './queue-schema.ts'

/** The conversations of one account. */
export interface AccountState extends AccountName {
  /** Requests per second that all workers together may send. */
  readonly perSecond: number
  /** Requests that may be in flight. */
  readonly inFlight: number
  /** How many are synced, or were. */
  readonly conversations: number
  /**
   * How many are due, or queued; with those whose worker has ended, until another one takes them over. One that has failed is due
   * once its next attempt may begin.
   */
  readonly due: number
  /** Since when the one is due that waits longest; null if none is. */
  readonly dueSince: Date | null
  /** How many are being synced by workers that are alive. */
  readonly running: number
  /** Since when the one is being synced that takes longest; null if none is. */
  readonly runningSince: Date | null
  /** How many have failed, and are tried again. */
  readonly retrying: number
  /** How many have failed for good. */
  readonly failed: number
  /** Until when the provider's requests are held; null if they are not. */
  readonly heldUntil: Date | null
  /** The code of the error that holds them. */
  readonly heldBecause: string | null
  /** Since when the provider has been unavailable, or has asked for pauses, and has served no conversation; null if it serves them. */
  readonly unservedSince: Date | null
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
  /** When that was, by the clock of the database. */
  readonly at: Date
  /** Each account of which conversations were queued. */
  readonly accounts: readonly AccountState[]
  /** The oldest 100 of those that have failed for good. */
  readonly failed: readonly FailedSync[]
  /** Those that have reported within half a minute. */
  readonly workers: readonly WorkerState[]
  /**
   * How many jobs were not taken over within a minute after their worker has ended, or not removed within ten minutes after their
   * own end. Above 0 although workers are there, the upkeep of the queue fails: their logs say why.
   */
  readonly neglected: number
}

interface UpkeepRow {
  readonly at: Date
  readonly neglected: number
}

export async function readQueueState({ boss, pool, schemas }: QueueDatabase): Promise<QueueState> {
  const [accounts, instances, failed, upkeep] = await Promise.all([
    pool.query<AccountState>(accountsQuery(schemas)),
    boss.getInstances(),
    readFailed(pool, schemas.workers),
    pool.query<UpkeepRow>(upkeepQuery(schemas)),
  ])
  const [{ at, neglected }] = upkeep.rows as [UpkeepRow]
  return {
    at,
    accounts: accounts.rows,
    failed,
    workers: instances
      .filter(({ live }) => live)
      .map(({ host, pid, startedOn }) => ({ host, pid, startedAt: startedOn })),
    neglected,
  }
}

const HEARTBEAT_END = "job.heartbeat_on + job.heartbeat_seconds * interval '1 second'"

function accountsQuery({ workers, jobs }: QueueSchemas): string {
  // A conversation has one job at most that has not ended. One that has failed is due once its next attempt may begin. One whose
  // worker has ended is due at once, though its next attempt may begin only after a pause, and though it may be noted as lost for
  // good. Until then, `run` names the attempt of that worker.
  const work = `
    SELECT account_id, failed_at, next_sync_at, started_on,
      coalesce(job.state = 'active' AND ${HEARTBEAT_END} >= now(), false) AS is_running,
      least(next_sync_at, CASE
        WHEN job.state < 'active' AND failed_at IS NOT NULL AND run IS NULL THEN job.start_after
        WHEN job.state = 'created' THEN job.created_on
        WHEN job.state = 'retry' THEN least(job.start_after, now())
        WHEN job.state = 'active' THEN ${HEARTBEAT_END}
        WHEN run IS NOT NULL THEN now() END) AS due_since
    FROM "${workers}".conversation
      LEFT JOIN "${jobs}".job ON job.name = '${QUEUE_PREFIX}' || account_id
        AND job.singleton_key = conversation.id::text AND job.state <= 'active'`
  const isDue = 'NOT is_running AND due_since <= now()'
  return `
    SELECT provider, account, per_second AS "perSecond", in_flight AS "inFlight",
      count(account_id)::int AS conversations,
      (count(*) FILTER (WHERE ${isDue}))::int AS due,
      min(due_since) FILTER (WHERE ${isDue}) AS "dueSince",
      (count(*) FILTER (WHERE is_running))::int AS running,
      min(started_on) FILTER (WHERE is_running) AS "runningSince",
      (count(*) FILTER (WHERE failed_at IS NOT NULL AND next_sync_at IS NOT NULL))::int AS retrying,
      (count(*) FILTER (WHERE ${IS_FAILED}))::int AS failed,
      CASE WHEN held_until > now() THEN held_until END AS "heldUntil",
      CASE WHEN held_until > now() THEN held_because END AS "heldBecause",
      unserved_since AS "unservedSince"
    FROM "${workers}".account LEFT JOIN (${work}) AS work ON account_id = account.id
    GROUP BY account.id ORDER BY account.id`
}

function upkeepQuery({ jobs }: QueueSchemas): string {
  return `
    SELECT now() AS at, count(*)::int AS neglected FROM "${jobs}".job
    WHERE (state = 'active' AND ${HEARTBEAT_END} < now() - interval '1 minute')
      OR (name = '${LOST}' AND state < 'active' AND created_on < now() - interval '1 minute')
      OR completed_on < now() - interval '10 minutes'`
}
