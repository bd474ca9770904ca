import {
  type ErasureRow,
  type MessageRow,
  type MessagesQuery,
  type Place,
  type StoredChange,
  type StoredMessage,
  toChanges,
  toStoredMessage,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { findPlaces } from './find-places.ts'
import { readPlaces } from './read-places.ts'

const SELECT = `
  SELECT m.id, m.changed, m.sort_time, m.rank, m.conversation_id, s.provider, s.account, c.participant, m.key,
    m.repeat, t.direction, t.addresses, m.time, m.status, m.first_seen, m.vanished_at, m.body, m.raw,
    (SELECT json_agg(json_build_array(h.status, h.seen_at) ORDER BY h.seen_at)
      FROM status h WHERE h.message_id = m.id)::text AS statuses`
const JOINS = `
  JOIN route t ON t.id = m.route_id
  JOIN conversation c ON c.id = m.conversation_id JOIN source s ON s.id = m.source_id`

export async function readMessages(
  connection: Connection,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const { terms } = query
  const places =
    terms === undefined
      ? await readPlaces(connection, query, after, limit)
      : await findPlaces(connection, terms, query, after, limit)
  const select = `${SELECT} FROM unnest($1::bigint[]) WITH ORDINALITY wanted (id, place)
    JOIN message m ON m.id = wanted.id ${JOINS} ORDER BY wanted.place`
  const ids = places.map(({ id }) => id)
  const rows = await connection.all<MessageRow>(select, ids)
  return rows.map(toStoredMessage)
}

/** Messages by their numbers: what was added has its number as id, what was changed has a second one. */
export async function readChanges(
  connection: Connection,
  after: number,
  upTo: number,
  limit: number,
): Promise<readonly StoredChange[]> {
  const read = (column: 'id' | 'changed'): Promise<MessageRow[]> =>
    connection.all(
      `${SELECT} FROM message m ${JOINS} WHERE m.${column} > $1 AND m.${column} <= $2 ORDER BY m.${column} LIMIT $3`,
      after,
      upTo,
      limit,
    )
  const added = await read('id')
  const changed = await read('changed')
  const select = `
    SELECT sequence, conversation_id FROM erasure
    WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT $3`
  const erased = await connection.all<ErasureRow>(select, after, upTo, limit)
  return toChanges({ added, changed, erased }, limit)
}
