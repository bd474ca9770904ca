import type { SQLInputValue } from 'node:sqlite'
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

// One statement for many messages opens the indexes once, and appends to each without looking for its end again. A longer
// statement is not faster.
const MOST_ROWS = 32

const COLUMNS = [
  'id',
  'source_id',
  'conversation_id',
  'route_id',
  'key',
  'repeat',
  'position',
  'refresh_from',
  'sort_time',
  'rank',
  'time',
  'status',
  'first_seen',
  'read_at',
  'attachments_due',
  'body',
  'raw',
]

/** Copied for the values of a statement: an array that grows to this length leaves several shorter ones behind as garbage. */
const NO_VALUES = Array.from<SQLInputValue>({ length: MOST_ROWS * COLUMNS.length }).fill(null)

/** The statements that insert 1, 2 and more messages, in this order. */
const INSERTS = Array.from({ length: MOST_ROWS }, (_, index) => insertOf(index + 1))

/**
 * Adds messages to a conversation. Some may be stored already: for another conversation, or, without an id, as a copy that the
 * provider seemed to list no longer.
 *
 * @returns Those that the conversation did not have.
 */
export function addMembers(
  database: Database,
  context: PageContext,
  members: readonly NewMember[],
): readonly AddedMember[] {
  const added: AddedMember[] = []
  for (let from = 0; from < members.length; from += MOST_ROWS)
    addSome(database, context, members.slice(from, from + MOST_ROWS), added)
  return added
}

function addSome(
  database: Database,
  context: PageContext,
  members: readonly NewMember[],
  added: AddedMember[],
): void {
  const { sequence, index } = context
  const first = sequence.next
  // Most messages are stored nowhere: then one statement is all that they take. Copies are numbered from 0.
  const isEachNew = insertMessages(database, context, members, 0) === members.length
  const ids = isEachNew ? null : idsFrom(database, first)
  if (ids !== null) sequence.next = Math.max(first - 1, ...ids) + 1
  let id = first - 1
  for (const member of members) {
    id += 1
    if (ids?.has(id) === false) {
      const known = addKnown(database, context, member)
      if (known !== null) added.push(known)
      continue
    }
    if (index.isComplete) indexMessage(database, id, member.record.body)
    added.push(toAdded(id, member))
  }
}

/** Adds a message with a key that is stored. Returns null if the conversation has it already. */
function addKnown(database: Database, context: PageContext, member: NewMember): AddedMember | null {
  const { hasId, key } = member.record
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
  const id = context.sequence.next
  insertMessages(database, context, [member], copies?.next ?? 0)
  if (context.index.isComplete) indexMessage(database, id, member.record.body)
  return toAdded(id, member)
}

function toAdded(id: number, { sortTime, rank, record }: NewMember): AddedMember {
  return { id, sortTime, rank, time: record.time }
}

/**
 * Inserts the messages whose keys are not stored. Each message uses up a number.
 *
 * @param copy The number that messages without an id get among identical ones.
 * @returns How many were inserted.
 */
function insertMessages(
  database: Database,
  context: PageContext,
  members: readonly NewMember[],
  copy: number,
): number {
  const { conversation, source, page, sequence } = context
  const values = NO_VALUES.slice(0, members.length * COLUMNS.length)
  let end = 0
  for (const { position, sortTime, rank, record } of members) {
    const { key, hasId, time, status, refreshFrom, hasAttachments, body, raw } = record
    const row: readonly SQLInputValue[] = [
      sequence.next,
      source,
      conversation,
      routeOf(database, context, record),
      key,
      hasId ? NO_REPEAT : copy,
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
    ]
    for (let at = 0; at < row.length; at += 1) values[end + at] = row[at] ?? null
    end += row.length
    sequence.next += 1
  }
  return database.runWith(INSERTS[members.length - 1] ?? '', values)
}

/** The ids of the stored messages, from one on. */
function idsFrom(database: Database, first: number): ReadonlySet<number> {
  const rows = database.all<{ readonly id: number }>('SELECT id FROM message WHERE id >= ?', first)
  return new Set(rows.map(({ id }) => id))
}

function insertOf(rows: number): string {
  const row = `(${COLUMNS.map(() => '?').join(', ')})`
  const values = Array.from({ length: rows }, () => row).join(', ')
  // If it fails, the whole transaction is rolled back. With `OR FAIL`, SQLite keeps no copies of what the statement changes, by
  // which it would be rolled back alone.
  return `INSERT OR FAIL INTO message (${COLUMNS.join(', ')}) VALUES ${values} ON CONFLICT DO NOTHING`
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
