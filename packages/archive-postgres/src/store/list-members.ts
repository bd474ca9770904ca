import type { Connection } from './connection.ts'
import { inEachTable } from './members.ts'
import type { PageContext } from './page-context.ts'

/** A position that a member is listed at. */
export interface Move {
  readonly messageId: number
  readonly position: number
}

/** Gives members other positions in the list, which they are listed at. */
export async function moveMembers(
  connection: Connection,
  context: PageContext,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return
  const move = inEachTable(
    (table, id) => `
      UPDATE ${table} SET position = moved.position, absent_since = NULL, absent_again = NULL
      FROM unnest($1::bigint[], $2::double precision[]) moved (id, position)
      WHERE ${table}.${id} = moved.id AND conversation_id = $3`,
  )
  const ids = moves.map(({ messageId }) => messageId)
  const positions = moves.map(({ position }) => position)
  await connection.run(move, ids, positions, context.conversation)
  await unmarkVanished(connection, context, ids)
}

/** Notes that the provider lists members. */
export async function markListed(
  connection: Connection,
  context: PageContext,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  const mark = inEachTable(
    (table, id) => `
      UPDATE ${table} SET absent_since = NULL, absent_again = NULL
      WHERE ${id} = ANY($1::bigint[]) AND conversation_id = $2 AND absent_since IS NOT NULL`,
  )
  await connection.run(mark, ids, context.conversation)
  await unmarkVanished(connection, context, ids)
}

/** Takes back that messages have vanished, of those that were marked. */
export async function unmarkVanished(
  connection: Connection,
  { sequence, updated }: PageContext,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  const unmark = `
    UPDATE message m SET vanished_at = NULL, changed = $2 + v.number
    FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 FROM message
          WHERE id = ANY($1::bigint[]) AND vanished_at IS NOT NULL) v (id, number)
    WHERE m.id = v.id RETURNING m.id`
  const rows = await connection.all<{ readonly id: number }>(unmark, ids, sequence.next)
  sequence.next += rows.length
  for (const { id } of rows) updated.add(id)
}
