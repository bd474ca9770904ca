import type { DeliveryStatus } from '@sms/core'
import { hasChanged } from '../../message-body.ts'
import type { MessageRecord } from '../store.ts'
import type { Database } from './database.ts'
import type { PageContext } from './page-context.ts'

interface ChangeableRow {
  readonly conversation_id: number
  readonly sort_time: number
  readonly rank: number
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly first_seen: number
  readonly read_at: number
  readonly body: string
}

/**
 * Updates a message, unless the stored row came from a response that may be newer, or says the same. Returns whether it
 * did.
 */
export function changeMessage(
  database: Database,
  { page, sequence }: PageContext,
  { messageId, record }: { readonly messageId: number; readonly record: MessageRecord },
): boolean {
  const select = `
    SELECT conversation_id, sort_time, rank, time, status, first_seen, read_at, body FROM message WHERE id = ?`
  const row = database.get<ChangeableRow>(select, messageId)
  if (row === undefined || row.read_at > page.requestedAt || !hasChanged(row, record)) return false
  const { time, status, direction, body, raw, refreshFrom } = record
  const update = `
    UPDATE message SET changed = ?, direction = ?, time = ?, status = ?, read_at = ?, body = ?, raw = ? WHERE id = ?`
  database.run(update, sequence.next, direction, time, status, page.receivedAt, body, raw, messageId)
  sequence.next += 1
  if (status !== row.status) {
    const add = 'INSERT INTO status (message_id, seen_at, status) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
    const hasHistory = database.get('SELECT 1 FROM status WHERE message_id = ?', messageId) !== undefined
    if (!hasHistory) database.run(add, messageId, row.first_seen, row.status)
    database.run(add, messageId, page.receivedAt, status)
  }
  const ofHome = 'conversation_id = ? AND sort_time = ? AND rank = ? AND message_id = ?'
  const { conversation_id, sort_time, rank } = row
  database.run(
    `UPDATE member SET refresh_from = ? WHERE ${ofHome}`,
    refreshFrom,
    conversation_id,
    sort_time,
    rank,
    messageId,
  )
  database.run(
    'UPDATE member SET refresh_from = ? WHERE message_id = ? AND is_shared = 1',
    refreshFrom,
    messageId,
  )
  return true
}
