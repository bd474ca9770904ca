import type { DeliveryStatus, Direction } from '@sms/core'
import type { ComparedMember, Place } from '../store.ts'
import type { Database } from './database.ts'
import { NO_REPEAT, NOT_ELSEWHERE } from './members.ts'
import { readPlaces } from './read-places.ts'

interface ComparedRow {
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

/** The members of a conversation after a place in the order of the archive, which no sync changes. */
export function readMembers(
  database: Database,
  conversation: number,
  after: Place | null,
  limit: number,
): readonly ComparedMember[] {
  const query = { conversations: [conversation], order: 'oldest-first' } as const
  const places = readPlaces(database, query, after, limit)
  const select = `
    SELECT m.id, m.changed, m.sort_time, m.rank, m.key, m.repeat, coalesce(b.position, m.position) AS position,
      b.message_id IS NOT NULL AS is_shared, CASE WHEN b.message_id IS NULL THEN m.absent_since ELSE b.absent_since END AS absent_since, m.vanished_at,
      ${NOT_ELSEWHERE} AS is_only_here, t.direction, t.addresses, m.time, m.status, m.refresh_from, m.body
    FROM json_each(?2) wanted CROSS JOIN message m ON m.id = wanted.value CROSS JOIN route t ON t.id = m.route_id
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = ?1
    ORDER BY wanted.key`
  return database
    .all<ComparedRow>(select, conversation, JSON.stringify(places.map(({ id }) => id)))
    .map(toMember)
}

function toMember(row: ComparedRow): ComparedMember {
  const { id, changed, rank, key, position, direction, addresses, time, status, body } = row
  return {
    id,
    sortTime: row.sort_time,
    rank,
    key,
    repeat: row.repeat === NO_REPEAT ? null : row.repeat,
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
