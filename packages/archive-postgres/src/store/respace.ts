import { GAP, type Lease, type Respacing } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { checkLease } from './leases.ts'
import { inEachTable, MEMBER_TABLES } from './members.ts'

const GAPS = `(SELECT count(*) FROM unnest($2::double precision[]) at WHERE at <= position) * ${GAP}`

/** Numbers the positions of a conversation 1, 2, 3 and so on, with a gap before each break. */
export async function respace(
  connection: Connection,
  lease: Lease,
  { breaks, marks, state }: Respacing,
): Promise<void> {
  await checkLease(connection, lease)
  const { conversation } = lease
  const counts = MEMBER_TABLES.map(
    ([table]) =>
      `(SELECT count(*) FROM ${table} WHERE conversation_id = $1 AND ${table}.position <= marked.position)`,
  )
  // The numbers are found before the first position changes.
  const moved = await connection.all<{ readonly position: number }>(
    `SELECT ${counts.join(' + ')} + ${GAPS} AS position
     FROM unnest($3::double precision[]) WITH ORDINALITY marked (position, place) ORDER BY place`,
    conversation,
    breaks,
    marks,
  )
  const members = MEMBER_TABLES.map(
    ([table, id]) => `SELECT ${id} AS message_id, position FROM ${table} WHERE conversation_id = $1`,
  )
  const move = inEachTable(
    (table, id) => `
      UPDATE ${table} SET position = numbered.position FROM numbered
      WHERE conversation_id = $1 AND ${table}.${id} = numbered.message_id`,
  )
  await connection.run(
    `WITH numbered AS MATERIALIZED (
       SELECT message_id, row_number() OVER (ORDER BY position) + ${GAPS} AS position
       FROM (${members.join(' UNION ALL ')}) member),
     ${move.replace(/^WITH /, '')}`,
    conversation,
    breaks,
  )
  await connection.run(
    'UPDATE conversation SET state = $1 WHERE id = $2',
    state(moved.map(({ position }) => position)),
    conversation,
  )
}
