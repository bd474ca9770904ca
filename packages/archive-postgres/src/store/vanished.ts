import {
  type AbsentMember,
  type AbsentRow,
  type Lease,
  type ListedPlace,
  type ListEnd,
  type ListPart,
  type SyncConclusion,
  toAbsentMember,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { checkLease } from './leases.ts'
import { NOT_ELSEWHERE } from './members.ts'
import { drawNumbers } from './sequence.ts'

/** Where members and their messages are, as `MEMBER_TABLES` says, with the alias of the table that knows the positions. */
const MEMBERS = [
  {
    from: 'message m',
    listed: 'm',
    rank: 'CASE WHEN m.repeat < 0 OR m.time IS NOT NULL THEN m.rank END',
    place: 'm.rank > $2 AND m.rank < $3',
  },
  {
    from: 'shared_member b JOIN message m ON m.id = b.message_id',
    listed: 'b',
    rank: 'NULL::double precision',
    place: 'b.position > $4 AND b.position < $5',
  },
] as const

export async function readListedEnd(
  connection: Connection,
  conversation: number,
  end: ListEnd,
  limit: number,
): Promise<readonly ListedPlace[]> {
  const direction = end === 'top' ? 'ASC' : 'DESC'
  const selects = MEMBERS.map(
    ({ from, listed, rank }) => `
      (SELECT ${listed}.position, ${rank} AS rank, m.time FROM ${from}
       WHERE ${listed}.conversation_id = $1 AND ${listed}.absent_since IS NULL
       ORDER BY ${listed}.position ${direction} LIMIT $2)`,
  )
  const select = `${selects.join(' UNION ALL ')} ORDER BY position ${direction} LIMIT $2`
  return connection.all<ListedPlace>(select, conversation, limit)
}

export async function findAbsent(
  connection: Connection,
  conversation: number,
  { ranks, positions, oldest, newerThan, kept }: ListPart,
): Promise<readonly AbsentMember[]> {
  const selects = MEMBERS.map(
    ({ from, listed, place }) => `
      SELECT m.id, m.key, m.first_seen, ${listed}.absent_since, ${listed}.absent_again, ${listed}.position FROM ${from}
      WHERE ${listed}.conversation_id = $1 AND ${listed}.absent_since IS NOT NULL AND m.vanished_at IS NULL
        AND ((${place} AND (m.time IS NULL OR m.time > $6::double precision)) OR m.time > $7::double precision
          OR (${listed}.position > $8 AND ${listed}.position < $9 AND m.time >= $10::double precision))
        AND ${NOT_ELSEWHERE}`,
  )
  const rows = await connection.all<AbsentRow>(
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

export async function countListedMessages(
  connection: Connection,
  conversation: number,
  before: { readonly sequence: number; readonly from: number } | null,
): Promise<number> {
  const counts = MEMBERS.map(({ from, listed }) => {
    const absent = `${listed}.absent_since`
    const isListed =
      before === null ? `${absent} IS NULL` : `m.id <= $2 AND (${absent} IS NULL OR ${absent} >= $3)`
    return `(SELECT count(*) FROM ${from} WHERE ${listed}.conversation_id = $1 AND ${isListed})`
  })
  const select = `SELECT ${counts.join(' + ')} AS count`
  const values = before === null ? [] : [before.sequence, before.from]
  const row = await connection.get<{ readonly count: number }>(select, conversation, ...values)
  return row?.count ?? 0
}

export async function countPresent(connection: Connection, conversation: number): Promise<number> {
  const counts = MEMBERS.map(
    ({ from, listed }) =>
      `(SELECT count(*) FROM ${from} WHERE ${listed}.conversation_id = $1 AND m.vanished_at IS NULL)`,
  )
  const select = `SELECT ${counts.join(' + ')} AS count`
  const row = await connection.get<{ readonly count: number }>(select, conversation)
  return row?.count ?? 0
}

/** Marks messages as vanished, each with a number of its own: within a transaction that runs alone. Returns how many. */
export async function concludeSync(
  connection: Connection,
  lease: Lease,
  { vanished, vanishedAt, state }: SyncConclusion,
): Promise<number> {
  await checkLease(connection, lease)
  const { conversation } = lease
  const mark = `
    UPDATE message SET vanished_at = $2, changed = (SELECT sequence FROM archive) + v.number
    FROM (
      SELECT m.id, row_number() OVER (ORDER BY w.place)
      FROM unnest($3::bigint[]) WITH ORDINALITY w (id, place) JOIN message m ON m.id = w.id
      WHERE m.vanished_at IS NULL AND ${NOT_ELSEWHERE}) v (id, number)
    WHERE message.id = v.id`
  const marked = await connection.run(mark, conversation, vanishedAt, vanished)
  if (marked > 0) await drawNumbers(connection, marked)
  await connection.run('UPDATE conversation SET state = $1 WHERE id = $2', state, conversation)
  return marked
}
