import type { DeliveryStatus, Direction } from '@sms/core'
import type { MessagesQuery, Place, StoredChange, StoredMessage, StoredStatus } from '../store.ts'
import type { Database } from './database.ts'
import { findPlaces } from './find-places.ts'
import { NO_REPEAT } from './members.ts'
import { readPlaces } from './read-places.ts'

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
  readonly addresses: string
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
    m.repeat, t.direction, t.addresses, m.time, m.status, m.first_seen, m.vanished_at, m.body, m.raw,
    (SELECT json_group_array(json_array(h.status, h.seen_at) ORDER BY h.seen_at)
      FROM status h WHERE h.message_id = m.id) AS statuses`
// CROSS JOIN keeps SQLite from reading by source, and sorting.
const JOINS = `
  CROSS JOIN route t ON t.id = m.route_id
  CROSS JOIN conversation c ON c.id = m.conversation_id CROSS JOIN source s ON s.id = m.source_id`

export function readMessages(
  database: Database,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): readonly StoredMessage[] {
  const { terms } = query
  const places =
    terms === undefined
      ? readPlaces(database, query, after, limit)
      : findPlaces(database, terms, query, after, limit)
  const select = `${SELECT} FROM json_each(?) wanted CROSS JOIN message m ON m.id = wanted.value ${JOINS}
    ORDER BY wanted.key`
  return database.all<MessageRow>(select, JSON.stringify(places.map(({ id }) => id))).map(toMessage)
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
        kind: column === 'id' ? 'added' : row.vanished_at === null ? 'updated' : 'vanished',
        message: toMessage(row),
      }))
  const changes = [...read('id'), ...read('changed'), ...readErasures(database, after, upTo, limit)]
  return changes.toSorted((one, other) => one.sequence - other.sequence).slice(0, limit)
}

function readErasures(
  database: Database,
  after: number,
  upTo: number,
  limit: number,
): readonly StoredChange[] {
  const select = `
    SELECT sequence, conversation_id FROM erasure
    WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`
  return database
    .all<{ readonly sequence: number; readonly conversation_id: number }>(select, after, upTo, limit)
    .map(({ sequence, conversation_id }) => ({ sequence, kind: 'erased', conversation: conversation_id }))
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
