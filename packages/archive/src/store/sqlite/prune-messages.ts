import type { PrunedBatch } from '../pruning-store.ts'
import type { Database } from './database.ts'
import { removeMessages } from './remove-messages.ts'
import { markRemoved } from './rules.ts'

/** Removes old messages: see `Store.pruneMessages`. */
export function pruneMessages(
  database: Database,
  archive: string,
  { before, after, limit }: { readonly before: number; readonly after: number; readonly limit: number },
): PrunedBatch {
  const select = `
    SELECT id, coalesce(time, first_seen) < ? AS is_old FROM message WHERE id > ? ORDER BY id LIMIT ?`
  const rows = database.all<{ readonly id: number; readonly is_old: number }>(select, before, after, limit)
  const ids = rows.filter(({ is_old }) => is_old === 1).map(({ id }) => id)
  if (ids.length > 0) {
    markRemoved(database)
    removeMessages(database, { ids, goneConversations: [], keepKeysFor: archive })
  }
  if (rows.length === 0) removeUnusedRoutes(database)
  return { removed: ids.length, last: rows.at(-1)?.id ?? null }
}

/** Removes addresses that no message has any more. */
function removeUnusedRoutes(database: Database): void {
  const removed = database.run('DELETE FROM route WHERE id NOT IN (SELECT route_id FROM message)')
  if (removed > 0) markRemoved(database)
}
