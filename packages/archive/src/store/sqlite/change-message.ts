import { type ChangeableRow, fileAddresses, isNews, statusesToAdd } from '../message-change.ts'
import type { MessageRecord } from '../page-store.ts'
import type { Database } from './database.ts'
import type { PageContext } from './page-context.ts'
import { findRoute } from './routes.ts'
import { reindexMessage } from './search-index.ts'
import { textsOf } from './texts-of.ts'

/** Updates a message, if `isNews` says that it is to be updated. */
export function changeMessage(
  database: Database,
  { page, sequence, updated, index }: PageContext,
  { messageId, record }: { readonly messageId: number; readonly record: MessageRecord },
): void {
  const select = `
    SELECT m.conversation_id, t.direction, t.addresses, m.time, m.status, m.first_seen, m.read_at, m.body
    FROM message m JOIN route t ON t.id = m.route_id WHERE m.id = ?`
  const row = database.get<ChangeableRow>(select, messageId)
  if (row === undefined || !isNews(row, record, page.requestedAt)) return
  const { time, status, refreshFrom, hasAttachments, body, raw } = record
  const update = `
    UPDATE message
    SET changed = ?, route_id = ?, time = ?, status = ?, refresh_from = ?, read_at = ?, body = ?, raw = ?,
      attachments_due = ?
    WHERE id = ?`
  const route = findRoute(database, row.conversation_id, record)
  const { receivedAt } = page
  // Its files may be others now.
  const due = hasAttachments ? 0 : null
  database.run(update, sequence.next, route, time, status, refreshFrom, receivedAt, body, raw, due, messageId)
  sequence.next += 1
  updated.add(messageId)
  if (body !== row.body) removeOtherFiles(database, messageId, body)
  if (index.exists && body !== row.body) reindexMessage(database, messageId, body)
  const lastSeen = 'SELECT max(seen_at) AS seen_at FROM status WHERE message_id = ?'
  const last = database.get<{ readonly seen_at: number | null }>(lastSeen, messageId)
  for (const seen of statusesToAdd(row, status, { lastSeen: last?.seen_at ?? null, receivedAt })) {
    const add = 'INSERT INTO status (message_id, seen_at, status) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
    database.run(add, messageId, seen.seenAt, seen.status)
  }
}

/** Removes the files that a message does not have any more. */
function removeOtherFiles(database: Database, messageId: number, body: string): void {
  const remove = `
    DELETE FROM attachment WHERE message_id = ?1
      AND NOT EXISTS (SELECT 1 FROM json_each(?2) u WHERE u.key = attachment.number AND u.value = attachment.url)`
  database.run(remove, messageId, textsOf(fileAddresses(body)))
}
