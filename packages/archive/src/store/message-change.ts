import type { DeliveryStatus, Direction } from '@sms/core'
import { hasChanged, parseBody, unsignedUrl } from '../message-body.ts'
import type { StoredStatus } from './archive-record.ts'
import type { MessageRecord } from './page-store.ts'

/** A stored message that may change, as a database returns it. */
export interface ChangeableRow {
  readonly conversation_id: number
  readonly direction: Direction
  readonly addresses: string
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly first_seen: number
  readonly read_at: number
  readonly body: string
}

/**
 * Whether a message is to be updated: not if the stored row came from a response that may be newer, or says the same.
 *
 * @param requestedAt When the request was sent that the record came by.
 */
export function isNews(row: ChangeableRow, record: MessageRecord, requestedAt: number): boolean {
  return row.read_at <= requestedAt && hasChanged(row, record)
}

/**
 * The statuses that a change adds to those that are kept of a message: none if the status is the same.
 *
 * @param lastSeen When the last one was seen; null if none is kept, because the status has never changed.
 */
export function statusesToAdd(
  { status, first_seen }: ChangeableRow,
  changed: DeliveryStatus,
  { lastSeen, receivedAt }: { readonly lastSeen: number | null; readonly receivedAt: number },
): readonly StoredStatus[] {
  if (changed === status) return []
  // Their times are their order, in the same millisecond and after a clock was set back too.
  const added = { status: changed, seenAt: Math.max(receivedAt, (lastSeen ?? first_seen) + 1) }
  return lastSeen === null ? [{ status, seenAt: first_seen }, added] : [added]
}

/** The addresses by which the files that a message has are known, in their order. */
export function fileAddresses(body: string): readonly string[] {
  return parseBody(body, null).attachments.map(unsignedUrl)
}
