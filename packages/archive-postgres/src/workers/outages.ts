import type { PartReport, SyncEnd } from '@sms/archive/store'
import { SmsError } from '@sms/core'
import { nameOf, type Run } from './conversations.ts'
import type { SqlClient } from './sql-client.ts'

// An outage of a moment costs little. A provider that is down for a day is tried six times an hour.
const FIRST_PAUSE_SECONDS = 2
const LONGEST_PAUSE_SECONDS = 600

const UNAVAILABLE: ReadonlySet<string> = new Set(['unavailable', 'network', 'timeout'])

/** What follows if a provider was unavailable for a conversation, and for all others that were tried since. */
export interface Outage {
  /** After how many seconds to try again. */
  readonly seconds: number
  /** Whether it was unavailable for another conversation too. */
  readonly isOfAccount: boolean
  /** Whether the account is held already, because of an attempt that failed meanwhile. */
  readonly isHeld: boolean
}

/** The error of an attempt that failed because the provider was unavailable; else null. */
export function unavailableError(end: SyncEnd<PartReport>): SmsError | null {
  return 'error' in end && SmsError.is(end.error) && UNAVAILABLE.has(end.error.code) ? end.error : null
}

/**
 * Notes that an account's provider was unavailable for a conversation. As long as no conversation is read, the pause grows with
 * each one that fails after it.
 *
 * @returns Null if the provider has served others since it was last unavailable for this one: then it is this one's failure.
 */
export async function noteUnavailable(
  client: SqlClient,
  schema: string,
  accountId: number,
  run: Run,
): Promise<Outage | null> {
  const note = `
    WITH attempt AS (
      SELECT id, started_at, coalesce(unavailable_at, started_at) AS since
      FROM "${schema}".conversation WHERE id = $1 AND run = $2
    ), noted AS (
      UPDATE "${schema}".conversation SET unavailable_at = clock_timestamp()
      FROM attempt WHERE conversation.id = attempt.id
    )
    UPDATE "${schema}".account SET
      outage_pause = CASE
        WHEN held_until > started_at THEN outage_pause
        ELSE least(greatest(2 * outage_pause, ${FIRST_PAUSE_SECONDS}), ${LONGEST_PAUSE_SECONDS}) END,
      outage_of = coalesce(outage_of, attempt.id), unserved_since = coalesce(unserved_since, clock_timestamp())
    FROM attempt WHERE account.id = $3 AND served_at <= since
    RETURNING outage_pause AS seconds, outage_of <> attempt.id AS "isOfAccount", held_until > started_at AS "isHeld"`
  const { rows } = await client.query(note, [run.conversation, nameOf(run), accountId])
  const [row] = rows as readonly Outage[]
  return row ?? null
}

/** Notes that an account's provider has served a conversation: it is not down. */
export async function noteServed(client: SqlClient, schema: string, accountId: number): Promise<void> {
  // All workers write the account's row. To the second is exact enough while there is no outage.
  const note = `
    UPDATE "${schema}".account
    SET served_at = clock_timestamp(), outage_pause = 0, outage_of = NULL, unserved_since = NULL
    WHERE id = $1 AND (unserved_since IS NOT NULL OR served_at < clock_timestamp() - interval '1 second')`
  await client.query(note, [accountId])
}
