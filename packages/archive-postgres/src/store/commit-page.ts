import {
  type AddedMember,
  type Lease,
  type LeaseRow,
  type PageCommit,
  type PageResult,
  type PassedRange,
  requireLease,
  summarizeAdded,
} from '@sms/archive/store'
import { addMembers } from './add-members.ts'
import { changeMessages } from './change-messages.ts'
import { SERVER_TIME } from './clock.ts'
import type { Connection } from './connection.ts'
import { addLeftOut } from './left-out.ts'
import { markListed, moveMembers } from './list-members.ts'
import { inEachTable } from './members.ts'
import type { PageContext } from './page-context.ts'
import { readRules } from './rules.ts'

interface StateRow extends LeaseRow {
  readonly rules: number
  readonly sequence: number
  readonly indexed: number
  readonly source_id: number
  readonly now: number
}

/**
 * Stores a page: within a transaction that runs alone, so all of it or nothing.
 *
 * @param isSearchable Whether new messages are added to the search index.
 */
export async function commitPage(
  connection: Connection,
  lease: Lease,
  page: PageCommit,
  isSearchable: boolean,
): Promise<PageResult | null> {
  const { conversation } = lease
  // No one else takes the lease until the page is stored.
  const select = `
    SELECT a.rules, a.sequence, a.indexed, c.source_id, c.lease_version, c.lease_owner, c.lease_expires, ${SERVER_TIME} AS now
    FROM conversation c CROSS JOIN archive a WHERE c.id = $1 FOR NO KEY UPDATE OF c`
  const row = await connection.get<StateRow>(select, conversation)
  const rules = row?.rules ?? (await readRules(connection)).version
  if (rules !== page.rules) return null
  requireLease(row, lease, row?.now ?? 0)
  const { sequence = 0, indexed = null, source_id: source = 0 } = row ?? {}
  const context: PageContext = {
    conversation,
    source,
    page,
    sequence: { next: sequence + 1 },
    isIndexed: isSearchable && indexed === sequence,
    updated: new Set(),
  }
  // First, so that a message without an id that has moved is found again as its own copy.
  for (const range of page.passed) await markAbsent(connection, conversation, range, page)
  await moveMembers(connection, context, page.moved)
  await markListed(connection, context, page.returned)
  const added = await addMembers(connection, context, page.added)
  await addLeftOut(
    connection,
    page.leftOut.map((member) => ({ conversation, member })),
  )
  await changeMessages(connection, context, page.changed)
  await readdress(connection, page)
  return {
    added: added.length,
    updated: context.updated.size,
    messages: await writeState(connection, context, added),
  }
}

async function markAbsent(
  connection: Connection,
  conversation: number,
  { after, before, except }: PassedRange,
  { receivedAt, absentBefore }: PageCommit,
): Promise<void> {
  const mark = inEachTable(
    (table, id) => `
      UPDATE ${table}
      SET absent_since = coalesce(absent_since, $1), absent_again = CASE WHEN absent_since IS NULL THEN NULL ELSE $1 END
      WHERE conversation_id = $2 AND position > $3 AND position < $4
        AND (absent_since IS NULL OR (absent_since <= $5 AND absent_again IS NULL))
        AND ${id} <> ALL($6::bigint[])`,
  )
  await connection.run(
    mark,
    receivedAt,
    conversation,
    after ?? -Infinity,
    before ?? Infinity,
    absentBefore,
    except,
  )
}

/** Keeps the new addresses of files that are not stored yet. */
async function readdress(connection: Connection, { readdressed, requestedAt }: PageCommit): Promise<void> {
  if (readdressed.length === 0) return
  const update = `
    UPDATE message m SET body = n.body FROM unnest($1::bigint[], $2::text[]) n (id, body)
    WHERE m.id = n.id AND attachments_due IS NOT NULL AND read_at <= $3`
  await connection.run(
    update,
    readdressed.map(({ messageId }) => messageId),
    readdressed.map(({ body }) => body),
    requestedAt,
  )
}

/** Brings the rows of the conversation and of the archive up to date. Returns how many messages the conversation has. */
async function writeState(
  connection: Connection,
  { conversation, page, sequence, isIndexed }: PageContext,
  added: readonly AddedMember[],
): Promise<number> {
  const { count, firstTime, lastTime, last } = summarizeAdded(added)
  // Until the sync has ended, more may be listed than was read.
  const update = `
    WITH numbered AS (
      UPDATE archive SET sequence = $1, indexed = CASE WHEN $2::boolean THEN $1 ELSE indexed END WHERE sequence < $1)
    UPDATE conversation c SET state = $3, is_complete = 0, synced_at = $4, messages = messages + $5,
      first_time = least(first_time, $6), last_time = greatest(last_time, $7), activity = greatest(activity, $8),
      (last_sort_time, last_rank, last_message_id) = (
        SELECT * FROM (VALUES (c.last_sort_time, c.last_rank, c.last_message_id),
          ($8::bigint, $9::double precision, $10::bigint)) place (sort_time, rank, id)
        WHERE id IS NOT NULL ORDER BY sort_time DESC, rank DESC, id DESC LIMIT 1)
    WHERE id = $11 RETURNING messages`
  const row = await connection.get<{ readonly messages: number }>(
    update,
    sequence.next - 1,
    String(isIndexed),
    page.state,
    page.receivedAt,
    count,
    firstTime,
    lastTime,
    last?.sortTime ?? null,
    last?.rank ?? null,
    last?.id ?? null,
    conversation,
  )
  return row?.messages ?? 0
}
