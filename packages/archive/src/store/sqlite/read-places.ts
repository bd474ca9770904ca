import type { MessagesQuery } from '../message-store.ts'
import type { Place } from '../place.ts'
import { sourceCondition } from './conversations.ts'
import type { Database } from './database.ts'

/** Places that an index has in their order for each owner: a source or a conversation. */
interface PlaceList {
  readonly table: 'message' | 'shared_member'
  /** The alias that `from` names the table by. In it, `m` is the message. */
  readonly placed: 'm' | 'b'
  readonly from: string
  readonly owner: 'source_id' | 'conversation_id'
  readonly id: 'id' | 'message_id'
}

const OF_SOURCES: readonly PlaceList[] = [
  { table: 'message', placed: 'm', from: 'message m', owner: 'source_id', id: 'id' },
]

const OF_CONVERSATIONS: readonly PlaceList[] = [
  { table: 'message', placed: 'm', from: 'message m', owner: 'conversation_id', id: 'id' },
  {
    table: 'shared_member',
    placed: 'b',
    from: 'shared_member b CROSS JOIN message m ON m.id = b.message_id',
    owner: 'conversation_id',
    id: 'message_id',
  },
]

/**
 * The next places of the archive that a query selects. The places of all conversations of a source are one list, in an index
 * of their own. Those of some conversations are merged: one statement finds the first place of each, and only those are read
 * further whose first place may be on the page.
 */
export function readPlaces(
  database: Database,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): readonly Place[] {
  const sign = query.order === 'oldest-first' ? 1 : -1
  const compare = (one: Place, other: Place): number => sign * comparePlaces(one, other)
  const { conversations } = query
  const owners = conversations ?? readSources(database, query)
  const heads = (conversations === null ? OF_SOURCES : OF_CONVERSATIONS)
    .flatMap((list) => readHeads(database, list, owners, query, after))
    .toSorted((one, other) => compare(one.place, other.place))
  let found: readonly Place[] = []
  // What does not come before the last place of a full page is not on the page.
  let before: Place | null = null
  for (const { list, owner, place } of heads) {
    if (before !== null && compare(place, before) > 0) break
    found = found.concat(readOrder(database, list, owner, query, { after, before }, limit))
    if (found.length < (before === null ? limit : 2 * limit)) continue
    found = firstOf(found, compare, limit)
    before = found.at(limit - 1) ?? null
  }
  return firstOf(found, compare, limit)
}

/** The first places, each once: a message may be in two of the conversations. */
function firstOf(
  places: readonly Place[],
  compare: (one: Place, other: Place) => number,
  limit: number,
): readonly Place[] {
  const sorted = places.toSorted(compare)
  return sorted.filter(({ id }, at) => id !== sorted[at - 1]?.id).slice(0, limit)
}

function readSources(database: Database, filter: MessagesQuery): readonly number[] {
  const { condition, values } = sourceCondition(filter)
  const select = `SELECT s.id FROM source s WHERE true ${condition}`
  return database.all<{ readonly id: number }>(select, ...values).map(({ id }) => id)
}

/** The first place of a list that a query may select. */
interface Head {
  readonly list: PlaceList
  readonly owner: number
  readonly place: Place
}

interface HeadRow extends PlaceRow {
  readonly owner: number
}

/** The first place after another, for each owner that has one. The index has it, so no message is read. */
function readHeads(
  database: Database,
  list: PlaceList,
  owners: readonly number[],
  { since, until, order }: MessagesQuery,
  after: Place | null,
): readonly Head[] {
  const { table, owner, id } = list
  const isUp = order === 'oldest-first'
  const where = [
    `n.${owner} = o.value`,
    ...(after === null ? [] : [`(n.sort_time, n.rank, n.${id}) ${isUp ? '>' : '<'} (?, ?, ?)`]),
    ...(since === undefined ? [] : ['n.sort_time >= ?']),
    ...(until === undefined ? [] : ['n.sort_time <= ?']),
  ]
  const values = [...valuesOf(after), since, until].filter((value) => value !== undefined)
  const select = `
    SELECT o.value AS owner, h.sort_time, h.rank, h.${id} AS id
    FROM json_each(?) o CROSS JOIN ${table} h ON h.${owner} = o.value AND (h.sort_time, h.rank, h.${id}) = (
      SELECT n.sort_time, n.rank, n.${id} FROM ${table} n WHERE ${where.join(' AND ')}
      ${orderBy('n', list, order)} LIMIT 1)`
  return database
    .all<HeadRow>(select, JSON.stringify(owners), ...values)
    .map((row) => ({ list, owner: row.owner, place: toPlace(row) }))
}

function readOrder(
  database: Database,
  list: PlaceList,
  of: number,
  { direction, since, until, withoutVanished, order }: MessagesQuery,
  { after, before }: { readonly after: Place | null; readonly before: Place | null },
  limit: number,
): readonly Place[] {
  const { placed, from, owner, id } = list
  const isUp = order === 'oldest-first'
  const place = `(${placed}.sort_time, ${placed}.rank, ${placed}.${id})`
  const where = [
    `${placed}.${owner} = ?`,
    ...(after === null ? [] : [`${place} ${isUp ? '>' : '<'} (?, ?, ?)`]),
    ...(before === null ? [] : [`${place} ${isUp ? '<' : '>'} (?, ?, ?)`]),
    ...(direction === undefined ? [] : ['t.direction = ?']),
    ...(since === undefined ? [] : [`${placed}.sort_time >= ? AND m.time IS NOT NULL`]),
    ...(until === undefined ? [] : [`${placed}.sort_time <= ? AND m.time IS NOT NULL`]),
    ...(withoutVanished === true ? ['m.vanished_at IS NULL'] : []),
  ]
  const values = [of, ...valuesOf(after), ...valuesOf(before), direction, since, until].filter(
    (value) => value !== undefined,
  )
  const route = direction === undefined ? '' : 'CROSS JOIN route t ON t.id = m.route_id'
  const select = `
    SELECT ${placed}.sort_time, ${placed}.rank, ${placed}.${id} AS id FROM ${from} ${route}
    WHERE ${where.join(' AND ')} ${orderBy(placed, list, order)} LIMIT ?`
  return database.all<PlaceRow>(select, ...values, limit).map(toPlace)
}

function orderBy(alias: string, { id }: PlaceList, order: MessagesQuery['order']): string {
  const descending = order === 'oldest-first' ? '' : 'DESC'
  const terms = ['sort_time', 'rank', id].map((column) => `${alias}.${column} ${descending}`)
  return `ORDER BY ${terms.join(', ')}`
}

interface PlaceRow {
  readonly sort_time: number
  readonly rank: number
  readonly id: number
}

function toPlace({ sort_time, rank, id }: PlaceRow): Place {
  return { sortTime: sort_time, rank, id }
}

function valuesOf(place: Place | null): readonly number[] {
  return place === null ? [] : [place.sortTime, place.rank, place.id]
}

function comparePlaces(one: Place, other: Place): number {
  return one.sortTime - other.sortTime || one.rank - other.rank || one.id - other.id
}
