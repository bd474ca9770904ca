import type { DeliveryStatus } from '@sms/core'
import type { StoredMember, UnsettledRange } from '../store.ts'
import type { Database } from './database.ts'

/** What stands for the number of a message that has an id. */
export const NO_REPEAT = -1

interface MemberRow {
  readonly id: number
  readonly key: string
  readonly repeat: number
  readonly position: number
  readonly absent_since: number | null
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly body: string
  readonly read_at: number
}

const COLUMNS = 'm.id, m.key, m.repeat, b.position, b.absent_since, m.time, m.status, m.body, m.read_at'

export function readWindow(
  database: Database,
  conversation: number,
  after: number | null,
  limit: number,
): readonly StoredMember[] {
  const select = `
    SELECT ${COLUMNS} FROM member b JOIN message m ON m.id = b.message_id
    WHERE b.conversation_id = ? AND b.position > ? ORDER BY b.position LIMIT ?`
  return database.all<MemberRow>(select, conversation, after ?? -Infinity, limit).map(toMember)
}

export function findMembers(
  database: Database,
  conversation: number,
  keys: readonly string[],
): readonly StoredMember[] {
  // CROSS JOIN keeps SQLite from scanning the members.
  const select = `
    SELECT ${COLUMNS}
    FROM json_each(?1) k
    CROSS JOIN message m
      ON m.source_id = (SELECT source_id FROM conversation WHERE id = ?2) AND m.key = k.value
    CROSS JOIN member b
      ON b.conversation_id = ?2 AND b.sort_time = m.sort_time AND b.rank = m.rank AND b.message_id = m.id
    ORDER BY b.position`
  return database.all<MemberRow>(select, JSON.stringify(keys), conversation).map(toMember)
}

export function countListed(
  database: Database,
  conversation: number,
  from: number | null,
  to: number | null,
): number {
  const count = `
    SELECT count(*) AS count FROM member
    WHERE conversation_id = ? AND position >= ? AND position <= ? AND absent_since IS NULL`
  const row = database.get<{ readonly count: number }>(count, conversation, from ?? -Infinity, to ?? Infinity)
  return row?.count ?? 0
}

export function findAbove(
  database: Database,
  conversation: number,
  position: number,
  places: number,
): number | null {
  const select = `
    SELECT position FROM member WHERE conversation_id = ? AND position <= ?
    ORDER BY position DESC LIMIT 1 OFFSET ?`
  const row = database.get<{ readonly position: number }>(select, conversation, position, places)
  return row?.position ?? null
}

export function findUnsettled(
  database: Database,
  conversation: number,
  newerThan: number,
  to: number | null,
): UnsettledRange | null {
  const select = `
    SELECT min(position) AS first, max(position) AS last FROM member
    WHERE conversation_id = ? AND refresh_from > ? AND refresh_from IS NOT NULL AND absent_since IS NULL
      AND position <= ?`
  const row = database.get<{ readonly first: number | null; readonly last: number | null }>(
    select,
    conversation,
    newerThan,
    to ?? Infinity,
  )
  if (row === undefined || row.first === null || row.last === null) return null
  return { first: row.first, last: row.last }
}

function toMember(row: MemberRow): StoredMember {
  const { id, key, repeat, position, absent_since, time, status, body, read_at } = row
  return {
    messageId: id,
    key,
    hasId: repeat === NO_REPEAT,
    position,
    isAbsent: absent_since !== null,
    time,
    status,
    body,
    readAt: read_at,
  }
}
