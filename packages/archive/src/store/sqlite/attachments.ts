import {
  type AttachmentRow,
  type DueRow,
  toMessageWithAttachments,
  toStoredAttachment,
} from '../attachment-row.ts'
import { NO_REPEAT } from '../no-repeat.ts'
import type {
  AttachmentRecord,
  MessageName,
  MessageWithAttachments,
  ReadAttachment,
} from '../attachment-store.ts'
import type { Database } from './database.ts'

const SELECT = `
  SELECT a.number, a.url, a.content_type, c.sha256, a.error_code, a.error_message, a.attempts, a.retry_at
  FROM attachment a LEFT JOIN content c ON c.id = a.content_id WHERE a.message_id = ?`

export function findDueAttachments(
  database: Database,
  conversation: number,
  before: number,
  limit: number,
): readonly MessageWithAttachments[] {
  const own = `
    SELECT id, key, repeat, body FROM message
    WHERE conversation_id = ? AND attachments_due < ? ORDER BY id DESC LIMIT ?`
  const shared = `
    SELECT m.id, m.key, m.repeat, m.body FROM shared_member s CROSS JOIN message m ON m.id = s.message_id
    WHERE s.conversation_id = ? AND m.attachments_due < ? ORDER BY m.id DESC LIMIT ?`
  const rows = database.all<DueRow>(own, conversation, before, limit)
  const left = limit - rows.length
  if (left > 0) rows.push(...database.all<DueRow>(shared, conversation, before, left))
  return rows.map((row) => toMessageWithAttachments(row, database.all<AttachmentRow>(SELECT, row.id)))
}

export function retryAttachments(database: Database, conversation: number): void {
  const members = `
    SELECT id FROM message WHERE conversation_id = ?1 AND attachments_due IS NOT NULL
    UNION ALL SELECT message_id FROM shared_member WHERE conversation_id = ?1`
  const retry = `UPDATE attachment SET retry_at = 0 WHERE content_id IS NULL AND message_id IN (${members})`
  const due = `UPDATE message SET attachments_due = 0 WHERE attachments_due IS NOT NULL AND id IN (${members})`
  database.run(retry, conversation)
  database.run(due, conversation)
}

export function storeAttachment(
  database: Database,
  messageId: number,
  { index, url, contentType, content, sha256, error, attempts, retryAt }: AttachmentRecord,
): void {
  if (database.get('SELECT 1 FROM message WHERE id = ?', messageId) === undefined) return
  database.run('DELETE FROM attachment WHERE message_id = ? AND number = ?', messageId, index)
  if (content !== null) {
    database.run('INSERT INTO content (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING', sha256, content)
  }
  const insert = `
    INSERT INTO attachment (message_id, number, url, content_type, content_id, error_code, error_message, attempts, retry_at)
    VALUES (?, ?, ?, ?, (SELECT id FROM content WHERE sha256 = ?), ?, ?, ?, ?)`
  const { code = null, message = null } = error ?? {}
  database.run(insert, messageId, index, url, contentType, sha256, code, message, attempts, retryAt)
}

export function settleAttachments(
  database: Database,
  { messageId, body }: MessageWithAttachments,
  dueAt: number | null,
): void {
  database.run('UPDATE message SET attachments_due = ? WHERE id = ? AND body = ?', dueAt, messageId, body)
}

export function readAttachment(
  database: Database,
  { provider, account, key, repeat }: MessageName,
  index: number,
): ReadAttachment | null {
  const message = database.get<{ readonly id: number; readonly body: string }>(
    `SELECT m.id, m.body FROM source s JOIN message m ON m.source_id = s.id
     WHERE s.provider = ? AND s.account = ? AND m.key = ? AND m.repeat = ?`,
    provider,
    account,
    key,
    repeat ?? NO_REPEAT,
  )
  if (message === undefined) return null
  const row = database.get<AttachmentRow>(`${SELECT} AND a.number = ?`, message.id, index)
  const bytes = 'SELECT bytes FROM content WHERE sha256 = ?'
  const content = database.get<{ readonly bytes: Uint8Array }>(bytes, row?.sha256 ?? null)
  return {
    body: message.body,
    stored: row === undefined ? null : toStoredAttachment(row),
    content: content?.bytes ?? null,
  }
}
