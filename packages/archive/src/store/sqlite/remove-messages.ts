import { type LostMessages, type Removal, removedPlaces, type RemovedRow } from '../removed-places.ts'
import type { Database } from './database.ts'
import { addLeftOut } from './left-out.ts'
import { unindexMessages } from './search-index.ts'

const COLUMNS = 'b.conversation_id, b.position, b.absent_since, m.key, m.repeat, m.time'

/** Removes messages with all that belongs to them. Returns the conversations that have lost some. */
export function removeMessages(database: Database, removal: Removal): readonly number[] {
  const json = JSON.stringify(removal.ids)
  const select = `
    SELECT ${COLUMNS} FROM json_each(?1) w CROSS JOIN message b ON b.id = w.value CROSS JOIN message m ON m.id = b.id
    UNION ALL
    SELECT ${COLUMNS} FROM json_each(?1) w CROSS JOIN shared_member b ON b.message_id = w.value
    CROSS JOIN message m ON m.id = b.message_id`
  const { kept, lost } = removedPlaces(database.all<RemovedRow>(select, json), removal)
  for (const { conversation, member } of kept) addLeftOut(database, conversation, member)
  for (const table of ['shared_member', 'status'])
    database.run(`DELETE FROM ${table} WHERE message_id IN (SELECT value FROM json_each(?))`, json)
  unindexMessages(database, json)
  database.run('DELETE FROM message WHERE id IN (SELECT value FROM json_each(?))', json)
  const isGone = new Set(removal.goneConversations)
  for (const [conversation, messages] of lost)
    if (!isGone.has(conversation)) countAgain(database, conversation, messages)
  return [...lost.keys()]
}

/**
 * Brings the row of a conversation that has lost messages up to date. A conversation may lose many in many transactions, so
 * none of them reads it whole: its ends are found by the order of the archive, and its times only if an end is lost.
 */
function countAgain(
  database: Database,
  conversation: number,
  { count, firstTime, lastTime }: LostMessages,
): void {
  const update = `
    UPDATE conversation SET messages = messages - ?2,
      first_time = CASE WHEN first_time >= ?3 THEN (${endOf('time', 'ASC', IS_TIMED)}) ELSE first_time END,
      last_time = CASE WHEN last_time <= ?4 THEN (${endOf('time', 'DESC', IS_TIMED)}) ELSE last_time END,
      (last_sort_time, last_rank, last_message_id) = (${endOf('sort_time, rank, id', 'DESC')})
    WHERE id = ?1`
  database.run(update, conversation, count, firstTime, lastTime)
  database.run(
    'UPDATE conversation SET activity = max(coalesce(last_sort_time, 0), coalesce(listed_time, 0)) WHERE id = ?',
    conversation,
  )
}

const IS_TIMED = 'AND m.time IS NOT NULL'

/** Selects from the first or the last member of the conversation that is the first parameter. */
function endOf(columns: string, direction: 'ASC' | 'DESC', condition = ''): string {
  const select = (from: string, place: readonly [string, string, string]): string => `
    SELECT * FROM (
      SELECT ${place[0]} AS sort_time, ${place[1]} AS rank, ${place[2]} AS id, m.time FROM ${from} ${condition}
      ORDER BY ${place.map((column) => `${column} ${direction}`).join(', ')} LIMIT 1)`
  const own = select('message m WHERE m.conversation_id = ?1', ['m.sort_time', 'm.rank', 'm.id'])
  const shared = select(
    'shared_member b CROSS JOIN message m ON m.id = b.message_id WHERE b.conversation_id = ?1',
    ['b.sort_time', 'b.rank', 'b.message_id'],
  )
  return `
    SELECT ${columns} FROM (${own} UNION ALL ${shared})
    ORDER BY sort_time ${direction}, rank ${direction}, id ${direction} LIMIT 1`
}
