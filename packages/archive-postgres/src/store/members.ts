import {
  type LeftOutRow,
  type MemberRow,
  type StoredMember,
  toStoredMember,
  type UnsettledRange,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'

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

/** Changes each of these tables, by one statement. */
export function inEachTable(write: (table: string, id: string) => string): string {
  const [own, shared, leftOut] = MEMBER_TABLES.map(([table, id]) => write(table, id))
  return `WITH own AS (${own}), shared AS (${shared}) ${leftOut}`
}

/** Members from each table, for the conversation of the first parameter, in some order, which an index of each has. */
function fromEachTable(condition: string, order: string): string {
  return MEMBER_TABLES.map(
    ([table, id]) => `
      (SELECT ${id} AS message_id, position, absent_since FROM ${table}
       WHERE conversation_id = $1 AND ${condition} ${order})`,
  ).join(' UNION ALL ')
}

/** Whether no conversation but that of the first parameter may list a message. */
export const NOT_ELSEWHERE = `(
  (m.conversation_id = $1 OR m.absent_again IS NOT NULL)
  AND NOT EXISTS (
    SELECT FROM shared_member o
    WHERE o.message_id = m.id AND o.conversation_id <> $1 AND o.absent_again IS NULL))`

const COLUMNS =
  'm.id, m.key, m.repeat, b.position, b.absent_since, m.time, m.status, t.direction, t.addresses, m.body, m.read_at'
const LEFT_OUT_COLUMNS = 'l.id AS left_out, l.key AS left_out_key, l.has_id'

export async function readWindow(
  connection: Connection,
  conversation: number,
  after: number | null,
  limit: number,
): Promise<readonly StoredMember[]> {
  const select = `
    SELECT ${COLUMNS}, ${LEFT_OUT_COLUMNS}
    FROM (${fromEachTable('position > $2', 'ORDER BY position LIMIT $3')} ORDER BY position LIMIT $3) b
    LEFT JOIN message m ON m.id = b.message_id LEFT JOIN route t ON t.id = m.route_id
    LEFT JOIN left_out l ON l.id = b.message_id ORDER BY b.position`
  const rows = await connection.all<MemberRow | LeftOutRow>(select, conversation, after ?? -Infinity, limit)
  return rows.map(toStoredMember)
}

export async function findLeftOut(
  connection: Connection,
  conversation: number,
  keys: readonly string[],
): Promise<readonly StoredMember[]> {
  const select = `
    SELECT ${LEFT_OUT_COLUMNS}, l.position, l.absent_since FROM left_out l
    WHERE l.conversation_id = $1 AND l.key = ANY($2::text[]) AND length(l.key) > 1 ORDER BY l.position`
  const rows = await connection.all<LeftOutRow>(select, conversation, keys)
  return rows.map(toStoredMember)
}

/**
 * The messages of a source with some keys, as `m`. `OFFSET 0` keeps PostgreSQL from reading all members of a conversation in
 * search of them.
 */
export function messagesByKeys(keys: string, source: string): string {
  return `
    unnest(${keys}::text[]) k (key)
    CROSS JOIN LATERAL (
      SELECT * FROM message
      WHERE md5(key)::uuid = md5(k.key)::uuid AND key = k.key AND source_id = ${source} OFFSET 0) m`
}

export async function findMembers(
  connection: Connection,
  conversation: number,
  keys: readonly string[],
): Promise<readonly StoredMember[]> {
  const found = messagesByKeys('$1', '(SELECT source_id FROM conversation WHERE id = $2)')
  const select = `
    SELECT m.id, m.key, m.repeat, coalesce(b.position, m.position) AS position,
      CASE WHEN b.message_id IS NULL THEN m.absent_since ELSE b.absent_since END AS absent_since,
      m.time, m.status, t.direction, t.addresses, m.body, m.read_at
    FROM ${found} JOIN route t ON t.id = m.route_id
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = $2
    WHERE m.conversation_id = $2 OR b.message_id IS NOT NULL ORDER BY position`
  const rows = await connection.all<MemberRow>(select, keys, conversation)
  return rows.map(toStoredMember)
}

export async function countListed(
  connection: Connection,
  conversation: number,
  from: number | null,
  to: number | null,
): Promise<number> {
  const counts = MEMBER_TABLES.map(
    ([table]) => `
      (SELECT count(*) FROM ${table}
       WHERE conversation_id = $1 AND position >= $2 AND position <= $3 AND absent_since IS NULL)`,
  )
  const row = await connection.get<{ readonly count: number }>(
    `SELECT ${counts.join(' + ')} AS count`,
    conversation,
    from ?? -Infinity,
    to ?? Infinity,
  )
  return row?.count ?? 0
}

export async function findAbove(
  connection: Connection,
  conversation: number,
  position: number,
  places: number,
): Promise<number | null> {
  const above = fromEachTable('position <= $2', 'ORDER BY position DESC LIMIT $3 + 1')
  const select = `SELECT position FROM (${above}) b ORDER BY position DESC LIMIT 1 OFFSET $3`
  const row = await connection.get<{ readonly position: number }>(select, conversation, position, places)
  return row?.position ?? null
}

export async function findUnsettled(
  connection: Connection,
  conversation: number,
  newerThan: number,
  to: number | null,
): Promise<UnsettledRange | null> {
  const select = `
    SELECT min(position) AS first, max(position) AS last FROM (
      SELECT position FROM message
      WHERE conversation_id = $1 AND refresh_from > $2::double precision AND refresh_from IS NOT NULL
        AND absent_since IS NULL AND position <= $3
      UNION ALL
      SELECT b.position FROM shared_member b JOIN message m ON m.id = b.message_id
      WHERE b.conversation_id = $1 AND m.refresh_from > $2::double precision AND b.absent_since IS NULL
        AND b.position <= $3
    ) unsettled`
  const row = await connection.get<{ readonly first: number | null; readonly last: number | null }>(
    select,
    conversation,
    newerThan,
    to ?? Infinity,
  )
  if (row === undefined || row.first === null || row.last === null) return null
  return { first: row.first, last: row.last }
}
