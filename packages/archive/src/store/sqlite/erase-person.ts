import type { PersonRows } from '../store.ts'
import { withoutCursors } from '../without-cursors.ts'
import type { Database } from './database.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'

// Each by the first parameter, a list of conversations or of routes.
const OF_CONVERSATIONS = [
  'SELECT m.id FROM json_each(?) c CROSS JOIN message m ON m.conversation_id = c.value LIMIT ?',
  'SELECT b.message_id AS id FROM json_each(?) c CROSS JOIN shared_member b ON b.conversation_id = c.value LIMIT ?',
]
const OF_ROUTES = `
  SELECT m.id FROM json_each(?) r CROSS JOIN route t ON t.id = r.value
  CROSS JOIN message m ON m.conversation_id = t.conversation_id AND m.route_id = t.id LIMIT ?`

/** Removes messages of a person: see `Store.eraseMessages`. */
export function eraseMessages(
  database: Database,
  { conversations, routes }: PersonRows,
  limit: number,
): number {
  const ids = new Set<number>()
  const find = (select: string, rows: readonly number[]): void => {
    const left = limit - ids.size
    if (left === 0) return
    for (const { id } of database.all<{ readonly id: number }>(select, JSON.stringify(rows), left))
      ids.add(id)
  }
  for (const select of OF_CONVERSATIONS) find(select, conversations)
  find(OF_ROUTES, routes)
  if (ids.size === 0) return 0
  markRemoved(database)
  const removal = { ids: [...ids], goneConversations: conversations, keepKeysFor: null }
  const lost = removeMessages(database, removal)
  reportErased(database, lost)
  for (const conversation of lost) {
    // A cursor may name the message that it follows, and a digest one that it was made of.
    const select = 'SELECT state FROM conversation WHERE id = ?'
    const row = database.get<{ readonly state: string | null }>(select, conversation)
    const state = row === undefined || row.state === null ? null : withoutCursors(row.state)
    const update = `
      UPDATE conversation SET entries = NULL, name = CASE WHEN messages > 0 THEN name END, state = ? WHERE id = ?`
    database.run(update, state, conversation)
  }
  return ids.size
}

/** Removes what is left of a person: see `Store.eraseConversations`. */
export function eraseConversations(database: Database, { conversations, routes }: PersonRows): number {
  markRemoved(database)
  const select = `
    SELECT c.value AS id FROM json_each(?) c
    WHERE NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = c.value)
      AND NOT EXISTS (SELECT 1 FROM shared_member WHERE conversation_id = c.value)`
  const empty = database
    .all<{ readonly id: number }>(select, JSON.stringify(conversations))
    .map(({ id }) => id)
  const isIn = 'IN (SELECT value FROM json_each(?))'
  const json = JSON.stringify(empty)
  reportErased(database, empty)
  for (const table of ['left_out', 'route'])
    database.run(`DELETE FROM ${table} WHERE conversation_id ${isIn}`, json)
  const unused = `
    DELETE FROM route WHERE id ${isIn}
      AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = route.conversation_id AND route_id = route.id)`
  database.run(unused, JSON.stringify(routes))
  return database.run(`DELETE FROM conversation WHERE id ${isIn}`, json)
}

/** Says for followers that conversations have lost messages. Only the last time is kept. */
function reportErased(database: Database, conversations: readonly number[]): void {
  const report = `
    INSERT INTO erasure (conversation_id, sequence) SELECT ?, sequence FROM archive WHERE true
    ON CONFLICT DO UPDATE SET sequence = excluded.sequence`
  for (const conversation of conversations) {
    // The index knows all messages up to this number, too, if it knew all up to the last one.
    const next = `
      UPDATE archive
      SET indexed = CASE WHEN indexed = sequence THEN sequence + 1 ELSE indexed END, sequence = sequence + 1`
    database.run(next)
    database.run(report, conversation)
  }
}
