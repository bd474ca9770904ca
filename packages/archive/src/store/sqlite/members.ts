import { type LeftOutRow, type MemberRow, toStoredMember } from '../member-row.ts'
import type { StoredMember, UnsettledRange } from '../member-store.ts'
import type { Database } from './database.ts'
import { textsOf } from './texts-of.ts'

/**
 * Where the members of a conversation are: the messages that it brought, in their own rows, and those that another
 * conversation brought. The second ones are few, so that nearly every message is one row. Of members that are left out, there
 * is only their place; their ids are below zero. Each table with the column of the message's id.
 */
export const MEMBER_TABLES = [
  ['message', 'id'],
  ['shared_member', 'message_id'],
  ['left_out', 'id'],
] as const

/** What selects them from each table, for the conversation of the first parameter. */
const MEMBERS = MEMBER_TABLES.map(
  ([table, id]) =>
    `SELECT ${id} AS message_id, position, absent_since FROM ${table} WHERE conversation_id = ?1`,
)

/** Whether no conversation but that of the first parameter may list a message. */
export const NOT_ELSEWHERE = `(
  (m.conversation_id = ?1 OR m.absent_again IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM shared_member o
    WHERE o.message_id = m.id AND o.conversation_id <> ?1 AND o.absent_again IS NULL))`

const COLUMNS =
  'm.id, m.key, m.repeat, b.position, b.absent_since, m.time, m.status, t.direction, t.addresses, m.body, m.read_at'
const JOINS = 'CROSS JOIN message m ON m.id = b.message_id CROSS JOIN route t ON t.id = m.route_id'

const LEFT_OUT_COLUMNS = 'l.id AS left_out, l.key AS left_out_key, l.has_id'

export function readWindow(
  database: Database,
  conversation: number,
  after: number | null,
  limit: number,
): readonly StoredMember[] {
  const window = MEMBERS.map((members) => `${members} AND position > ?2`).join(' UNION ALL ')
  const select = `
    SELECT ${COLUMNS}, ${LEFT_OUT_COLUMNS} FROM (${window} ORDER BY position LIMIT ?3) b
    LEFT JOIN message m ON m.id = b.message_id LEFT JOIN route t ON t.id = m.route_id
    LEFT JOIN left_out l ON b.message_id < 0 AND l.id = b.message_id ORDER BY b.position`
  const rows = database.all<MemberRow | LeftOutRow>(select, conversation, after ?? -Infinity, limit)
  return rows.map(toStoredMember)
}

export function findLeftOut(
  database: Database,
  conversation: number,
  keys: readonly string[],
): readonly StoredMember[] {
  const select = `
    SELECT ${LEFT_OUT_COLUMNS}, l.position, l.absent_since
    FROM json_each(?2) k
    CROSS JOIN left_out l ON l.conversation_id = ?1 AND l.key = k.value AND length(l.key) > 1 ORDER BY l.position`
  return database.all<LeftOutRow>(select, conversation, textsOf(keys)).map(toStoredMember)
}

export function findMembers(
  database: Database,
  conversation: number,
  keys: readonly string[],
): readonly StoredMember[] {
  // CROSS JOIN and the plus sign keep SQLite from scanning the members.
  const found = `
    FROM json_each(?1) k
    CROSS JOIN message m
      ON m.source_id = (SELECT source_id FROM conversation WHERE id = ?2) AND m.key = k.value`
  const select = `
    SELECT ${COLUMNS} FROM (
      SELECT m.id AS message_id, m.position, m.absent_since ${found} WHERE +m.conversation_id = ?2
      UNION ALL
      SELECT b.message_id, b.position, b.absent_since ${found}
      CROSS JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = ?2
    ) b ${JOINS} ORDER BY b.position`
  return database.all<MemberRow>(select, textsOf(keys), conversation).map(toStoredMember)
}

export function countListed(
  database: Database,
  conversation: number,
  from: number | null,
  to: number | null,
): number {
  const counts = MEMBER_TABLES.map(
    ([table]) => `
      (SELECT count(*) FROM ${table}
       WHERE conversation_id = ?1 AND position >= ?2 AND position <= ?3 AND absent_since IS NULL)`,
  )
  const row = database.get<{ readonly count: number }>(
    `SELECT ${counts.join(' + ')} AS count`,
    conversation,
    from ?? -Infinity,
    to ?? Infinity,
  )
  return row?.count ?? 0
}

export function findAbove(
  database: Database,
  conversation: number,
  position: number,
  places: number,
): number | null {
  const above = MEMBERS.map((members) => `${members} AND position <= ?2`).join(' UNION ALL ')
  const select = `${above} ORDER BY position DESC LIMIT 1 OFFSET ?3`
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
    SELECT min(position) AS first, max(position) AS last FROM (
      SELECT position FROM message
      WHERE conversation_id = ?1 AND refresh_from > ?2 AND refresh_from IS NOT NULL
        AND absent_since IS NULL AND position <= ?3
      UNION ALL
      SELECT b.position FROM shared_member b CROSS JOIN message m ON m.id = b.message_id
      WHERE b.conversation_id = ?1 AND m.refresh_from > ?2 AND b.absent_since IS NULL AND b.position <= ?3
    )`
  const row = database.get<{ readonly first: number | null; readonly last: number | null }>(
    select,
    conversation,
    newerThan,
    to ?? Infinity,
  )
  if (row === undefined || row.first === null || row.last === null) return null
  return { first: row.first, last: row.last }
}
