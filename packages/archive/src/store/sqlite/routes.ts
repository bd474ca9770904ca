import type { MessageRecord } from '../page-store.ts'
import type { Database } from './database.ts'
import type { PageContext } from './page-context.ts'

type Route = Pick<MessageRecord, 'direction' | 'addresses'>

/**
 * The id of the row with a direction, a channel and the addresses of messages of the page's conversation. There are few of
 * them, so that a message takes one number, and an address is found without an index of all messages.
 */
export function routeOf(database: Database, { conversation, routes }: PageContext, route: Route): number {
  const { direction, addresses } = route
  const known = routes[direction].get(addresses)
  if (known !== undefined) return known
  const id = findRoute(database, conversation, route)
  routes[direction].set(addresses, id)
  return id
}

/** The id of such a row of any conversation, which is made if there is none. */
export function findRoute(database: Database, conversation: number, { direction, addresses }: Route): number {
  const find = 'SELECT id FROM route WHERE conversation_id = ? AND direction = ? AND addresses = ?'
  const insert = `
    INSERT INTO route (conversation_id, direction, addresses) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
  database.run(insert, conversation, direction, addresses)
  return database.get<{ readonly id: number }>(find, conversation, direction, addresses)?.id ?? 0
}
