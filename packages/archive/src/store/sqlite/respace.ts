import { GAP } from '../gap.ts'
import type { Lease } from '../lease-store.ts'
import type { Respacing } from '../page-store.ts'
import type { Database } from './database.ts'
import { checkLease } from './leases.ts'
import { MEMBER_TABLES } from './members.ts'

/** Numbers the positions of a conversation 1, 2, 3 and so on, with a gap before each break. */
export function respace(database: Database, lease: Lease, { breaks, marks, state }: Respacing): void {
  checkLease(database, lease)
  const { conversation } = lease
  const gaps = (position: number): number => breaks.filter((at) => at <= position).length * GAP
  const counts = MEMBER_TABLES.map(
    ([table]) => `(SELECT count(*) FROM ${table} WHERE conversation_id = ?1 AND position <= ?2)`,
  )
  const moved = marks.map((mark) => {
    const row = database.get<{ readonly count: number }>(
      `SELECT ${counts.join(' + ')} AS count`,
      conversation,
      mark,
    )
    return (row?.count ?? 0) + gaps(mark)
  })
  // The numbers are found before the first position changes.
  database.run(
    'CREATE TEMP TABLE IF NOT EXISTS numbered (message_id INTEGER PRIMARY KEY, position REAL NOT NULL)',
  )
  const members = MEMBER_TABLES.map(
    ([table, id]) => `SELECT ${id} AS message_id, position FROM ${table} WHERE conversation_id = ?1`,
  )
  const number = `
    INSERT INTO numbered
    SELECT message_id, row_number() OVER (ORDER BY position)
      + (SELECT count(*) FROM json_each(?2) WHERE value <= position) * ${GAP}
    FROM (${members.join(' UNION ALL ')})`
  database.run(number, conversation, JSON.stringify(breaks))
  for (const [table, id] of MEMBER_TABLES) {
    const move = `
      UPDATE ${table} SET position = numbered.position FROM numbered
      WHERE conversation_id = ? AND ${table}.${id} = numbered.message_id`
    database.run(move, conversation)
  }
  database.run('DELETE FROM numbered')
  database.run('UPDATE conversation SET state = ? WHERE id = ?', state(moved), conversation)
}
