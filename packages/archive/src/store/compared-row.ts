import type { DeliveryStatus, Direction } from '@sms/core'
import { repeatOf } from './no-repeat.ts'
import type { ComparedMember } from './member-store.ts'

/** A member that is compared with the provider's message, as a database returns it. */
export interface ComparedRow {
  readonly id: number
  readonly changed: number | null
  readonly sort_time: number
  readonly rank: number
  readonly key: string
  readonly repeat: number
  readonly position: number
  readonly is_shared: number
  readonly absent_since: number | null
  readonly vanished_at: number | null
  readonly is_only_here: number
  readonly direction: Direction
  readonly addresses: string
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly refresh_from: number | null
  readonly body: string
}

export function toComparedMember(row: ComparedRow): ComparedMember {
  const { id, changed, rank, key, position, direction, addresses, time, status, body } = row
  return {
    id,
    sortTime: row.sort_time,
    rank,
    key,
    repeat: repeatOf(row.repeat),
    position,
    isShared: row.is_shared === 1,
    absentSince: row.absent_since,
    vanishedAt: row.vanished_at,
    isListedElsewhere: row.is_only_here === 0,
    sequence: changed ?? id,
    direction,
    time,
    status,
    refreshFrom: row.refresh_from,
    addresses,
    body,
  }
}
