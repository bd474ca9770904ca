import { type AddedMember, summarizeAdded } from '../added-members.ts'
import { addMembers } from './add-members.ts'
import { changeMessage } from './change-message.ts'
import { checkLease } from './leases.ts'
import type { Lease } from '../lease-store.ts'
import type { PageCommit, PageResult, PassedRange } from '../page-store.ts'
import type { Database } from './database.ts'
import { addLeftOut } from './left-out.ts'
import { MEMBER_TABLES } from './members.ts'
import { markListed, moveMember } from './list-members.ts'
import { readRules } from './rules.ts'
import { readSequence } from './sequence.ts'
import { markIndexed, openIndex } from './search-index.ts'

/**
 * Stores a page: within a transaction, so all of it or nothing.
 *
 * @param isSearchable Whether new messages are added to the search index.
 */
export function commitPage(
  database: Database,
  lease: Lease,
  page: PageCommit,
  isSearchable: boolean,
): PageResult | null {
  const { conversation } = lease
  if (readRules(database).version !== page.rules) return null
  checkLease(database, lease)
  const sequence = readSequence(database)
  const first = sequence.next
  const index = openIndex(database, isSearchable)
  // First, so that a message without an id that has moved is found again as its own copy.
  for (const range of page.passed) markAbsent(database, conversation, range, page)
  const source = database.get<{ readonly source_id: number }>(
    'SELECT source_id FROM conversation WHERE id = ?',
    conversation,
  )
  const context = {
    conversation,
    source: source?.source_id ?? 0,
    page,
    sequence,
    index,
    routes: { inbound: new Map<string, number>(), outbound: new Map<string, number>() },
    updated: new Set<number>(),
  }
  for (const { messageId, position } of page.moved) moveMember(database, context, messageId, position)
  for (const messageId of page.returned) markListed(database, context, messageId)
  const added = addMembers(database, context, page.added)
  for (const place of page.leftOut) addLeftOut(database, conversation, place)
  for (const change of page.changed) changeMessage(database, context, change)
  for (const { messageId, body } of page.readdressed) {
    const update = 'UPDATE message SET body = ? WHERE id = ? AND attachments_due IS NOT NULL AND read_at <= ?'
    database.run(update, body, messageId, page.requestedAt)
  }
  if (sequence.next > first) {
    database.run('UPDATE archive SET sequence = ?', sequence.next - 1)
    if (index.isComplete) markIndexed(database)
  }
  return {
    added: added.length,
    updated: context.updated.size,
    messages: writeConversation(database, conversation, page, added),
  }
}

function markAbsent(
  database: Database,
  conversation: number,
  { after, before, except }: PassedRange,
  { receivedAt, absentBefore }: PageCommit,
): void {
  const exceptions = JSON.stringify(except)
  for (const [table, id] of MEMBER_TABLES) {
    const mark = `
      UPDATE ${table}
      SET absent_since = coalesce(absent_since, ?1),
        absent_again = CASE WHEN absent_since IS NULL THEN NULL ELSE ?1 END
      WHERE conversation_id = ?2 AND position > ?3 AND position < ?4
        AND (absent_since IS NULL OR (absent_since <= ?5 AND absent_again IS NULL))
        AND ${id} NOT IN (SELECT value FROM json_each(?6))`
    database.run(
      mark,
      receivedAt,
      conversation,
      after ?? -Infinity,
      before ?? Infinity,
      absentBefore,
      exceptions,
    )
  }
}

/** Brings the row of the conversation up to date. Returns how many messages it has. */
function writeConversation(
  database: Database,
  conversation: number,
  { state, receivedAt }: PageCommit,
  added: readonly AddedMember[],
): number {
  const { count, firstTime, lastTime, last } = summarizeAdded(added)
  // Until the sync has ended, more may be listed than was read.
  const update = `
    UPDATE conversation SET state = ?, is_complete = 0, synced_at = ?, messages = messages + ?,
      first_time = min(coalesce(first_time, ?4), coalesce(?4, first_time)),
      last_time = max(coalesce(last_time, ?5), coalesce(?5, last_time))
    WHERE id = ?6 RETURNING messages`
  const row = database.get<{ readonly messages: number }>(
    update,
    state,
    receivedAt,
    count,
    firstTime,
    lastTime,
    conversation,
  )
  if (last !== null) {
    const advance = `
      UPDATE conversation
      SET last_sort_time = ?1, last_rank = ?2, last_message_id = ?3, activity = max(activity, ?1)
      WHERE id = ?4
        AND (last_message_id IS NULL OR (last_sort_time, last_rank, last_message_id) < (?1, ?2, ?3))`
    database.run(advance, last.sortTime, last.rank, last.id, conversation)
  }
  return row?.messages ?? 0
}
