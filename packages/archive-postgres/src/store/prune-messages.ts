import type { PrunedBatch } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'

/** Removes old messages: see `Store.pruneMessages`. */
export async function pruneMessages(
  connection: Connection,
  archive: string,
  { before, after, limit }: { readonly before: number; readonly after: number; readonly limit: number },
): Promise<PrunedBatch> {
  const select = `
    SELECT id, coalesce(time, first_seen) < $1 AS is_old FROM message WHERE id > $2 ORDER BY id LIMIT $3`
  const rows = await connection.all<{ readonly id: number; readonly is_old: boolean }>(
    select,
    before,
    after,
    limit,
  )
  const ids = rows.filter(({ is_old }) => is_old).map(({ id }) => id)
  if (ids.length > 0) {
    await markRemoved(connection)
    await removeMessages(connection, { ids, goneConversations: [], keepKeysFor: archive })
  }
  if (rows.length === 0) await removeUnusedRoutes(connection)
  return { removed: ids.length, last: rows.at(-1)?.id ?? null }
}

/** Removes addresses that no message has any more. */
async function removeUnusedRoutes(connection: Connection): Promise<void> {
  const remove = `
    DELETE FROM route t
    WHERE NOT EXISTS (SELECT FROM message WHERE conversation_id = t.conversation_id AND route_id = t.id)`
  if ((await connection.run(remove)) > 0) await markRemoved(connection)
}
