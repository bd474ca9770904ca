import { type ErasedBatch, type ErasurePlace, type PersonRows, withoutCursors } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { readPlaces } from './read-places.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'
import { drawNumbers } from './sequence.ts'

/** Removes messages of a person: see `Store.eraseMessages`. */
export async function eraseMessages(
  connection: Connection,
  rows: PersonRows,
  after: ErasurePlace | null,
  limit: number,
): Promise<ErasedBatch> {
  const isOwn = new Set(rows.conversations)
  const own: number[] = []
  const others: number[] = []
  let next: ErasurePlace | null = null
  let left = limit
  for (const conversation of await conversationsOf(connection, rows, after?.conversation ?? 0)) {
    const from = after?.conversation === conversation ? after.place : null
    const query = { conversations: [conversation], order: 'oldest-first' } as const
    const places = await readPlaces(connection, query, from, left)
    const found = isOwn.has(conversation) ? own : others
    found.push(...places.map(({ id }) => id))
    left -= places.length
    if (left > 0) continue
    next = { conversation, place: places.at(-1) ?? null }
    break
  }
  const ids = new Set([...own, ...(await withRoutes(connection, others, rows.routes))])
  if (ids.size > 0) await removeFromAll(connection, [...ids], rows.conversations)
  return { removed: ids.size, next }
}

/** The conversations that messages of a person may be in, from an id on, in the order of ids. */
async function conversationsOf(
  connection: Connection,
  { conversations, routes }: PersonRows,
  from: number,
): Promise<readonly number[]> {
  const select = `
    SELECT id FROM (
      SELECT unnest($1::bigint[]) AS id UNION SELECT conversation_id FROM route WHERE id = ANY($2::bigint[])) found
    WHERE id >= $3 ORDER BY id`
  const rows = await connection.all<{ readonly id: number }>(select, conversations, routes, from)
  return rows.map(({ id }) => id)
}

/** Those of some messages that have one of the routes. */
async function withRoutes(
  connection: Connection,
  ids: readonly number[],
  routes: readonly number[],
): Promise<readonly number[]> {
  const select = 'SELECT id FROM message WHERE id = ANY($1::bigint[]) AND route_id = ANY($2::bigint[])'
  const rows = await connection.all<{ readonly id: number }>(select, ids, routes)
  return rows.map(({ id }) => id)
}

/** Removes messages from all conversations that they are in. */
async function removeFromAll(
  connection: Connection,
  ids: readonly number[],
  goneConversations: readonly number[],
): Promise<void> {
  await markRemoved(connection)
  const lost = await removeMessages(connection, { ids, goneConversations, keepKeysFor: null })
  await reportErased(connection, lost)
  await forgetState(connection, lost)
}

/** A cursor may name the message that it follows, and a digest one that it was made of. */
async function forgetState(connection: Connection, conversations: readonly number[]): Promise<void> {
  const select = 'SELECT id, state FROM conversation WHERE id = ANY($1::bigint[]) AND state IS NOT NULL'
  const rows = await connection.all<{ readonly id: number; readonly state: string }>(select, conversations)
  const update = `
    UPDATE conversation c
    SET entries = NULL, name = CASE WHEN messages > 0 THEN name END, state = n.state
    FROM unnest($1::bigint[]) l (id) LEFT JOIN unnest($2::bigint[], $3::text[]) n (id, state) ON n.id = l.id
    WHERE c.id = l.id`
  await connection.run(
    update,
    conversations,
    rows.map(({ id }) => id),
    rows.map(({ state }) => withoutCursors(state)),
  )
}

/** Removes what is left of a person: see `Store.eraseConversations`. */
export async function eraseConversations(
  connection: Connection,
  { conversations, routes }: PersonRows,
): Promise<number> {
  await markRemoved(connection)
  const select = `
    SELECT c.id FROM unnest($1::bigint[]) c (id)
    WHERE NOT EXISTS (SELECT FROM message WHERE conversation_id = c.id)
      AND NOT EXISTS (SELECT FROM shared_member WHERE conversation_id = c.id)`
  const rows = await connection.all<{ readonly id: number }>(select, conversations)
  const empty = rows.map(({ id }) => id)
  await reportErased(connection, empty)
  for (const table of ['left_out', 'route'])
    await connection.run(`DELETE FROM ${table} WHERE conversation_id = ANY($1::bigint[])`, empty)
  const unused = `
    DELETE FROM route WHERE id = ANY($1::bigint[]) AND id NOT IN (
      SELECT m.route_id FROM (SELECT DISTINCT conversation_id FROM route WHERE id = ANY($1::bigint[])) c
      JOIN message m ON m.conversation_id = c.conversation_id)`
  await connection.run(unused, routes)
  return connection.run('DELETE FROM conversation WHERE id = ANY($1::bigint[])', empty)
}

/** Says for followers that conversations have lost messages. Only the last time is kept. */
async function reportErased(connection: Connection, conversations: readonly number[]): Promise<void> {
  if (conversations.length === 0) return
  const report = `
    INSERT INTO erasure (conversation_id, sequence)
    SELECT c.id, a.sequence + c.place FROM archive a, unnest($1::bigint[]) WITH ORDINALITY c (id, place)
    ON CONFLICT (conversation_id) DO UPDATE SET sequence = excluded.sequence`
  await connection.run(report, conversations)
  await drawNumbers(connection, conversations.length)
}
