import { type ErasureRow, type MessageRow, toChanges, toStoredMessage } from '../message-row.ts'
import type { StoredChange } from '../change-store.ts'
import type { MessagesQuery, StoredMessage } from '../message-store.ts'
import type { Place } from '../place.ts'
import type { Database } from './database.ts'
import { findPlaces } from './find-places.ts'
import { readPlaces } from './read-places.ts'

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
  return database.all<MessageRow>(select, JSON.stringify(places.map(({ id }) => id))).map(toStoredMessage)
}

/** Messages by their numbers: what was added has its number as id, what was changed has a second one. */
export function readChanges(
  database: Database,
  after: number,
  upTo: number,
  limit: number,
): readonly StoredChange[] {
  const read = (column: 'id' | 'changed'): readonly MessageRow[] =>
    database.all(
      `${SELECT} FROM message m ${JOINS} WHERE m.${column} > ? AND m.${column} <= ? ORDER BY m.${column} LIMIT ?`,
      after,
      upTo,
      limit,
    )
  const select = `
    SELECT sequence, conversation_id FROM erasure
    WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`
  const erased = database.all<ErasureRow>(select, after, upTo, limit)
  return toChanges({ added: read('id'), changed: read('changed'), erased }, limit)
}
