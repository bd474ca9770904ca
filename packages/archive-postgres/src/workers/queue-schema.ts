import { ArchiveError } from '@sms/archive'
import { invalidOption } from '@sms/archive/store'
import type { ClientBase, Pool } from 'pg'
import { inTransaction } from './transaction.ts'

/** The schemas of an archive that is synced by workers. Names are quoted where they are used in SQL. */
export interface QueueSchemas {
  /** The workers' own tables. */
  readonly workers: string
  /** The tables of pg-boss. */
  readonly jobs: string
}

/** What the names of the accounts' queues begin with. */
export const QUEUE_PREFIX: string = 'sync-'

// Names of pg-boss's own objects are made from that of its schema.
const LONGEST = 40

/** @throws {SmsError} `invalid_argument` for the name of a schema that cannot be used. */
export function queueSchemas(archive: string): QueueSchemas {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(archive) || archive.length > LONGEST) {
    throw invalidOption('schema', `up to ${LONGEST} letters, digits and underscores, for workers`)
  }
  return { workers: `${archive}_workers`, jobs: `${archive}_jobs` }
}

/**
 * What brings the tables from one version to the next. The first is version 1. A new pg-boss that changes its own tables is a new
 * version too, though it may have no statement: workers of older versions stop then.
 */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
    CREATE TABLE "${schema}".account (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      provider text NOT NULL,
      account text NOT NULL,
      per_second double precision NOT NULL DEFAULT 10 CHECK (per_second > 0),
      in_flight integer NOT NULL DEFAULT 4 CHECK (in_flight > 0),
      -- Before this time, no request is sent.
      next_at timestamptz NOT NULL DEFAULT '-infinity',
      held_until timestamptz NOT NULL DEFAULT '-infinity',
      held_because text,
      -- Of each request that was sent: until when it counts as being in flight.
      flights jsonb NOT NULL DEFAULT '{}',
      UNIQUE (provider, account)
    ) WITH (fillfactor = 50);
    CREATE TABLE "${schema}".conversation (
      -- The archive's.
      id bigint PRIMARY KEY,
      account_id integer NOT NULL REFERENCES "${schema}".account,
      -- Seconds; null if it is only synced when asked for.
      every integer,
      pause integer NOT NULL,
      -- Null if it is not synced by itself.
      next_sync_at timestamptz,
      requested_at timestamptz NOT NULL DEFAULT now(),
      -- The attempt of a job that syncs it.
      run text,
      started_at timestamptz,
      synced_at timestamptz,
      failed_at timestamptz,
      error_code text,
      error_message text
    ) WITH (fillfactor = 80);
    CREATE INDEX conversation_due ON "${schema}".conversation (account_id, next_sync_at)
      WHERE next_sync_at IS NOT NULL;
    CREATE INDEX conversation_run ON "${schema}".conversation (account_id) WHERE run IS NOT NULL;
    CREATE INDEX conversation_failed ON "${schema}".conversation (account_id) WHERE failed_at IS NOT NULL;`,
  (schema) => `
    -- Whether a user waits for it, and no attempt has begun since.
    ALTER TABLE "${schema}".conversation ADD COLUMN is_urgent boolean NOT NULL DEFAULT false;
    -- When the provider was last unavailable for it, since it was last synced.
    ALTER TABLE "${schema}".conversation ADD COLUMN unavailable_at timestamptz;
    -- When the provider last served a conversation.
    ALTER TABLE "${schema}".account ADD COLUMN served_at timestamptz NOT NULL DEFAULT '-infinity';
    -- Seconds; 0 if the provider was not unavailable since.
    ALTER TABLE "${schema}".account ADD COLUMN outage_pause integer NOT NULL DEFAULT 0;
    -- The conversation that it was unavailable for first.
    ALTER TABLE "${schema}".account ADD COLUMN outage_of bigint;`,
  (schema) => `
    -- When the provider was first unavailable, or asked for a pause, since it last served a conversation.
    ALTER TABLE "${schema}".account ADD COLUMN unserved_since timestamptz;`,
]

/** Makes the workers' tables, or brings them up to date, in one transaction. */
export async function migrateQueue(pool: Pool, { workers }: QueueSchemas): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Another worker may start at the same time.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [workers])
    // `IF NOT EXISTS` needs the right to create schemas even if it exists.
    const { rows } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [workers])
    if (rows.length === 0) await client.query(`CREATE SCHEMA "${workers}"`)
    await client.query(`CREATE TABLE IF NOT EXISTS "${workers}".version (number integer NOT NULL)`)
    const version = await readVersion(client, workers)
    requireVersion(version)
    for (const statements of MIGRATIONS.slice(version)) await client.query(statements(workers))
    await client.query(`DELETE FROM "${workers}".version`)
    await client.query(`INSERT INTO "${workers}".version VALUES ($1)`, [MIGRATIONS.length])
  })
}

/**
 * Checks that no newer version has changed the tables since this process has opened them.
 *
 * @throws {ArchiveError} Rejects with `newer_version`.
 */
export async function checkVersion(pool: Pool, { workers }: QueueSchemas): Promise<void> {
  requireVersion(await readVersion(pool, workers))
}

function requireVersion(version: number): void {
  if (version <= MIGRATIONS.length) return
  const message = `The queue was written by a newer version of @sms/archive-postgres. Update the package on this machine.`
  throw new ArchiveError('newer_version', message)
}

async function readVersion(client: ClientBase | Pool, schema: string): Promise<number> {
  const { rows } = await client.query<{ readonly number: number }>(`SELECT number FROM "${schema}".version`)
  return rows[0]?.number ?? 0
}
