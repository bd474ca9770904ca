import {
  type AddedMember,
  type MessageRecord,
  type NewMember,
  NO_REPEAT,
  type Place,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { changeMessages, type ContentChange } from './change-messages.ts'
import { type Move, moveMembers, unmarkVanished } from './list-members.ts'
import { messagesByKeys } from './members.ts'
import type { PageContext } from './page-context.ts'
import { findRoutes, requireRoutes, type Route, type RouteIds } from './routes.ts'
import { indexMessages } from './search-index.ts'

/** A stored message with the key of one that the conversation does not have. */
interface Copy extends Place {
  readonly repeat: number
  /** Whether the conversation has it. */
  isMember: boolean
  isAbsent: boolean
  readonly position: number
}

/** A message that is stored nowhere. */
interface Insertion {
  readonly id: number
  readonly repeat: number
  readonly member: NewMember
}

/** What adding members to a conversation comes to. */
interface Additions {
  readonly insertions: Insertion[]
  /** Copies without an id that the provider seemed to list no longer. */
  readonly moves: Move[]
  /** Messages that another conversation has brought. */
  readonly shares: (Place & { readonly position: number })[]
  readonly changes: ContentChange[]
  readonly added: AddedMember[]
}

/**
 * Adds messages to a conversation. Some may be stored already: for another conversation, or, without an id, as a copy that the
 * provider seemed to list no longer.
 *
 * @returns Those that the conversation did not have.
 */
export async function addMembers(
  connection: Connection,
  context: PageContext,
  members: readonly NewMember[],
): Promise<readonly AddedMember[]> {
  if (members.length === 0) return []
  const routes = members.map(({ record }) => routeOf(context, record))
  const [copies, known] = await Promise.all([
    findCopies(connection, context, members),
    findRoutes(connection, routes),
  ])
  const additions = decide(members, copies, context)
  await insertMessages(connection, context, additions.insertions, known)
  await moveMembers(connection, context, additions.moves)
  await changeMessages(connection, context, additions.changes)
  await shareMessages(connection, context, additions)
  return additions.added
}

interface CopyRow {
  readonly id: number
  readonly key: string
  readonly repeat: number
  readonly sort_time: number
  readonly rank: number
  readonly position: number
  readonly is_member: number
  readonly is_absent: number
}

/** The stored messages with the keys of some members, by their keys. */
async function findCopies(
  connection: Connection,
  { conversation, source }: PageContext,
  members: readonly NewMember[],
): Promise<Map<string, Copy[]>> {
  const select = `
    SELECT m.id, m.key, m.repeat, m.sort_time, m.rank, coalesce(b.position, m.position) AS position,
      (m.conversation_id = $2 OR b.message_id IS NOT NULL)::integer AS is_member,
      (CASE WHEN m.conversation_id = $2 THEN m.absent_since ELSE b.absent_since END IS NOT NULL)::integer AS is_absent
    FROM ${messagesByKeys('$1', '$3')}
    LEFT JOIN shared_member b ON b.message_id = m.id AND b.conversation_id = $2
    ORDER BY m.repeat`
  const keys = new Set(members.map(({ record }) => record.key))
  const rows = await connection.all<CopyRow>(select, [...keys], conversation, source)
  const copies = new Map<string, Copy[]>()
  for (const { id, key, repeat, sort_time, rank, position, is_member, is_absent } of rows) {
    const copy = {
      id,
      repeat,
      sortTime: sort_time,
      rank,
      position,
      isMember: is_member === 1,
      isAbsent: is_absent === 1,
    }
    const known = copies.get(key)
    if (known === undefined) copies.set(key, [copy])
    else known.push(copy)
  }
  return copies
}

/** Finds out what each member is, in their order: a copy that one has found is not there for the next one. */
function decide(
  members: readonly NewMember[],
  known: Map<string, Copy[]>,
  { sequence }: PageContext,
): Additions {
  const additions: Additions = { insertions: [], moves: [], shares: [], changes: [], added: [] }
  for (const member of members) {
    const { record, position, sortTime, rank } = member
    const { key, hasId, time } = record
    const copies = known.get(key) ?? []
    known.set(key, copies)
    const insert = (repeat: number): void => {
      const id = sequence.next
      sequence.next += 1
      additions.insertions.push({ id, repeat, member })
      additions.added.push({ id, sortTime, rank, time })
      copies.push({ id, repeat, sortTime, rank, position, isMember: true, isAbsent: false })
    }
    const share = (copy: Copy): void => {
      if (copy.isMember) return
      copy.isMember = true
      additions.shares.push({ id: copy.id, sortTime: copy.sortTime, rank: copy.rank, position })
      additions.added.push({ id: copy.id, sortTime: copy.sortTime, rank: copy.rank, time })
    }
    // Copies are numbered from 0.
    const first = copies.find(({ repeat }) => repeat === (hasId ? NO_REPEAT : 0))
    if (first === undefined) insert(hasId ? NO_REPEAT : 0)
    else if (hasId) {
      additions.changes.push({ messageId: first.id, record })
      share(first)
    } else {
      const absent = copies
        .filter(({ isAbsent }) => isAbsent)
        .toSorted((one, other) => one.position - other.position)[0]
      const elsewhere = copies.find(({ isMember }) => !isMember)
      if (absent !== undefined) {
        absent.isAbsent = false
        additions.moves.push({ messageId: absent.id, position })
      } else if (elsewhere !== undefined) share(elsewhere)
      else insert(Math.max(...copies.map(({ repeat }) => repeat)) + 1)
    }
  }
  return additions
}

async function insertMessages(
  connection: Connection,
  context: PageContext,
  insertions: readonly Insertion[],
  known: RouteIds,
): Promise<void> {
  if (insertions.length === 0) return
  const { conversation, source, page, isIndexed } = context
  const records = insertions.map(({ member }) => member.record)
  const wanted = records.map((record) => routeOf(context, record))
  const routes = await requireRoutes(connection, wanted, known)
  const insert = `
    INSERT INTO message (source_id, conversation_id, first_seen, read_at, id, route_id, key, repeat, position,
      refresh_from, sort_time, rank, time, status, attachments_due, body, raw)
    SELECT $1::bigint, $2::bigint, $3::bigint, $3::bigint, * FROM unnest($4::bigint[], $5::bigint[], $6::text[],
      $7::integer[], $8::double precision[], $9::bigint[], $10::bigint[], $11::double precision[], $12::bigint[],
      $13::text[], $14::bigint[], $15::text[], $16::text[])`
  const inserted = connection.run(
    insert,
    source,
    conversation,
    page.receivedAt,
    insertions.map(({ id }) => id),
    routes,
    records.map(({ key }) => key),
    insertions.map(({ repeat }) => repeat),
    insertions.map(({ member }) => member.position),
    records.map(({ refreshFrom }) => refreshFrom),
    insertions.map(({ member }) => member.sortTime),
    insertions.map(({ member }) => member.rank),
    records.map(({ time }) => time),
    records.map(({ status }) => status),
    records.map(({ hasAttachments }) => (hasAttachments ? 0 : null)),
    records.map(({ body }) => body),
    records.map(({ raw }) => raw),
  )
  const indexed = isIndexed
    ? indexMessages(
        connection,
        insertions.map(({ id, member: { sortTime, rank, record } }) => ({
          id,
          conversation,
          sortTime,
          rank,
          body: record.body,
        })),
      )
    : null
  await Promise.all([inserted, indexed])
}

function routeOf({ conversation }: PageContext, { direction, addresses }: MessageRecord): Route {
  return { conversation, direction, addresses }
}

/** Makes messages that other conversations have brought members of this one too. */
async function shareMessages(
  connection: Connection,
  context: PageContext,
  { shares }: Additions,
): Promise<void> {
  if (shares.length === 0) return
  const insert = `
    INSERT INTO shared_member (conversation_id, message_id, sort_time, rank, position)
    SELECT $1::bigint, * FROM unnest($2::bigint[], $3::bigint[], $4::double precision[], $5::double precision[])`
  const ids = shares.map(({ id }) => id)
  await connection.run(
    insert,
    context.conversation,
    ids,
    shares.map(({ sortTime }) => sortTime),
    shares.map(({ rank }) => rank),
    shares.map(({ position }) => position),
  )
  await unmarkVanished(connection, context, ids)
}
