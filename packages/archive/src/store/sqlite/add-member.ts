import type { NewMember, Place } from '../store.ts'
import { changeMessage } from './change-message.ts'
import type { Database } from './database.ts'
import { moveMember, NO_REPEAT } from './members.ts'
import type { PageContext } from './page-context.ts'
import { routeOf } from './routes.ts'
import { indexMessage } from './search-index.ts'

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
  readonly conversation_id: number
  readonly sort_time: number
  readonly rank: number
}

/**
 * Adds a message to a conversation. It may be stored already: for another conversation, or, without an id, as a copy that
 * the provider seemed to list no longer.
 */
export function addMember(database: Database, context: PageContext, member: NewMember): Addition {
  const { hasId, key } = member.record
  // Most messages are stored nowhere: then one statement is all that it takes. Copies are numbered from 0.
  const added = insertMessage(database, context, member, hasId ? NO_REPEAT : 0)
  if (added !== null) return added
  if (hasId) return linkById(database, context, member)
  const reused = reuseCopy(database, context, member)
  if (reused !== null) return reused
  const copies = database.get<{ readonly next: number }>(
    'SELECT max(repeat) + 1 AS next FROM message WHERE source_id = ? AND key = ?',
    context.source,
    key,
  )
  const copy = insertMessage(database, context, member, copies?.next ?? 0)
  return copy ?? { isNew: false, isUpdated: false }
}

/** Inserts a message; null if there is one with its key. */
function insertMessage(
  database: Database,
  context: PageContext,
  { position, sortTime, rank, record }: NewMember,
  repeat: number,
): Addition | null {
  const insert = `
    INSERT INTO message (id, source_id, conversation_id, route_id, key, repeat, position, refresh_from, sort_time, rank,
      time, status, first_seen, read_at, attachments_due, body, raw)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  const { conversation, source, page, sequence, index } = context
  const { key, time, status, refreshFrom, hasAttachments, body, raw } = record
  const id = sequence.next
  const inserted = database.run(
    insert,
    id,
    source,
    conversation,
    routeOf(database, context, record),
    key,
    repeat,
    position,
    refreshFrom,
    sortTime,
    rank,
    time,
    status,
    page.receivedAt,
    page.receivedAt,
    hasAttachments ? 0 : null,
    body,
    raw,
  )
  if (inserted === 0) return null
  sequence.next += 1
  if (index.isComplete) indexMessage(database, id, body)
  return { isNew: true, isUpdated: false, member: { id, sortTime, rank, time } }
}

/** Makes a message that another conversation has brought a member of this one too. */
function linkById(database: Database, context: PageContext, member: NewMember): Addition {
  const { record } = member
  const select = 'SELECT id, conversation_id, sort_time, rank FROM message WHERE source_id = ? AND key = ?'
  const row = database.get<KnownRow>(select, context.source, record.key)
  if (row === undefined) return { isNew: false, isUpdated: false }
  const isUpdated = changeMessage(database, context, { messageId: row.id, record })
  return { ...share(database, context.conversation, row, member), isUpdated }
}

/** Finds a stored copy of a message without an id that this one may be; null if there is none. */
function reuseCopy(
  database: Database,
  { conversation, source }: PageContext,
  member: NewMember,
): Addition | null {
  const copies = `
    SELECT m.id, m.conversation_id, m.sort_time, m.rank FROM message m
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = ?1
    WHERE m.source_id = ?2 AND m.key = ?3`
  const { key } = member.record
  const absent = database.get<KnownRow>(
    `${copies} AND CASE WHEN m.conversation_id = ?1 THEN m.absent_since ELSE b.absent_since END IS NOT NULL
     ORDER BY coalesce(b.position, m.position) LIMIT 1`,
    conversation,
    source,
    key,
  )
  if (absent !== undefined) {
    moveMember(database, conversation, absent.id, member.position)
    return { isNew: false, isUpdated: false }
  }
  const elsewhere = database.get<KnownRow>(
    `${copies} AND m.conversation_id <> ?1 AND b.message_id IS NULL ORDER BY m.repeat LIMIT 1`,
    conversation,
    source,
    key,
  )
  return elsewhere === undefined ? null : share(database, conversation, elsewhere, member)
}

/** Makes a message a member of the conversation, unless it is one. */
function share(
  database: Database,
  conversation: number,
  { id, conversation_id, sort_time, rank }: KnownRow,
  { position, record }: NewMember,
): Addition {
  const insert = `
    INSERT INTO shared_member (conversation_id, sort_time, rank, message_id, position)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  const isMember =
    conversation_id === conversation ||
    database.run(insert, conversation, sort_time, rank, id, position) === 0
  if (isMember) return { isNew: false, isUpdated: false }
  return { isNew: true, isUpdated: false, member: { id, sortTime: sort_time, rank, time: record.time } }
}
