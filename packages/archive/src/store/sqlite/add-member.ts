import type { MessageRecord, NewMember, Place } from '../store.ts'
import { changeMessage } from './change-message.ts'
import type { Database } from './database.ts'
import { NO_REPEAT } from './members.ts'
import type { PageContext } from './page-context.ts'

/** A message that the conversation did not have. */
export interface AddedMember extends Place {
  readonly time: number | null
}

/** What adding a message came to. */
type Addition =
  | { readonly isNew: true; readonly isUpdated: boolean; readonly member: AddedMember }
  | { readonly isNew: false; readonly isUpdated: boolean }

/** A message that is stored already. */
interface KnownRow {
  readonly id: number
  readonly sort_time: number
  readonly rank: number
}

/**
 * Adds a message to a conversation. It may be stored already: for another conversation, or, without an id, as a copy that
 * the provider seemed to list no longer.
 */
export function addMember(database: Database, context: PageContext, member: NewMember): Addition {
  const { record } = member
  if (record.hasId) {
    const isNew = insertMessage(database, context, member, NO_REPEAT)
    return isNew ?? linkById(database, context, member)
  }
  const copies = database.get<{ readonly last: number | null }>(
    'SELECT max(repeat) AS last FROM message WHERE source_id = ? AND key = ?',
    context.source,
    record.key,
  )
  const last = copies?.last ?? null
  const reused = last === null ? null : reuseCopy(database, context, member)
  return (
    reused ?? insertMessage(database, context, member, (last ?? -1) + 1) ?? { isNew: false, isUpdated: false }
  )
}

/** Inserts a message; null if there is one with its key. */
function insertMessage(
  database: Database,
  { conversation, source, page, sequence }: PageContext,
  { position, sortTime, rank, record }: NewMember,
  repeat: number,
): Addition | null {
  const insert = `
    INSERT INTO message (id, source_id, conversation_id, key, repeat, sort_time, rank, direction, time, status,
      first_seen, read_at, body, raw)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  const { key, direction, time, status, body, raw } = record
  const id = sequence.next
  const inserted = database.run(
    insert,
    id,
    source,
    conversation,
    key,
    repeat,
    sortTime,
    rank,
    direction,
    time,
    status,
    page.receivedAt,
    page.receivedAt,
    body,
    raw,
  )
  if (inserted === 0) return null
  sequence.next += 1
  join(database, conversation, { id, sort_time: sortTime, rank }, position, record, false)
  return { isNew: true, isUpdated: false, member: { id, sortTime, rank, time } }
}

/** Makes a message that another conversation has brought a member of this one too. */
function linkById(database: Database, context: PageContext, { position, record }: NewMember): Addition {
  const select = 'SELECT id, sort_time, rank FROM message WHERE source_id = ? AND key = ?'
  const row = database.get<KnownRow>(select, context.source, record.key)
  if (row === undefined) return { isNew: false, isUpdated: false }
  const isUpdated = changeMessage(database, context, { messageId: row.id, record })
  const isNew = join(database, context.conversation, row, position, record, true)
  return isNew ? { isNew, isUpdated, member: memberOf(row, record) } : { isNew, isUpdated }
}

/** Finds a stored copy of a message without an id that this one may be; null if there is none. */
function reuseCopy(
  database: Database,
  { conversation, source }: PageContext,
  { position, record }: NewMember,
): Addition | null {
  const ofConversation = `
    b.conversation_id = ?1 AND b.sort_time = m.sort_time AND b.rank = m.rank AND b.message_id = m.id`
  const absent = database.get<KnownRow>(
    `SELECT m.id, m.sort_time, m.rank FROM message m CROSS JOIN member b ON ${ofConversation}
     WHERE m.source_id = ?2 AND m.key = ?3 AND b.absent_since IS NOT NULL ORDER BY b.position LIMIT 1`,
    conversation,
    source,
    record.key,
  )
  if (absent !== undefined) {
    const move = `
      UPDATE member SET position = ?, absent_since = NULL
      WHERE conversation_id = ? AND sort_time = ? AND rank = ? AND message_id = ?`
    database.run(move, position, conversation, absent.sort_time, absent.rank, absent.id)
    return { isNew: false, isUpdated: false }
  }
  const elsewhere = database.get<KnownRow>(
    `SELECT m.id, m.sort_time, m.rank FROM message m
     WHERE m.source_id = ?2 AND m.key = ?3 AND NOT EXISTS (SELECT 1 FROM member b WHERE ${ofConversation})
     ORDER BY m.repeat LIMIT 1`,
    conversation,
    source,
    record.key,
  )
  if (elsewhere === undefined) return null
  join(database, conversation, elsewhere, position, record, true)
  return { isNew: true, isUpdated: false, member: memberOf(elsewhere, record) }
}

/** Makes a message a member of the conversation. Returns whether it was none. */
function join(
  database: Database,
  conversation: number,
  { id, sort_time, rank }: KnownRow,
  position: number,
  { refreshFrom }: MessageRecord,
  isShared: boolean,
): boolean {
  const insert = `
    INSERT INTO member (conversation_id, sort_time, rank, message_id, position, refresh_from, is_shared)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  return (
    database.run(insert, conversation, sort_time, rank, id, position, refreshFrom, isShared ? 1 : 0) === 1
  )
}

function memberOf({ id, sort_time, rank }: KnownRow, { time }: MessageRecord): AddedMember {
  return { id, sortTime: sort_time, rank, time }
}
