import { type PersonRows, withoutCursors } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'
import { drawNumbers } from './sequence.ts'

// Each by the first parameter, a list of conversations or of routes.
const OF_CONVERSATIONS = [
  'SELECT id FROM message WHERE conversation_id = ANY($1::bigint[]) LIMIT $2',
  'SELECT message_id AS id FROM shared_member WHERE conversation_id = ANY($1::bigint[]) LIMIT $2',
]
const OF_ROUTES = `
  SELECT m.id FROM route t JOIN message m ON m.conversation_id = t.conversation_id AND m.route_id = t.id
  WHERE t.id = ANY($1::bigint[]) LIMIT $2`

/** Removes messages of a person: see `Store.eraseMessages`. */
export async function eraseMessages(
  connection: Connection,
  { conversations, routes }: PersonRows,
  limit: number,
): Promise<number> {
  const ids = new Set<number>()
  const find = async (select: string, rows: readonly number[]): Promise<void> => {
    const left = limit - ids.size
    if (left === 0) return
    for (const { id } of await connection.all<{ readonly id: number }>(select, rows, left)) ids.add(id)
  }
  for (const select of OF_CONVERSATIONS) await find(select, conversations)
  await find(OF_ROUTES, routes)
  if (ids.size === 0) return 0
  await markRemoved(connection)
  const removal = { ids: [...ids], goneConversations: conversations, keepKeysFor: null }
  const lost = await removeMessages(connection, removal)
  await reportErased(connection, lost)
  await forgetState(connection, lost)
  return ids.size
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
    DELETE FROM route t WHERE id = ANY($1::bigint[])
      AND NOT EXISTS (SELECT FROM message WHERE conversation_id = t.conversation_id AND route_id = t.id)`
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
