import type { DeliveryStatus, Direction } from '@sms/core'
import type { MessagesQuery, Place, StoredChange, StoredMessage, StoredStatus } from '../store.ts'
import { sourceCondition } from './conversations.ts'
import type { Database } from './database.ts'
import { NO_REPEAT } from './members.ts'

interface MessageRow {
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
  readonly time: number | null
  readonly status: DeliveryStatus
  readonly first_seen: number
  readonly vanished_at: number | null
  readonly statuses: string | null
  readonly body: string
  readonly raw: string
}

const SELECT = `
  SELECT m.id, m.changed, m.sort_time, m.rank, m.conversation_id, s.provider, s.account, c.participant, m.key,
    m.repeat, m.direction, m.time, m.status, m.first_seen, m.vanished_at, m.body, m.raw,
    (SELECT json_group_array(json_array(t.status, t.seen_at) ORDER BY t.seen_at)
      FROM status t WHERE t.message_id = m.id) AS statuses`
// CROSS JOIN keeps SQLite from reading by source, and sorting.
const JOINS =
  'CROSS JOIN conversation c ON c.id = m.conversation_id CROSS JOIN source s ON s.id = m.source_id'

export function readMessages(
  database: Database,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): readonly StoredMessage[] {
  const { conversations, order } = query
  if (conversations === null) return readFrom(database, 'message m', 'm', query, after, limit)
  // Each conversation has its own order by place, which an index reads; together they would have to be sorted.
  const found = conversations.flatMap((conversation) =>
    readFrom(database, MEMBERS, 'b', query, after, limit, conversation),
  )
  const sign = order === 'oldest-first' ? 1 : -1
  const sorted = found.toSorted(
    (one, other) => sign * (one.sortTime - other.sortTime || one.rank - other.rank || one.id - other.id),
  )
  return sorted.filter(({ id }, at) => id !== sorted[at - 1]?.id).slice(0, limit)
}

const MEMBERS = 'member b JOIN message m ON m.id = b.message_id'

function readFrom(
  database: Database,
  tables: string,
  placed: 'm' | 'b',
  { direction, since, until, order, provider, account }: MessagesQuery,
  after: Place | null,
  limit: number,
  conversation?: number,
): readonly StoredMessage[] {
  const isUp = order === 'oldest-first'
  const id = placed === 'm' ? 'm.id' : 'b.message_id'
  const source = sourceCondition({ provider, account })
  const place = `(${placed}.sort_time, ${placed}.rank, ${id})`
  const where = [
    ...(conversation === undefined ? [] : ['b.conversation_id = ?']),
    ...(after === null ? [] : [`${place} ${isUp ? '>' : '<'} (?, ?, ?)`]),
    ...(direction === undefined ? [] : ['m.direction = ?']),
    ...(since === undefined ? [] : [`${placed}.sort_time >= ? AND m.time IS NOT NULL`]),
    ...(until === undefined ? [] : [`${placed}.sort_time <= ? AND m.time IS NOT NULL`]),
  ]
  const values = [
    conversation,
    ...(after === null ? [] : [after.sortTime, after.rank, after.id]),
    direction,
    since,
    until,
  ].filter((value) => value !== undefined)
  const descending = isUp ? '' : 'DESC'
  const sql = `
    ${SELECT} FROM ${tables} ${JOINS}
    WHERE ${['TRUE', ...where].join(' AND ')} ${source.condition}
    ORDER BY ${placed}.sort_time ${descending}, ${placed}.rank ${descending}, ${id} ${descending} LIMIT ?`
  return database.all<MessageRow>(sql, ...values, ...source.values, limit).map(toMessage)
}

/** Messages by their numbers: what was added has its number as id, what was changed has a second one. */
export function readChanges(
  database: Database,
  after: number,
  upTo: number,
  limit: number,
): readonly StoredChange[] {
  const read = (column: 'id' | 'changed'): readonly StoredChange[] =>
    database
      .all<MessageRow>(
        `${SELECT} FROM message m ${JOINS} WHERE m.${column} > ? AND m.${column} <= ? ORDER BY m.${column} LIMIT ?`,
        after,
        upTo,
        limit,
      )
      .map((row) => ({
        sequence: row[column] ?? 0,
        kind: column === 'id' ? 'added' : 'updated',
        message: toMessage(row),
      }))
  const changes = [...read('id'), ...read('changed')]
  return changes.toSorted((one, other) => one.sequence - other.sequence).slice(0, limit)
}

function toMessage(row: MessageRow): StoredMessage {
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
    repeat: row.repeat === NO_REPEAT ? null : row.repeat,
    direction: row.direction,
    time: row.time,
    status: row.status,
    firstSeen: row.first_seen,
    vanishedAt: row.vanished_at,
    statuses: statuses.map(([status, seenAt]): StoredStatus => ({ status, seenAt })),
    body: row.body,
    raw: row.raw,
  }
}
