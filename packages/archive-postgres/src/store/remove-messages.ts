import { type Removal, removedPlaces, type RemovedRow } from '@sms/archive/store'
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

/** Brings the rows of conversations that have lost messages up to date. */
async function countAgain(
  connection: Connection,
  lost: ReadonlyMap<number, number>,
  goneConversations: readonly number[],
): Promise<void> {
  const isGone = new Set(goneConversations)
  const left = [...lost].filter(([conversation]) => !isGone.has(conversation))
  if (left.length === 0) return
  const order = 'ORDER BY sort_time DESC, rank DESC, id DESC LIMIT 1'
  const update = `
    UPDATE conversation c SET messages = c.messages - l.count, first_time = t.first_time, last_time = t.last_time,
      last_sort_time = p.sort_time, last_rank = p.rank, last_message_id = p.id,
      activity = greatest(p.sort_time, c.listed_time, 0)
    FROM unnest($1::bigint[], $2::bigint[]) l (id, count)
    CROSS JOIN LATERAL (
      SELECT min(time), max(time) FROM (
        SELECT time FROM message WHERE conversation_id = l.id
        UNION ALL
        SELECT m.time FROM shared_member b JOIN message m ON m.id = b.message_id WHERE b.conversation_id = l.id) member
    ) t (first_time, last_time)
    LEFT JOIN LATERAL (
      (SELECT sort_time, rank, id FROM message WHERE conversation_id = l.id ${order})
      UNION ALL
      (SELECT sort_time, rank, message_id AS id FROM shared_member WHERE conversation_id = l.id ${order}) ${order}
    ) p ON true
    WHERE c.id = l.id`
  await connection.run(
    update,
    left.map(([conversation]) => conversation),
    left.map(([, count]) => count),
  )
}
