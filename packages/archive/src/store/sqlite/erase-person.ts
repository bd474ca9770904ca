import type { ErasedBatch, ErasurePlace, PersonRows } from '../erasure-store.ts'
import { withoutCursors } from '../without-cursors.ts'
import type { Database } from './database.ts'
import { readPlaces } from './read-places.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'

/** Removes messages of a person: see `Store.eraseMessages`. */
export function eraseMessages(
  database: Database,
  rows: PersonRows,
  after: ErasurePlace | null,
  limit: number,
): ErasedBatch {
  const isOwn = new Set(rows.conversations)
  const own: number[] = []
  const others: number[] = []
  let next: ErasurePlace | null = null
  let left = limit
  for (const conversation of conversationsOf(database, rows, after?.conversation ?? 0)) {
    const from = after?.conversation === conversation ? after.place : null
    const query = { conversations: [conversation], order: 'oldest-first' } as const
    const places = readPlaces(database, query, from, left)
    const found = isOwn.has(conversation) ? own : others
    found.push(...places.map(({ id }) => id))
    left -= places.length
    if (left > 0) continue
    next = { conversation, place: places.at(-1) ?? null }
    break
  }
  const ids = new Set([...own, ...withRoutes(database, others, rows.routes)])
  if (ids.size > 0) removeFromAll(database, [...ids], rows.conversations)
  return { removed: ids.size, next }
}

/** The conversations that messages of a person may be in, from an id on, in the order of ids. */
function conversationsOf(
  database: Database,
  { conversations, routes }: PersonRows,
  from: number,
): readonly number[] {
  const select = `
    SELECT id FROM (
      SELECT value AS id FROM json_each(?)
      UNION SELECT t.conversation_id FROM json_each(?) r CROSS JOIN route t ON t.id = r.value)
    WHERE id >= ? ORDER BY id`
  return database
    .all<{ readonly id: number }>(select, JSON.stringify(conversations), JSON.stringify(routes), from)
    .map(({ id }) => id)
}

/** Those of some messages that have one of the routes. */
function withRoutes(
  database: Database,
  ids: readonly number[],
  routes: readonly number[],
): readonly number[] {
  const select = `
    SELECT m.id FROM json_each(?) w CROSS JOIN message m ON m.id = w.value
    WHERE m.route_id IN (SELECT value FROM json_each(?))`
  return database
    .all<{ readonly id: number }>(select, JSON.stringify(ids), JSON.stringify(routes))
    .map(({ id }) => id)
}

/** Removes messages from all conversations that they are in. */
function removeFromAll(
  database: Database,
  ids: readonly number[],
  goneConversations: readonly number[],
): void {
  markRemoved(database)
  const lost = removeMessages(database, { ids, goneConversations, keepKeysFor: null })
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
    DELETE FROM route WHERE id ${isIn} AND id NOT IN (
      SELECT m.route_id FROM (SELECT DISTINCT conversation_id FROM route WHERE id ${isIn}) c
      CROSS JOIN message m ON m.conversation_id = c.conversation_id)`
  database.run(unused, JSON.stringify(routes), JSON.stringify(routes))
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
