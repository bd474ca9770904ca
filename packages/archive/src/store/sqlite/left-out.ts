import { OLD_KEY } from '../left-out-key.ts'
import type { LeftOutMember } from '../removed-places.ts'
import type { ListEnd } from '../member-store.ts'
import type { Database } from './database.ts'

/** Keeps the place of a message, so that what the provider lists is still compared with as many members. */
export function addLeftOut(
  database: Database,
  conversation: number,
  { position, absentSince = null, key, hasId = false }: LeftOutMember,
): void {
  // Below zero, so that no message has the same id.
  const insert = `
    INSERT INTO left_out (id, conversation_id, position, absent_since, key, has_id)
    VALUES ((SELECT coalesce(min(id), 0) - 1 FROM left_out), ?, ?, ?, ?, ?)`
  database.run(insert, conversation, position, absentSince, key, hasId ? 1 : 0)
}

export function findOldPlace(
  database: Database,
  conversation: number,
  end: ListEnd,
  count: number | null,
): number | null {
  const [near, far] = end === 'top' ? ['ASC', 'DESC'] : ['DESC', 'ASC']
  const old = 'SELECT position FROM left_out WHERE conversation_id = ?1 AND key = ?2'
  const last =
    count === null
      ? `${old} AND absent_since IS NULL`
      : `SELECT position FROM (${old} ORDER BY position ${far} LIMIT ?3)`
  const values = count === null ? [] : [count]
  const select = `${last} ORDER BY position ${near} LIMIT 1`
  const row = database.get<{ readonly position: number }>(select, conversation, OLD_KEY, ...values)
  return row?.position ?? null
}
