import type { DeliveryStatus, Direction } from '@sms/core'
import { repeatOf } from './no-repeat.ts'
import type { StoredStatus } from './archive-record.ts'
import type { StoredChange } from './change-store.ts'
import type { StoredMessage } from './message-store.ts'

/** A message that is read, as a database returns it. */
export interface MessageRow {
  readonly id: number
  readonly changed: number | null
  readonly sort_time: number
  readonly rank: number
  readonly conversation_id: number
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly key: string
  readonly repeat: number
  readonly direction: Direction
  readonly addresses: string
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly first_seen: number
  readonly vanished_at: number | null
  /** Pairs of a status and its time, in their order, as JSON. */
  readonly statuses: string | null
  readonly body: string
  readonly raw: string
}

/** When a conversation lost messages last, as a database returns it. */
export interface ErasureRow {
  readonly sequence: number
  readonly conversation_id: number
}

export function toStoredMessage(row: MessageRow): StoredMessage {
  const statuses: readonly (readonly [DeliveryStatus, number])[] = JSON.parse(row.statuses ?? '[]')
  return {
    id: row.id,
    sortTime: row.sort_time,
    rank: row.rank,
    conversation: row.conversation_id,
    provider: row.provider,
    account: row.account,
    participant: row.participant,
    key: row.key,
    repeat: repeatOf(row.repeat),
    direction: row.direction,
    addresses: row.addresses,
    time: row.time,
    status: row.status,
    firstSeen: row.first_seen,
    vanishedAt: row.vanished_at,
    statuses: statuses.map(([status, seenAt]): StoredStatus => ({ status, seenAt })),
    body: row.body,
    raw: row.raw,
  }
}

/**
 * The first changes among rows, in their order.
 *
 * @param rows.added By their ids: what was added has its number as id.
 * @param rows.changed By their second numbers, which what was changed has.
 */
export function toChanges(
  rows: {
    readonly added: readonly MessageRow[]
    readonly changed: readonly MessageRow[]
    readonly erased: readonly ErasureRow[]
  },
  limit: number,
): readonly StoredChange[] {
  const changes: readonly StoredChange[] = [
    ...rows.added.map((row) => ({ sequence: row.id, kind: 'added', message: toStoredMessage(row) }) as const),
    ...rows.changed.map(
      (row) =>
        ({
          sequence: row.changed ?? 0,
          kind: row.vanished_at === null ? 'updated' : 'vanished',
          message: toStoredMessage(row),
        }) as const,
    ),
    ...rows.erased.map(
      ({ sequence, conversation_id }) =>
        ({ sequence, kind: 'erased', conversation: conversation_id }) as const,
    ),
  ]
  return changes.toSorted((one, other) => one.sequence - other.sequence).slice(0, limit)
}
