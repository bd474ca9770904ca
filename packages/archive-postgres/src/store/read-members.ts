import { type ComparedMember, type ComparedRow, type Place, toComparedMember } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { NOT_ELSEWHERE } from './members.ts'
import { readPlaces } from './read-places.ts'

/** The members of a conversation after a place in the order of the archive, which no sync changes. */
export async function readMembers(
  connection: Connection,
  conversation: number,
  after: Place | null,
  limit: number,
): Promise<readonly ComparedMember[]> {
  const query = { conversations: [conversation], order: 'oldest-first' } as const
  const places = await readPlaces(connection, query, after, limit)
  const select = `
    SELECT m.id, m.changed, m.sort_time, m.rank, m.key, m.repeat, coalesce(b.position, m.position) AS position,
      (b.message_id IS NOT NULL)::integer AS is_shared,
      CASE WHEN b.message_id IS NULL THEN m.absent_since ELSE b.absent_since END AS absent_since, m.vanished_at,
      ${NOT_ELSEWHERE}::integer AS is_only_here, t.direction, t.addresses, m.time, m.status, m.refresh_from, m.body
    FROM unnest($2::bigint[]) WITH ORDINALITY wanted (id, place)
    JOIN message m ON m.id = wanted.id JOIN route t ON t.id = m.route_id
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = $1
    ORDER BY wanted.place`
  const ids = places.map(({ id }) => id)
  const rows = await connection.all<ComparedRow>(select, conversation, ids)
  return rows.map(toComparedMember)
}
