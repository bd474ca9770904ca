import {
  type AttachmentRecord,
  type AttachmentRow,
  type DueRow,
  type MessageName,
  type MessageWithAttachments,
  NO_REPEAT,
  type ReadAttachment,
  toMessageWithAttachments,
  toStoredAttachment,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { messagesByKeys } from './members.ts'

const SELECT = `
  SELECT a.message_id, a.number, a.url, a.content_type, c.sha256, a.error_code, a.error_message, a.attempts, a.retry_at
  FROM attachment a LEFT JOIN content c ON c.id = a.content_id`

export async function findDueAttachments(
  connection: Connection,
  conversation: number,
  before: number,
  limit: number,
): Promise<readonly MessageWithAttachments[]> {
  const own = `
    SELECT id, key, repeat, body FROM message
    WHERE conversation_id = $1 AND attachments_due < $2 ORDER BY id DESC LIMIT $3`
  const shared = `
    SELECT m.id, m.key, m.repeat, m.body FROM shared_member s JOIN message m ON m.id = s.message_id
    WHERE s.conversation_id = $1 AND m.attachments_due < $2 ORDER BY m.id DESC LIMIT $3`
  const rows = await connection.all<DueRow>(own, conversation, before, limit)
  const left = limit - rows.length
  if (left > 0) rows.push(...(await connection.all<DueRow>(shared, conversation, before, left)))
  const stored = await connection.all<AttachmentRow & { readonly message_id: number }>(
    `${SELECT} WHERE a.message_id = ANY($1::bigint[]) ORDER BY a.message_id, a.number`,
    rows.map(({ id }) => id),
  )
  const attachments = Map.groupBy(stored, ({ message_id }) => message_id)
  return rows.map((row) => toMessageWithAttachments(row, attachments.get(row.id) ?? []))
}

export async function retryAttachments(connection: Connection, conversation: number): Promise<void> {
  const members = `
    SELECT id FROM message WHERE conversation_id = $1 AND attachments_due IS NOT NULL
    UNION ALL SELECT message_id FROM shared_member WHERE conversation_id = $1`
  const retry = `UPDATE attachment SET retry_at = 0 WHERE content_id IS NULL AND message_id IN (${members})`
  const due = `UPDATE message SET attachments_due = 0 WHERE attachments_due IS NOT NULL AND id IN (${members})`
  await connection.run(retry, conversation)
  await connection.run(due, conversation)
}

export async function storeAttachment(
  connection: Connection,
  messageId: number,
  { index, url, contentType, content, sha256, error, attempts, retryAt }: AttachmentRecord,
): Promise<void> {
  // The message stays until the end of the transaction.
  const lock = 'SELECT FROM message WHERE id = $1 FOR KEY SHARE'
  if ((await connection.get(lock, messageId)) === undefined) return
  const remove = 'DELETE FROM attachment WHERE message_id = $1 AND number = $2 RETURNING content_id'
  const removed = await connection.all<{ readonly content_id: number | null }>(remove, messageId, index)
  const contentId = sha256 === null ? null : await storeContent(connection, sha256, content)
  const insert = `
    INSERT INTO attachment (message_id, number, url, content_type, content_id, error_code, error_message, attempts, retry_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
  const { code = null, message = null } = error ?? {}
  await connection.run(
    insert,
    messageId,
    index,
    url,
    contentType,
    contentId,
    code,
    message,
    attempts,
    retryAt,
  )
  await removeUnusedContents(connection, removed)
}

/** Stores a content unless it is stored, and returns its id. */
async function storeContent(
  connection: Connection,
  sha256: string,
  content: Uint8Array | null,
): Promise<number | null> {
  // Sends the bytes of a content only if they are not there. A row that is there stays until the end of the transaction.
  const find = 'SELECT id FROM content WHERE sha256 = $1 FOR KEY SHARE'
  const found = await connection.get<{ readonly id: number }>(find, sha256)
  if (found !== undefined || content === null) return found?.id ?? null
  const insert = `
    INSERT INTO content (sha256, bytes) VALUES ($1, $2)
    ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256 RETURNING id`
  const inserted = await connection.get<{ readonly id: number }>(insert, sha256, content)
  return inserted?.id ?? null
}

/** Removes contents that attachments which were removed referred to, and no other one does. */
export async function removeUnusedContents(
  connection: Connection,
  attachments: readonly { readonly content_id: number | null }[],
): Promise<void> {
  const ids = attachments.flatMap(({ content_id }) => (content_id === null ? [] : [content_id]))
  if (ids.length === 0) return
  // No other transaction can refer to them from then on, and the second statement sees all that do.
  await connection.run('SELECT FROM content WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE', ids)
  const remove = `
    DELETE FROM content c WHERE id = ANY($1::bigint[])
      AND NOT EXISTS (SELECT FROM attachment WHERE content_id = c.id)`
  await connection.run(remove, ids)
}

export async function settleAttachments(
  connection: Connection,
  { messageId, body }: MessageWithAttachments,
  dueAt: number | null,
): Promise<void> {
  await connection.run(
    'UPDATE message SET attachments_due = $1 WHERE id = $2 AND body = $3',
    dueAt,
    messageId,
    body,
  )
}

export async function readAttachment(
  connection: Connection,
  { provider, account, key, repeat }: MessageName,
  index: number,
): Promise<ReadAttachment | null> {
  const message = await connection.get<{ readonly id: number; readonly body: string }>(
    `SELECT m.id, m.body FROM source s CROSS JOIN ${messagesByKeys('ARRAY[$3]', 's.id')}
     WHERE s.provider = $1 AND s.account = $2 AND m.repeat = $4`,
    provider,
    account,
    key,
    repeat ?? NO_REPEAT,
  )
  if (message === undefined) return null
  const select = `${SELECT} WHERE a.message_id = $1 AND a.number = $2`
  const row = await connection.get<AttachmentRow>(select, message.id, index)
  const content = await connection.get<{ readonly bytes: Uint8Array }>(
    'SELECT bytes FROM content WHERE sha256 = $1',
    row?.sha256 ?? null,
  )
  return {
    body: message.body,
    stored: row === undefined ? null : toStoredAttachment(row),
    content: content?.bytes ?? null,
  }
}
