import { repeatOf } from './no-repeat.ts'
import type { StoredAttachment } from './archive-record.ts'
import type { MessageWithAttachments } from './attachment-store.ts'

/** What is known of an attachment, as a database returns it. */
export interface AttachmentRow {
  readonly number: number
  readonly url: string
  readonly content_type: string | null
  readonly sha256: string | null
  readonly error_code: string | null
  readonly error_message: string | null
  readonly attempts: number
  readonly retry_at: number | null
}

/** A message with attachments that are to be stored, as a database returns it. */
export interface DueRow {
  readonly id: number
  readonly key: string
  readonly repeat: number
  readonly body: string
}

export function toStoredAttachment(row: AttachmentRow): StoredAttachment {
  const { error_code: code, error_message: message } = row
  return {
    index: row.number,
    url: row.url,
    contentType: row.content_type,
    sha256: row.sha256,
    error: code === null || message === null ? null : { code, message },
    attempts: row.attempts,
    retryAt: row.retry_at,
  }
}

/** @param attachments What is known of its attachments. */
export function toMessageWithAttachments(
  { id, key, repeat, body }: DueRow,
  attachments: readonly AttachmentRow[],
): MessageWithAttachments {
  return { messageId: id, key, repeat: repeatOf(repeat), body, stored: attachments.map(toStoredAttachment) }
}
