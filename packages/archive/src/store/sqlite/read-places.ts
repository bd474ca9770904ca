import type { MessagesQuery, Place } from '../store.ts'
import { sourceCondition } from './conversations.ts'
import type { Database } from './database.ts'

interface PlaceRow {
  readonly sort_time: number
  readonly rank: number
  readonly id: number
}

/**
 * The next places of the archive that a query selects. Each conversation has its own order by place, which an index reads.
 * They are merged here: one index of all messages would make each of them slower to store.
 */
export function readPlaces(
  database: Database,
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): readonly Place[] {
  const { conversations, order } = query
  const sign = order === 'oldest-first' ? 1 : -1
  const compare = (one: Place, other: Place): number => sign * comparePlaces(one, other)
  // Each message is in the conversation that brought it, so without a selection the others need not be read.
  const tables = conversations === null ? TABLES.slice(0, 1) : TABLES
  const candidates =
    conversations?.map((id) => ({ id, start: null })) ?? readCandidates(database, query, after)
  let found: readonly Place[] = []
  // What does not come before the last place of a full page is not on the page.
  let before: Place | null = null
  for (const { id, start } of candidates) {
    if (before !== null && start !== null && sign * (start - before.sortTime) > 0) break
    for (const table of tables)
      found = found.concat(readOrder(database, table, query, id, { after, before }, limit))
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

/** Where the members of a conversation are, with the alias of the table that knows their places. */
const TABLES = [
  { from: 'message m', placed: 'm', id: 'm.id' },
  { from: 'shared_member b CROSS JOIN message m ON m.id = b.message_id', placed: 'b', id: 'b.message_id' },
] as const

function readOrder(
  database: Database,
  { from, placed, id }: (typeof TABLES)[number],
  { direction, since, until, withoutVanished, order }: MessagesQuery,
  conversation: number,
  { after, before }: { readonly after: Place | null; readonly before: Place | null },
  limit: number,
): readonly Place[] {
  const isUp = order === 'oldest-first'
  const place = `(${placed}.sort_time, ${placed}.rank, ${id})`
  const where = [
    `${placed}.conversation_id = ?`,
    ...(after === null ? [] : [`${place} ${isUp ? '>' : '<'} (?, ?, ?)`]),
    ...(before === null ? [] : [`${place} ${isUp ? '<' : '>'} (?, ?, ?)`]),
    ...(direction === undefined ? [] : ['t.direction = ?']),
    ...(since === undefined ? [] : [`${placed}.sort_time >= ? AND m.time IS NOT NULL`]),
    ...(until === undefined ? [] : [`${placed}.sort_time <= ? AND m.time IS NOT NULL`]),
    ...(withoutVanished === true ? ['m.vanished_at IS NULL'] : []),
  ]
  const values = [conversation, ...valuesOf(after), ...valuesOf(before), direction, since, until].filter(
    (value) => value !== undefined,
  )
  const descending = isUp ? '' : 'DESC'
  const route = direction === undefined ? '' : 'CROSS JOIN route t ON t.id = m.route_id'
  const select = `
    SELECT ${placed}.sort_time, ${placed}.rank, ${id} AS id FROM ${from} ${route} WHERE ${where.join(' AND ')}
    ORDER BY ${placed}.sort_time ${descending}, ${placed}.rank ${descending}, ${id} ${descending} LIMIT ?`
  return database
    .all<PlaceRow>(select, ...values, limit)
    .map((row) => ({ sortTime: row.sort_time, rank: row.rank, id: row.id }))
}

/** A conversation that may have messages after a place. */
interface Candidate {
  readonly id: number
  /** The time that its first message in the order of the query is sorted by. */
  readonly start: number
}

/** The conversations of a source that may have messages after a place, by their first message in the order of the query. */
function readCandidates(
  database: Database,
  { provider, account, order }: MessagesQuery,
  after: Place | null,
): readonly Candidate[] {
  const { condition, values } = sourceCondition({ provider, account })
  const isUp = order === 'oldest-first'
  const [start, end] = isUp ? ['first_sort_time', 'last_sort_time'] : ['last_sort_time', 'first_sort_time']
  const isAfter = after === null ? '' : `AND c.${end} ${isUp ? '>=' : '<='} ?`
  const select = `
    SELECT c.id, c.${start} AS start FROM conversation c JOIN source s ON s.id = c.source_id
    WHERE c.last_message_id IS NOT NULL ${condition} ${isAfter} ORDER BY c.${start} ${isUp ? '' : 'DESC'}`
  return database.all<Candidate>(select, ...values, ...(after === null ? [] : [after.sortTime]))
}

function valuesOf(place: Place | null): readonly number[] {
  return place === null ? [] : [place.sortTime, place.rank, place.id]
}

function comparePlaces(one: Place, other: Place): number {
  return one.sortTime - other.sortTime || one.rank - other.rank || one.id - other.id
}
