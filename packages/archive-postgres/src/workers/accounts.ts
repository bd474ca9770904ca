import type { Pool } from 'pg'
import { QUEUE_PREFIX, type QueueSchemas } from './queue-schema.ts'
import type { SqlClient } from './sql-client.ts'

/** Who has an account with whom. */
export interface AccountName {
  /** The provider's name. */
  readonly provider: string
  /** The name of the account; `default` if a provider has only one. */
  readonly account: string
}

/** What an account's provider allows, for all workers together. */
export interface AccountLimits {
  /** The most requests within any second. They are evenly spaced. Default: 10. */
  readonly perSecond?: number | undefined
  /** Requests in flight. Default: 4. */
  readonly inFlight?: number | undefined
}

/** An account as a worker sees it. */
export interface QueueAccount extends AccountName {
  readonly id: number
  readonly perSecond: number
  readonly inFlight: number
  /** Whether its provider has asked for a pause that is not over. */
  readonly isHeld: boolean
  /** Whether one of its conversations is due, and its queue has room for it. */
  readonly hasDue: boolean
  /** How many of its conversations are being synced, by all workers together. */
  readonly running: number
}

/** With how many jobs an account's queue has no room for more. */
export interface QueueRoom {
  /** Jobs that can start. */
  readonly ready: number
  /** All jobs, with those that wait for another attempt. */
  readonly queued: number
}

export async function readAccounts(
  pool: Pool,
  { workers, jobs }: QueueSchemas,
  { ready, queued }: QueueRoom,
): Promise<readonly QueueAccount[]> {
  const read = `
    SELECT id, provider, account, per_second AS "perSecond", in_flight AS "inFlight",
      held_until > clock_timestamp() AS "isHeld",
      EXISTS (
        SELECT FROM "${workers}".conversation
        WHERE account_id = account.id AND next_sync_at <= clock_timestamp()
      ) AND (
        SELECT count(*) FILTER (WHERE start_after <= clock_timestamp()) < $1 AND count(*) < $2 FROM (
          SELECT start_after FROM "${jobs}".job
          WHERE name = '${QUEUE_PREFIX}' || account.id AND state < 'active' LIMIT $2
        ) AS queued
      ) AS "hasDue",
      (
        SELECT count(*) FROM "${jobs}".job WHERE name = '${QUEUE_PREFIX}' || account.id AND state = 'active'
      )::int AS running
    FROM "${workers}".account ORDER BY id`
  const { rows } = await pool.query<QueueAccount>(read, [ready, queued])
  return rows
}

/** Finds an account, or makes it. */
export async function openAccount(
  pool: Pool,
  schema: string,
  { provider, account }: AccountName,
): Promise<number> {
  const insert = `INSERT INTO "${schema}".account (provider, account) VALUES ($1, $2) ON CONFLICT DO NOTHING`
  await pool.query(insert, [provider, account])
  const find = `SELECT id FROM "${schema}".account WHERE provider = $1 AND account = $2`
  const { rows } = await pool.query<{ readonly id: number }>(find, [provider, account])
  const [row] = rows
  if (row === undefined) throw new Error('The account was removed while it was looked up.')
  return row.id
}

/** Changes what an account's provider allows. Workers follow it from the next request on. */
export async function limitAccount(
  pool: Pool,
  schema: string,
  id: number,
  { perSecond, inFlight }: AccountLimits,
): Promise<void> {
  const update = `
    UPDATE "${schema}".account
    SET per_second = coalesce($2, per_second), in_flight = coalesce($3, in_flight) WHERE id = $1`
  await pool.query(update, [id, perSecond ?? null, inFlight ?? null])
}

// A response may ask for a pause that ends after the last time that the database knows.
const LONGEST_HOLD_SECONDS = 365 * 86_400

/** Holds an account's requests, of every worker, for some seconds. A longer pause that it has stays. */
export async function holdAccount(
  client: SqlClient,
  schema: string,
  id: number,
  { seconds, because }: { readonly seconds: number; readonly because: string },
): Promise<void> {
  const update = `
    UPDATE "${schema}".account SET
      held_because = CASE
        WHEN held_until < clock_timestamp() + $2 * interval '1 second' THEN $3 ELSE held_because END,
      held_until = greatest(held_until, clock_timestamp() + $2 * interval '1 second'),
      unserved_since = coalesce(unserved_since, clock_timestamp())
    WHERE id = $1`
  await client.query(update, [id, Math.min(seconds, LONGEST_HOLD_SECONDS), because])
}

/**
 * Ends the pause of an account, for every worker.
 *
 * @returns Whether it was held; null if there is no such account.
 */
export async function releaseAccount(
  pool: Pool,
  schema: string,
  { provider, account }: AccountName,
): Promise<boolean | null> {
  const update = `
    UPDATE "${schema}".account SET held_until = '-infinity', held_because = NULL
    FROM (
      SELECT id, held_until > clock_timestamp() AS was_held FROM "${schema}".account
      WHERE provider = $1 AND account = $2 FOR UPDATE
    ) AS before
    WHERE before.id = account.id
    RETURNING was_held AS "wasHeld"`
  const { rows } = await pool.query<{ readonly wasHeld: boolean }>(update, [provider, account])
  return rows[0]?.wasHeld ?? null
}
