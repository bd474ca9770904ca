import type { StoredRoute } from '../erasure-store.ts'
import type { Database } from './database.ts'

/** Participants of conversations: see `Store.readParticipants`. */
export function listParticipants(
  database: Database,
  after: number,
  limit: number,
): readonly { readonly id: number; readonly participant: string }[] {
  return database.all(
    'SELECT id, participant FROM conversation WHERE id > ? ORDER BY id LIMIT ?',
    after,
    limit,
  )
}

/** Addresses of messages: see `Store.readRoutes`. */
export function readRoutes(database: Database, after: number, limit: number): readonly StoredRoute[] {
  const select = `
    SELECT t.id, t.conversation_id AS conversation, c.participant, t.addresses
    FROM route t CROSS JOIN conversation c ON c.id = t.conversation_id
    WHERE t.id > ? ORDER BY t.id LIMIT ?`
  return database.all(select, after, limit)
}

/** Bodies of messages: see `Store.readBodies`. */
export function readBodies(
  database: Database,
  after: number,
  limit: number,
): readonly { readonly id: number; readonly body: string }[] {
  return database.all('SELECT id, body FROM message WHERE id > ? ORDER BY id LIMIT ?', after, limit)
}
