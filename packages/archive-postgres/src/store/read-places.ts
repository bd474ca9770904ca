import type { MessagesQuery, Place } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { sourceCondition } from './conversations.ts'
import { Parameters } from './parameters.ts'

/** The place of a message, as it is read. */
export interface PlaceRow {
  readonly sort_time: number
  readonly rank: number
  readonly id: number
}

/**
 * The next places of the archive that a query selects. Each conversation and each source has its own order by place, which an
 * index reads; they are merged here.
 */
export async function readPlaces(
  connection: Connection,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): Promise<readonly Place[]> {
  const { conversations } = query
  const parameters = new Parameters()
  const count = parameters.add(limit)
  const descending = sortDirection(query)
  const part = ({ from, placed, id }: PlacedTable, of: string): string => `
    (SELECT ${placed}.sort_time, ${placed}.rank, ${id} AS id
     FROM ${from} ${query.direction === undefined ? '' : 'JOIN route t ON t.id = m.route_id'}
     WHERE ${[of, ...conditionsOf(query, after, parameters, { placed, id })].join(' AND ')}
     ORDER BY ${placed}.sort_time ${descending}, ${placed}.rank ${descending}, ${id} ${descending} LIMIT ${count})`
  const parts =
    conversations === null
      ? // Each message is in the conversation that brought it, so the others need not be read.
        `source s CROSS JOIN LATERAL ${part(OWN, 'm.source_id = s.id')} p
         WHERE true ${sourceCondition(query, parameters)}`
      : `unnest(${parameters.add(conversations)}::bigint[]) c (id)
         CROSS JOIN LATERAL (${[OWN, SHARED]
           .map((table) => part(table, `${table.placed}.conversation_id = c.id`))
           .join(' UNION ALL ')}) p`
  // A message may be in two of the conversations.
  const select = `
    SELECT DISTINCT p.sort_time, p.rank, p.id FROM ${parts}
    ORDER BY p.sort_time ${descending}, p.rank ${descending}, p.id ${descending} LIMIT ${count}`
  const rows = await connection.all<PlaceRow>(select, ...parameters.values)
  return rows.map(toPlace)
}

/** Where the members of a conversation are, with the alias of the table that knows their places. */
interface PlacedTable {
  readonly from: string
  readonly placed: string
  readonly id: string
}

const OWN: PlacedTable = { from: 'message m', placed: 'm', id: 'm.id' }
const SHARED: PlacedTable = {
  from: 'shared_member b JOIN message m ON m.id = b.message_id',
  placed: 'b',
  id: 'b.message_id',
}

/** What a query says about a message `m`, its route `t`, and its place. */
export function conditionsOf(
  { direction, since, until, withoutVanished, order }: MessagesQuery,
  after: Place | null,
  parameters: Parameters,
  { placed, id }: Pick<PlacedTable, 'placed' | 'id'>,
): readonly string[] {
  const isAfter = order === 'oldest-first' ? '>' : '<'
  const place = `(${placed}.sort_time, ${placed}.rank, ${id})`
  return [
    ...(after === null
      ? []
      : [
          `${place} ${isAfter} (${[after.sortTime, after.rank, after.id].map((value) => parameters.add(value)).join(', ')})`,
        ]),
    ...(direction === undefined ? [] : [`t.direction = ${parameters.add(direction)}`]),
    ...(since === undefined
      ? []
      : [`${placed}.sort_time >= ${parameters.add(since)} AND m.time IS NOT NULL`]),
    ...(until === undefined
      ? []
      : [`${placed}.sort_time <= ${parameters.add(until)} AND m.time IS NOT NULL`]),
    ...(withoutVanished === true ? ['m.vanished_at IS NULL'] : []),
  ]
}

export function sortDirection({ order }: MessagesQuery): string {
  return order === 'oldest-first' ? 'ASC' : 'DESC'
}

export function toPlace({ sort_time, rank, id }: PlaceRow): Place {
  return { sortTime: sort_time, rank, id }
}
