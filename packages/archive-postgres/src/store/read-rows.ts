import type { StoredRoute } from '@sms/archive/store'
import type { Connection } from './connection.ts'

/** Participants of conversations: see `Store.readParticipants`. */
export function listParticipants(
  connection: Connection,
  after: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly participant: string }[]> {
  const select = 'SELECT id, participant FROM conversation WHERE id > $1 ORDER BY id LIMIT $2'
  return connection.all(select, after, limit)
}

/** Addresses of messages: see `Store.readRoutes`. */
export function readRoutes(
  connection: Connection,
  after: number,
  limit: number,
): Promise<readonly StoredRoute[]> {
  const select = `
    SELECT t.id, t.conversation_id AS conversation, c.participant, t.addresses
    FROM route t JOIN conversation c ON c.id = t.conversation_id
    WHERE t.id > $1 ORDER BY t.id LIMIT $2`
  return connection.all(select, after, limit)
}

/** Bodies of messages: see `Store.readBodies`. */
export function readBodies(
  connection: Connection,
  after: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly body: string }[]> {
  return connection.all('SELECT id, body FROM message WHERE id > $1 ORDER BY id LIMIT $2', after, limit)
}
