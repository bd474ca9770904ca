import { type ComparedRow, toComparedMember } from '../compared-row.ts'
import type { ComparedMember } from '../member-store.ts'
import type { Place } from '../place.ts'
import type { Database } from './database.ts'
import { NOT_ELSEWHERE } from './members.ts'
import { readPlaces } from './read-places.ts'

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
    .map(toComparedMember)
}
