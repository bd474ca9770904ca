import { type AbsentRow, toAbsentMember } from '../absent-row.ts'
import type { Lease } from '../lease-store.ts'
import type { ListEnd } from '../member-store.ts'
import type { AbsentMember, ListedPlace, ListPart, SyncConclusion } from '../vanishing-store.ts'
import type { Database } from './database.ts'
import { checkLease } from './leases.ts'
import { NOT_ELSEWHERE } from './members.ts'
import { isIndexed, markIndexed } from './search-index.ts'
import { readSequence } from './sequence.ts'

/** Where members and their messages are, as `MEMBER_TABLES` says, with the alias of the table that knows the positions. */
const MEMBERS = [
  {
    from: 'message m',
    listed: 'm',
    rank: 'CASE WHEN m.repeat < 0 OR m.time IS NOT NULL THEN m.rank END',
    place: 'm.rank > ?2 AND m.rank < ?3',
  },
  {
    from: 'shared_member b CROSS JOIN message m ON m.id = b.message_id',
    listed: 'b',
    rank: 'NULL',
    place: 'b.position > ?4 AND b.position < ?5',
  },
] as const

export function readListedEnd(
  database: Database,
  conversation: number,
  end: ListEnd,
  limit: number,
): readonly ListedPlace[] {
  const direction = end === 'top' ? 'ASC' : 'DESC'
  const selects = MEMBERS.map(
    ({ from, listed, rank }) => `
      SELECT * FROM (
        SELECT ${listed}.position, ${rank} AS rank, m.time FROM ${from}
        WHERE ${listed}.conversation_id = ?1 AND ${listed}.absent_since IS NULL
        ORDER BY ${listed}.position ${direction} LIMIT ?2)`,
  )
  const select = `${selects.join(' UNION ALL ')} ORDER BY position ${direction} LIMIT ?2`
  return database
    .all<ListedPlace>(select, conversation, limit)
    .map(({ position, rank, time }) => ({ position, rank, time }))
}

export function findAbsent(
  database: Database,
  conversation: number,
  { ranks, positions, oldest, newerThan, kept }: ListPart,
): readonly AbsentMember[] {
  const selects = MEMBERS.map(
    ({ from, listed, place }) => `
      SELECT m.id, m.key, m.first_seen, ${listed}.absent_since, ${listed}.absent_again, ${listed}.position FROM ${from}
      WHERE ${listed}.conversation_id = ?1 AND ${listed}.absent_since IS NOT NULL AND m.vanished_at IS NULL
        AND ((${place} AND (m.time IS NULL OR m.time > ?6)) OR m.time > ?7
          OR (${listed}.position > ?8 AND ${listed}.position < ?9 AND m.time >= ?10))
        AND ${NOT_ELSEWHERE}`,
  )
  const rows = database.all<AbsentRow>(
    `${selects.join(' UNION ALL ')} ORDER BY position`,
    conversation,
    ranks.after,
    ranks.before,
    positions.after,
    positions.before,
    oldest,
    newerThan,
    kept?.positions.after ?? Infinity,
    kept?.positions.before ?? -Infinity,
    kept?.from ?? Infinity,
  )
  return rows.map(toAbsentMember)
}

export function countListedMessages(
  database: Database,
  conversation: number,
  before: { readonly sequence: number; readonly from: number } | null,
): number {
  const counts = MEMBERS.map(({ from, listed }) => {
    const absent = `${listed}.absent_since`
    const isListed =
      before === null ? `${absent} IS NULL` : `m.id <= ?2 AND (${absent} IS NULL OR ${absent} >= ?3)`
    return `(SELECT count(*) FROM ${from} WHERE ${listed}.conversation_id = ?1 AND ${isListed})`
  })
  const select = `SELECT ${counts.join(' + ')} AS count`
  const values = before === null ? [] : [before.sequence, before.from]
  return database.get<{ readonly count: number }>(select, conversation, ...values)?.count ?? 0
}

export function countPresent(database: Database, conversation: number): number {
  const counts = MEMBERS.map(
    ({ from, listed }) =>
      `(SELECT count(*) FROM ${from} WHERE ${listed}.conversation_id = ?1 AND m.vanished_at IS NULL)`,
  )
  const row = database.get<{ readonly count: number }>(`SELECT ${counts.join(' + ')} AS count`, conversation)
  return row?.count ?? 0
}

/** Marks messages as vanished, each with a number of its own: within a transaction. Returns how many. */
export function concludeSync(
  database: Database,
  lease: Lease,
  { vanished, vanishedAt, state }: SyncConclusion,
): number {
  checkLease(database, lease)
  const { conversation } = lease
  const sequence = readSequence(database)
  const first = sequence.next
  const mark = `
    UPDATE message AS m SET vanished_at = ?2, changed = ?3
    WHERE m.id = ?4 AND m.vanished_at IS NULL AND ${NOT_ELSEWHERE}`
  for (const messageId of vanished)
    sequence.next += database.run(mark, conversation, vanishedAt, sequence.next, messageId)
  if (sequence.next > first) {
    const isSearchable = isIndexed(database)
    database.run('UPDATE archive SET sequence = ?', sequence.next - 1)
    if (isSearchable) markIndexed(database)
  }
  database.run('UPDATE conversation SET state = ? WHERE id = ?', state, conversation)
  return sequence.next - first
}
