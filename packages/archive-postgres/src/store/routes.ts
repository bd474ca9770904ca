import type { MessageRecord } from '@sms/archive/store'
import type { Connection } from './connection.ts'

/** The direction, the channel and the addresses of messages of a conversation. */
export interface Route extends Pick<MessageRecord, 'direction' | 'addresses'> {
  readonly conversation: number
}

interface RouteRow extends Pick<MessageRecord, 'direction' | 'addresses'> {
  readonly id: number
  readonly conversation_id: number
}

/** The ids of routes, by what they stand for. */
export type RouteIds = Map<string, number>

/** The ids of those of some routes that have a row. */
export async function findRoutes(connection: Connection, routes: readonly Route[]): Promise<RouteIds> {
  const select = `
    SELECT id, conversation_id, direction, addresses FROM route
    WHERE conversation_id = ANY($1::bigint[]) AND addresses = ANY($2::text[])`
  const rows = await connection.all<RouteRow>(
    select,
    [...new Set(routes.map(({ conversation }) => conversation))],
    [...new Set(routes.map(({ addresses }) => addresses))],
  )
  return new Map(rows.map((row) => [nameOf({ ...row, conversation: row.conversation_id }), row.id]))
}

/**
 * The ids of routes, in their order; a row is made if there is none. There are few of them, so that a message takes one number,
 * and an address is found without an index of all messages.
 *
 * @param known Those of them that have a row.
 */
export async function requireRoutes(
  connection: Connection,
  routes: readonly Route[],
  known: RouteIds,
): Promise<readonly number[]> {
  const wanted = new Map(routes.map((route) => [nameOf(route), route]))
  const missing = [...wanted].flatMap(([name, route]) => (known.has(name) ? [] : [route]))
  if (missing.length > 0) {
    const insert = `
      INSERT INTO route (conversation_id, direction, addresses)
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
      RETURNING id, conversation_id, direction, addresses`
    const inserted = await connection.all<RouteRow>(
      insert,
      missing.map(({ conversation }) => conversation),
      missing.map(({ direction }) => direction),
      missing.map(({ addresses }) => addresses),
    )
    for (const row of inserted) known.set(nameOf({ ...row, conversation: row.conversation_id }), row.id)
  }
  return routes.map((route) => known.get(nameOf(route)) ?? 0)
}

function nameOf({ conversation, direction, addresses }: Route): string {
  return `${conversation} ${direction} ${addresses}`
}
