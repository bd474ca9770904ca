import { GAP } from '../gap.ts'
import type { Lease, Respacing } from '../store.ts'
import type { Database } from './database.ts'
import { checkLease } from './leases.ts'

/** Numbers the positions of a conversation 1, 2, 3 and so on, with a gap before each break. */
export function respace(database: Database, lease: Lease, { breaks, marks, state }: Respacing): void {
  checkLease(database, lease)
  const { conversation } = lease
  const gaps = (position: number): number => breaks.filter((at) => at <= position).length * GAP
  const count = 'SELECT count(*) AS count FROM member WHERE conversation_id = ? AND position <= ?'
  const moved = marks.map((mark) => {
    const row = database.get<{ readonly count: number }>(count, conversation, mark)
    return (row?.count ?? 0) + gaps(mark)
  })
  const number = `
    UPDATE member SET position = numbered.position
    FROM (
      SELECT sort_time, rank, message_id, row_number() OVER (ORDER BY position)
        + (SELECT count(*) FROM json_each(?2) WHERE value <= member.position) * ${GAP} AS position
      FROM member WHERE conversation_id = ?1
    ) numbered
    WHERE member.conversation_id = ?1 AND member.sort_time = numbered.sort_time
      AND member.rank = numbered.rank AND member.message_id = numbered.message_id`
  database.run(number, conversation, JSON.stringify(breaks))
  database.run('UPDATE conversation SET state = ? WHERE id = ?', state(moved), conversation)
}
