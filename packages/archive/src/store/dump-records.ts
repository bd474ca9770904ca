import type { DeliveryStatus } from '@sms/core'
import type { ArchiveRecord, RouteRecord, StoredMessageRecord } from './archive-record.ts'
import { type AttachmentRow, toStoredAttachment } from './attachment-row.ts'
import type { ErasureRow } from './message-row.ts'
import { repeatOf } from './no-repeat.ts'

/** A query of a dump. The next step needs its rows. */
export interface DumpQuery {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** A step of a dump: a query, or records that were read. */
export type DumpStep = DumpQuery | { readonly records: readonly ArchiveRecord[] }

/** The steps of a dump. Each is resumed with the rows of its query, or with none. */
export type DumpSteps = Generator<DumpStep, void, readonly unknown[]>

const BATCH = 500
// One content may have many megabytes.
const BATCH_OF_CONTENTS = 1

/**
 * Reads all records of an archive, in the order of `ArchiveRecord`. Tables and columns have the same names in every database.
 *
 * @param sign What the number of a parameter follows: `?` in SQLite, `$` in PostgreSQL.
 */
export function* dumpSteps(sign: '?' | '$'): DumpSteps {
  const settings = yield { sql: SETTINGS, values: [] }
  yield { records: (settings as readonly SettingsRow[]).map(toSettings) }
  yield* dumpTable(sign, CONVERSATIONS, toConversation)
  yield* dumpTable(sign, ROUTES, toRoute)
  yield* dumpTable(sign, CONTENTS, toContent)
  yield* dumpMessages(sign)
  yield* dumpTable(sign, SHARED_MEMBERS, toSharedMember)
  yield* dumpTable(sign, LEFT_OUT, toLeftOut)
  yield* dumpTable(sign, ERASURES, toErasure)
  yield* dumpTable(sign, ERASED_ADDRESSES, toErasedAddress)
  yield* dumpTable(sign, PENDING_ERASURES, toPendingErasure)
}

/** A table, whose rows are read in batches. */
interface Table<Row extends object> {
  readonly columns: string
  readonly from: string
  /** The columns that identify a row, with a value that is before all others. */
  readonly key: readonly (readonly [column: string & keyof Row, first: string | number])[]
  /** What the columns of the key belong to, if it is not the only table. */
  readonly alias?: string
  readonly size?: number
}

function* dumpTable<Row extends object>(
  sign: '?' | '$',
  table: Table<Row>,
  toRecord: (row: Row) => ArchiveRecord,
): DumpSteps {
  for (const batches = batchesOf(sign, table); ;) {
    const rows = yield* batches.next()
    if (rows.length === 0) return
    yield { records: rows.map(toRecord) }
  }
}

function* dumpMessages(sign: '?' | '$'): DumpSteps {
  const range = `message_id BETWEEN ${sign}1 AND ${sign}2`
  for (const batches = batchesOf(sign, MESSAGES); ;) {
    const rows = yield* batches.next()
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return
    const values = [first.id, last.id]
    const statuses = yield { sql: `${STATUSES} WHERE ${range} ORDER BY message_id, seen_at, status`, values }
    const seen = groupByMessage(statuses as readonly StatusRow[])
    const attachments = yield { sql: `${ATTACHMENTS} WHERE ${range} ORDER BY message_id, number`, values }
    const tried = groupByMessage(attachments as readonly AttachmentOfRow[])
    yield { records: rows.map((row) => toMessage(row, seen.get(row.id) ?? [], tried.get(row.id) ?? [])) }
  }
}

interface Batches<Row> {
  /** The next rows; none after the last. */
  next(): Generator<DumpQuery, readonly Row[], readonly unknown[]>
}

function batchesOf<Row extends object>(
  sign: '?' | '$',
  { columns, from, key, alias, size = BATCH }: Table<Row>,
): Batches<Row> {
  const names = key.map(([column]) => (alias === undefined ? column : `${alias}.${column}`)).join(', ')
  const places = key.map((_, at) => `${sign}${at + 1}`).join(', ')
  const sql = `
    SELECT ${columns} FROM ${from} WHERE (${names}) > (${places}) ORDER BY ${names} LIMIT ${sign}${key.length + 1}`
  let after = key.map(([, first]) => first)
  return {
    *next() {
      const rows = (yield { sql, values: [...after, size] }) as readonly Row[]
      const last = rows.at(-1)
      if (last !== undefined) after = key.map(([column]) => last[column] as string | number)
      return rows
    },
  }
}

function groupByMessage<Row extends { readonly message_id: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  return Map.groupBy(rows, (row) => row.message_id)
}

interface SettingsRow {
  readonly id: string
  readonly sequence: number
  readonly rules: number
  readonly salt: string
  readonly pruned_before: number | null
  readonly pruning: number | null
}

const SETTINGS = 'SELECT id, sequence, rules, salt, pruned_before, pruning FROM archive'

function toSettings({ id, sequence, rules, salt, pruned_before, pruning }: SettingsRow): ArchiveRecord {
  return { kind: 'settings', id, sequence, rules, salt, prunedBefore: pruned_before, pruning }
}

interface ConversationRow {
  readonly id: number
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly name: string | null
  readonly messages: number
  readonly first_time: number | null
  readonly last_time: number | null
  readonly listed_time: number | null
  readonly last_message_id: number | null
  readonly activity: number
  readonly is_complete: number
  readonly synced_at: number | null
  readonly entries: string | null
  readonly state: string | null
}

const CONVERSATIONS: Table<ConversationRow> = {
  columns: `
    c.id, s.provider, s.account, c.participant, c.name, c.messages, c.first_time, c.last_time, c.listed_time,
    c.last_message_id, c.activity, c.is_complete, c.synced_at, c.entries, c.state`,
  from: 'conversation c JOIN source s ON s.id = c.source_id',
  key: [['id', 0]],
  alias: 'c',
}

function toConversation(row: ConversationRow): ArchiveRecord {
  const { id, provider, account, participant, name, messages, activity, entries, state } = row
  return {
    kind: 'conversation',
    id,
    provider,
    account,
    participant,
    name,
    messages,
    firstTime: row.first_time,
    lastTime: row.last_time,
    listedTime: row.listed_time,
    lastMessage: row.last_message_id,
    activity,
    isComplete: row.is_complete === 1,
    syncedAt: row.synced_at,
    entries,
    state,
  }
}

interface RouteRow extends Pick<RouteRecord, 'id' | 'direction' | 'addresses'> {
  readonly conversation_id: number
}

const ROUTES: Table<RouteRow> = {
  columns: 'id, conversation_id, direction, addresses',
  from: 'route',
  key: [['id', 0]],
}

function toRoute({ id, conversation_id, direction, addresses }: RouteRow): ArchiveRecord {
  return { kind: 'route', id, conversation: conversation_id, direction, addresses }
}

interface ContentRow {
  readonly sha256: string
  readonly bytes: Uint8Array
}

const CONTENTS: Table<ContentRow> = {
  columns: 'sha256, bytes',
  from: 'content',
  key: [['sha256', '']],
  size: BATCH_OF_CONTENTS,
}

function toContent({ sha256, bytes }: ContentRow): ArchiveRecord {
  return { kind: 'content', sha256, bytes }
}

interface MessageRow extends Pick<
  StoredMessageRecord,
  'id' | 'changed' | 'key' | 'position' | 'rank' | 'time' | 'status' | 'body' | 'raw'
> {
  readonly conversation_id: number
  readonly route_id: number
  readonly repeat: number
  readonly absent_since: number | null
  readonly absent_again: number | null
  readonly refresh_from: number | null
  readonly sort_time: number
  readonly first_seen: number
  readonly read_at: number
  readonly vanished_at: number | null
  readonly attachments_due: number | null
}

const MESSAGES: Table<MessageRow> = {
  columns: `
    id, changed, conversation_id, route_id, key, repeat, position, absent_since, absent_again, refresh_from, sort_time,
    rank, time, status, first_seen, read_at, vanished_at, attachments_due, body, raw`,
  from: 'message',
  key: [['id', 0]],
}

interface StatusRow {
  readonly message_id: number
  readonly seen_at: number
  readonly status: DeliveryStatus
}

const STATUSES = 'SELECT message_id, seen_at, status FROM status'

interface AttachmentOfRow extends AttachmentRow {
  readonly message_id: number
}

const ATTACHMENTS = `
  SELECT a.message_id, a.number, a.url, a.content_type, f.sha256, a.error_code, a.error_message, a.attempts, a.retry_at
  FROM attachment a LEFT JOIN content f ON f.id = a.content_id`

function toMessage(
  row: MessageRow,
  statuses: readonly StatusRow[],
  attachments: readonly AttachmentRow[],
): ArchiveRecord {
  const { id, changed, key, position, rank, time, status, body, raw } = row
  return {
    kind: 'message',
    id,
    changed,
    conversation: row.conversation_id,
    route: row.route_id,
    key,
    repeat: repeatOf(row.repeat),
    position,
    absentSince: row.absent_since,
    absentAgain: row.absent_again,
    refreshFrom: row.refresh_from,
    sortTime: row.sort_time,
    rank,
    time,
    status,
    firstSeen: row.first_seen,
    readAt: row.read_at,
    vanishedAt: row.vanished_at,
    attachmentsDue: row.attachments_due,
    body,
    raw,
    statuses: statuses.map((seen) => ({ status: seen.status, seenAt: seen.seen_at })),
    attachments: attachments.map(toStoredAttachment),
  }
}

interface PlaceRow {
  readonly conversation_id: number
  readonly position: number
  readonly absent_since: number | null
  readonly absent_again: number | null
}

interface SharedMemberRow extends PlaceRow {
  readonly message_id: number
}

const SHARED_MEMBERS: Table<SharedMemberRow> = {
  columns: 'message_id, conversation_id, position, absent_since, absent_again',
  from: 'shared_member',
  key: [
    ['message_id', 0],
    ['conversation_id', 0],
  ],
}

function toSharedMember(row: SharedMemberRow): ArchiveRecord {
  return { kind: 'shared member', message: row.message_id, ...toPlace(row) }
}

interface LeftOutRow extends PlaceRow {
  readonly id: number
  readonly key: string
  readonly has_id: number
}

const LEFT_OUT: Table<LeftOutRow> = {
  columns: 'id, conversation_id, position, absent_since, absent_again, key, has_id',
  from: 'left_out',
  key: [['id', Number.MIN_SAFE_INTEGER]],
}

function toLeftOut(row: LeftOutRow): ArchiveRecord {
  const { id, key, has_id } = row
  return { kind: 'left out', id, ...toPlace(row), key, hasId: has_id === 1 }
}

function toPlace({ conversation_id, position, absent_since, absent_again }: PlaceRow): {
  readonly conversation: number
  readonly position: number
  readonly absentSince: number | null
  readonly absentAgain: number | null
} {
  return { conversation: conversation_id, position, absentSince: absent_since, absentAgain: absent_again }
}

const ERASURES: Table<ErasureRow> = {
  columns: 'conversation_id, sequence',
  from: 'erasure',
  key: [['conversation_id', 0]],
}

function toErasure({ conversation_id, sequence }: ErasureRow): ArchiveRecord {
  return { kind: 'erasure', conversation: conversation_id, sequence }
}

interface ErasedAddressRow {
  readonly digest: string
  readonly person: string
}

const ERASED_ADDRESSES: Table<ErasedAddressRow> = {
  columns: 'digest, person',
  from: 'erased_address',
  key: [
    ['digest', ''],
    ['person', ''],
  ],
}

function toErasedAddress({ digest, person }: ErasedAddressRow): ArchiveRecord {
  return { kind: 'erased address', digest, person }
}

interface PendingErasureRow {
  readonly participant: string
}

const PENDING_ERASURES: Table<PendingErasureRow> = {
  columns: 'participant',
  from: 'pending_erasure',
  key: [['participant', '']],
}

function toPendingErasure({ participant }: PendingErasureRow): ArchiveRecord {
  return { kind: 'pending erasure', participant }
}
