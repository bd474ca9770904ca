import type { AddedMember } from '../added-members.ts'
import { NO_REPEAT } from '../no-repeat.ts'
import type { NewMember } from '../page-store.ts'
import { changeMessage } from './change-message.ts'
import type { Database } from './database.ts'
import { moveMember, unmarkVanished } from './list-members.ts'
import type { PageContext } from './page-context.ts'
import { routeOf } from './routes.ts'
import { indexMessage } from './search-index.ts'

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
 *
 * @returns Null if the conversation has it already.
 */
export function addMember(database: Database, context: PageContext, member: NewMember): AddedMember | null {
  const { hasId, key } = member.record
  // Most messages are stored nowhere: then one statement is all that it takes. Copies are numbered from 0.
  const added = insertMessage(database, context, member, hasId ? NO_REPEAT : 0)
  if (added !== null) return added
  if (hasId) return linkById(database, context, member)
  const known = findCopy(database, context, key)
  if (known?.isAbsent === true) {
    moveMember(database, context, known.id, member.position)
    return null
  }
  if (known !== null) return share(database, context, known, member)
  const copies = database.get<{ readonly next: number }>(
    'SELECT max(repeat) + 1 AS next FROM message WHERE source_id = ? AND key = ?',
    context.source,
    key,
  )
  return insertMessage(database, context, member, copies?.next ?? 0)
}

/** Inserts a message; null if there is one with its key. */
function insertMessage(
  database: Database,
  context: PageContext,
  { position, sortTime, rank, record }: NewMember,
  repeat: number,
): AddedMember | null {
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
  return { id, sortTime, rank, time }
}

/** Makes a message that another conversation has brought a member of this one too. */
function linkById(database: Database, context: PageContext, member: NewMember): AddedMember | null {
  const { record } = member
  const select = 'SELECT id, conversation_id, sort_time, rank FROM message WHERE source_id = ? AND key = ?'
  const row = database.get<KnownRow>(select, context.source, record.key)
  if (row === undefined) return null
  changeMessage(database, context, { messageId: row.id, record })
  return share(database, context, row, member)
}

/** Finds a stored copy of a message without an id that this one may be; null if there is none. */
function findCopy(
  database: Database,
  { conversation, source }: PageContext,
  key: string,
): (KnownRow & { readonly isAbsent: boolean }) | null {
  const copies = `
    SELECT m.id, m.conversation_id, m.sort_time, m.rank FROM message m
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = ?1
    WHERE m.source_id = ?2 AND m.key = ?3`
  const absent = database.get<KnownRow>(
    `${copies} AND CASE WHEN m.conversation_id = ?1 THEN m.absent_since ELSE b.absent_since END IS NOT NULL
     ORDER BY coalesce(b.position, m.position) LIMIT 1`,
    conversation,
    source,
    key,
  )
  if (absent !== undefined) return { ...absent, isAbsent: true }
  const elsewhere = database.get<KnownRow>(
    `${copies} AND m.conversation_id <> ?1 AND b.message_id IS NULL ORDER BY m.repeat LIMIT 1`,
    conversation,
    source,
    key,
  )
  return elsewhere === undefined ? null : { ...elsewhere, isAbsent: false }
}

/** Makes a message a member of the conversation, unless it is one. */
function share(
  database: Database,
  context: PageContext,
  { id, conversation_id, sort_time, rank }: KnownRow,
  { position, record }: NewMember,
): AddedMember | null {
  const insert = `
    INSERT INTO shared_member (conversation_id, sort_time, rank, message_id, position)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
  const { conversation } = context
  const isMember =
    conversation_id === conversation ||
    database.run(insert, conversation, sort_time, rank, id, position) === 0
  if (isMember) return null
  unmarkVanished(database, context, id)
  return { id, sortTime: sort_time, rank, time: record.time }
}
