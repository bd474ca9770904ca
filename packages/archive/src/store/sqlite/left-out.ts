import { NO_KEY } from '../left-out-key.ts'
import type { LeftOutPlace } from '../removed-places.ts'
import type { Database } from './database.ts'

/** Keeps the place of a message, so that what the provider lists is still compared with as many members. */
export function addLeftOut(
  database: Database,
  conversation: number,
  { position, absentSince = null, key = NO_KEY, hasId = false }: LeftOutPlace,
): void {
  // Below zero, so that no message has the same id.
  const insert = `
    INSERT INTO left_out (id, conversation_id, position, absent_since, key, has_id)
    VALUES ((SELECT coalesce(min(id), 0) - 1 FROM left_out), ?, ?, ?, ?, ?)`
  database.run(insert, conversation, position, absentSince, key, hasId ? 1 : 0)
}
