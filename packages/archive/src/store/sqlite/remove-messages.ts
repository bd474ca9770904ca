import { type Removal, removedPlaces, type RemovedRow } from '../removed-places.ts'
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
  for (const { conversation, place } of kept) addLeftOut(database, conversation, place)
  for (const table of ['shared_member', 'status'])
    database.run(`DELETE FROM ${table} WHERE message_id IN (SELECT value FROM json_each(?))`, json)
  unindexMessages(database, json)
  database.run('DELETE FROM message WHERE id IN (SELECT value FROM json_each(?))', json)
  const isGone = new Set(removal.goneConversations)
  for (const [conversation, count] of lost)
    if (!isGone.has(conversation)) countAgain(database, conversation, count)
  return [...lost.keys()]
}

/** Brings the row of a conversation that has lost messages up to date. */
function countAgain(database: Database, conversation: number, lost: number): void {
  const places = `
    SELECT sort_time, rank, id FROM message WHERE conversation_id = ?1
    UNION ALL SELECT sort_time, rank, message_id FROM shared_member WHERE conversation_id = ?1`
  const times = `
    SELECT time FROM message WHERE conversation_id = ?1
    UNION ALL SELECT m.time FROM shared_member b CROSS JOIN message m ON m.id = b.message_id
    WHERE b.conversation_id = ?1`
  const update = `
    UPDATE conversation SET messages = messages - ?2,
      (first_time, last_time) = (SELECT min(time), max(time) FROM (${times})),
      first_sort_time = (SELECT min(sort_time) FROM (${places})),
      (last_sort_time, last_rank, last_message_id) =
        (SELECT sort_time, rank, id FROM (${places}) ORDER BY sort_time DESC, rank DESC, id DESC LIMIT 1)
    WHERE id = ?1`
  database.run(update, conversation, lost)
  database.run(
    'UPDATE conversation SET activity = max(coalesce(last_sort_time, 0), coalesce(listed_time, 0)) WHERE id = ?',
    conversation,
  )
}
