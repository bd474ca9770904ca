import type { DeliveryStatus, Direction } from '@sms/core'
import { NO_REPEAT } from './no-repeat.ts'
import type { StoredMember } from './member-store.ts'

/** A member of a conversation, as a database returns it. */
export interface MemberRow {
  readonly id: number
  readonly key: string
  readonly repeat: number
  readonly position: number
  readonly absent_since: number | null
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly direction: Direction
  readonly addresses: string
  readonly body: string
  readonly read_at: number
}

/** A member of which nothing is stored but its place. */
export interface LeftOutRow {
  readonly left_out: number
  readonly left_out_key: string
  readonly has_id: number
  readonly position: number
  readonly absent_since: number | null
}

/** A member of either kind. */
export function toStoredMember(row: MemberRow | LeftOutRow): StoredMember {
  return isLeftOut(row) ? toLeftOut(row) : toMember(row)
}

function isLeftOut(row: MemberRow | LeftOutRow): row is LeftOutRow {
  return 'left_out' in row && row.left_out !== null
}

function toLeftOut({ left_out, left_out_key, has_id, position, absent_since }: LeftOutRow): StoredMember {
  return {
    messageId: left_out,
    key: left_out_key,
    hasId: has_id === 1,
    isLeftOut: true,
    position,
    isAbsent: absent_since !== null,
    time: null,
    status: 'unknown',
    direction: 'inbound',
    addresses: '',
    body: '',
    readAt: 0,
  }
}

function toMember(row: MemberRow): StoredMember {
  const { id, key, repeat, position, absent_since, time, status, direction, addresses, body, read_at } = row
  return {
    messageId: id,
    key,
    hasId: repeat === NO_REPEAT,
    isLeftOut: false,
    position,
    isAbsent: absent_since !== null,
    time,
    status,
    direction,
    addresses,
    body,
    readAt: read_at,
  }
}
