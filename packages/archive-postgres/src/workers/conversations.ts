import type { ClientBase, Pool } from 'pg'
import type { QueueSchemas } from './queue-schema.ts'
import type { SqlClient } from './sql-client.ts'

/** The shortest pause between two syncs of a conversation, and the longest: a conversation in which nothing happens. */
const SHORTEST_PAUSE = 15 * 60
const LONGEST_PAUSE = 7 * 24 * 3600

/** A job that is lost is queued again after so many seconds. One that only waits is not queued twice. */
const QUEUED_SECONDS = 3600

/** Which conversations are to be synced, and how often. */
export interface Request {
  readonly accountId: number
  readonly conversations: readonly number[]
  /** Seconds; null to sync each once, and undefined to leave it as it is. */
  readonly every: number | null | undefined
  /** Whether their jobs are queued in the same transaction. */
  readonly isUrgent: boolean
}

/** Notes that conversations are due. */
export async function request(
  client: SqlClient,
  schema: string,
  { accountId, conversations, every, isUrgent }: Request,
): Promise<void> {
  const upsert = `
    INSERT INTO "${schema}".conversation (id, account_id, every, pause, next_sync_at, is_urgent)
    SELECT id, $1, $3, coalesce($3, ${SHORTEST_PAUSE}),
      now() + CASE WHEN $5 THEN ${QUEUED_SECONDS} ELSE 0 END * interval '1 second', $5
    FROM unnest($2::bigint[]) AS id
    ON CONFLICT (id) DO UPDATE SET
      every = CASE WHEN $4 THEN excluded.every ELSE conversation.every END,
      pause = CASE WHEN $4 THEN excluded.pause ELSE conversation.pause END,
      next_sync_at = excluded.next_sync_at, requested_at = now(),
      is_urgent = conversation.is_urgent OR excluded.is_urgent`
  await client.query(upsert, [accountId, conversations, every ?? null, every !== undefined, isUrgent])
}

/** Takes conversations that are due, to be queued. They are due again if their job is lost. */
export async function takeDue(
  client: ClientBase,
  schema: string,
  accountId: number,
  limit: number,
): Promise<readonly number[]> {
  const take = `
    UPDATE "${schema}".conversation
    SET next_sync_at = clock_timestamp() + ${QUEUED_SECONDS} * interval '1 second'
    WHERE id IN (
      SELECT id FROM "${schema}".conversation
      WHERE account_id = $1 AND next_sync_at <= clock_timestamp()
      ORDER BY next_sync_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING id`
  const { rows } = await client.query<{ readonly id: string }>(take, [accountId, limit])
  return rows.map(({ id }) => Number(id))
}

/** An attempt of a job to sync a conversation. */
export interface Run {
  readonly conversation: number
  /** The name of the job's queue. */
  readonly queue: string
  readonly job: string
  /** How many attempts of the job were before it. */
  readonly retryCount: number
}

/** Names the attempt: a later one has another name. */
export function nameOf({ job, retryCount }: Run): string {
  return `${job}:${retryCount}`
}

/**
 * Notes which attempt syncs a conversation. Those before it change nothing from then on.
 *
 * @returns Whether it is the one that syncs the conversation: a worker may have stood still since it fetched the job.
 */
export async function beginRun(pool: Pool, { workers, jobs }: QueueSchemas, run: Run): Promise<boolean> {
  const begin = `
    UPDATE "${workers}".conversation SET run = $2, started_at = clock_timestamp(), is_urgent = false
    WHERE id = $1 AND EXISTS (
      SELECT FROM "${jobs}".job WHERE name = $3 AND id = $4 AND state = 'active' AND retry_count = $5)`
  const { conversation, queue, job, retryCount } = run
  const { rowCount } = await pool.query(begin, [conversation, nameOf(run), queue, job, retryCount])
  return rowCount === 1
}

/** How the attempt of a job has ended, as far as the conversation is concerned. */
export type RunEnd =
  /** The sync has ended. `isActive`: it has found something new. */
  | { readonly kind: 'synced'; readonly isActive: boolean }
  /** The sync is to be continued. */
  | { readonly kind: 'continues' }
  /** It is tried again, or not: then a person has to look. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly isFinal: boolean }
  /** The conversation is not synced any more. */
  | { readonly kind: 'removed' }

/** What is known of a conversation when an attempt has ended. */
export interface EndedRun {
  /** Whether a user has asked for it meanwhile, and waits. */
  readonly isUrgent: boolean
}

/**
 * Notes how an attempt has ended.
 *
 * @returns Null if it was not the one any more that syncs the conversation. Then nothing is noted.
 */
export async function endRun(
  client: SqlClient,
  schema: string,
  run: Run,
  end: RunEnd,
): Promise<EndedRun | null> {
  const [sql, values] = endStatement(schema, end)
  const { rows } = await client.query(sql, [run.conversation, nameOf(run), ...values])
  const [row] = rows as readonly EndedRun[]
  return row ?? null
}

function endStatement(schema: string, end: RunEnd): readonly [sql: string, values: readonly unknown[]] {
  const update = (changes: string): string =>
    `UPDATE "${schema}".conversation SET run = NULL, ${changes} WHERE id = $1 AND run = $2 RETURNING is_urgent AS "isUrgent"`
  const noError = 'failed_at = NULL, error_code = NULL, error_message = NULL'
  switch (end.kind) {
    case 'removed': {
      const remove = `DELETE FROM "${schema}".conversation WHERE id = $1 AND run = $2 RETURNING false AS "isUrgent"`
      return [remove, []]
    }
    case 'continues': {
      return [update('started_at = NULL'), []]
    }
    case 'failed': {
      const changes = `
        failed_at = coalesce(failed_at, clock_timestamp()), error_code = $3, error_message = $4,
        next_sync_at = CASE
          WHEN NOT $5 THEN next_sync_at
          WHEN requested_at > started_at THEN clock_timestamp() END`
      return [update(changes), [end.code, end.message, end.isFinal]]
    }
    case 'synced': {
      const pause = `CASE WHEN $3 THEN coalesce(every, ${SHORTEST_PAUSE}) ELSE least(2 * pause, greatest(every, ${LONGEST_PAUSE})) END`
      const changes = `
        synced_at = clock_timestamp(), ${noError}, unavailable_at = NULL, pause = ${pause},
        next_sync_at = CASE
          WHEN requested_at > started_at THEN clock_timestamp()
          WHEN every IS NULL THEN NULL
          ELSE clock_timestamp() + (${pause}) * interval '1 second' END`
      return [update(changes), [end.isActive]]
    }
  }
}
