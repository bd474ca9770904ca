import { type LostMessages, type Removal, removedPlaces, type RemovedRow } from '@sms/archive/store'
import { removeUnusedContents } from './attachments.ts'
import type { Connection } from './connection.ts'
import { addLeftOut } from './left-out.ts'

const COLUMNS = 'b.conversation_id, b.position, b.absent_since, m.key, m.repeat, m.time'

/** Removes messages with all that belongs to them. Returns the conversations that have lost some. */
export async function removeMessages(connection: Connection, removal: Removal): Promise<readonly number[]> {
  const { ids, goneConversations } = removal
  const select = `
    SELECT ${COLUMNS} FROM message b JOIN message m ON m.id = b.id WHERE b.id = ANY($1::bigint[])
    UNION ALL
    SELECT ${COLUMNS} FROM shared_member b JOIN message m ON m.id = b.message_id WHERE b.message_id = ANY($1::bigint[])`
  const { kept, lost } = removedPlaces(await connection.all<RemovedRow>(select, ids), removal)
  await addLeftOut(connection, kept)
  for (const table of ['shared_member', 'status', 'search'])
    await connection.run(`DELETE FROM ${table} WHERE message_id = ANY($1::bigint[])`, ids)
  // Before their attachments, so that none is stored meanwhile.
  await connection.run('DELETE FROM message WHERE id = ANY($1::bigint[])', ids)
  const attachments = await connection.all<{ readonly content_id: number | null }>(
    'DELETE FROM attachment WHERE message_id = ANY($1::bigint[]) RETURNING content_id',
    ids,
  )
  await removeUnusedContents(connection, attachments)
  await countAgain(connection, lost, goneConversations)
  return [...lost.keys()]
}

/**
 * Brings the rows of conversations that have lost messages up to date. A conversation may lose many in many transactions, so
 * none of them reads it whole: its ends are found by the order of the archive, and its times only if an end is lost.
 */
async function countAgain(
  connection: Connection,
  lost: ReadonlyMap<number, LostMessages>,
  goneConversations: readonly number[],
): Promise<void> {
  const isGone = new Set(goneConversations)
  const left = [...lost].filter(([conversation]) => !isGone.has(conversation))
  if (left.length === 0) return
  const update = `
    UPDATE conversation c SET messages = c.messages - l.count,
      first_time = CASE WHEN c.first_time >= l.first_time THEN (${endOf('time', 'ASC', IS_TIMED)}) ELSE c.first_time END,
      last_time = CASE WHEN c.last_time <= l.last_time THEN (${endOf('time', 'DESC', IS_TIMED)}) ELSE c.last_time END,
      last_sort_time = p.sort_time, last_rank = p.rank, last_message_id = p.id,
      activity = greatest(p.sort_time, c.listed_time, 0)
    FROM unnest($1::bigint[], $2::bigint[], $3::double precision[], $4::double precision[])
      l (id, count, first_time, last_time)
    LEFT JOIN LATERAL (${endOf('*', 'DESC')}) p ON true
    WHERE c.id = l.id`
  await connection.run(
    update,
    left.map(([conversation]) => conversation),
    left.map(([, { count }]) => count),
    left.map(([, { firstTime }]) => firstTime),
    left.map(([, { lastTime }]) => lastTime),
  )
}

const IS_TIMED = 'AND m.time IS NOT NULL'

/** Selects from the first or the last member of the conversation `l`. */
function endOf(columns: string, direction: 'ASC' | 'DESC', condition = ''): string {
  const select = (from: string, place: readonly [string, string, string]): string => `
    (SELECT ${place[0]} AS sort_time, ${place[1]} AS rank, ${place[2]} AS id, m.time FROM ${from} ${condition}
     ORDER BY ${place.map((column) => `${column} ${direction}`).join(', ')} LIMIT 1)`
  const own = select('message m WHERE m.conversation_id = l.id', ['m.sort_time', 'm.rank', 'm.id'])
  const shared = select(
    'shared_member b JOIN message m ON m.id = b.message_id WHERE b.conversation_id = l.id',
    ['b.sort_time', 'b.rank', 'b.message_id'],
  )
  return `
    SELECT ${columns} FROM (${own} UNION ALL ${shared}) member
    ORDER BY sort_time ${direction}, rank ${direction}, id ${direction} LIMIT 1`
}
