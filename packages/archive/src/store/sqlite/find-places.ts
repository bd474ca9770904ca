import type { SearchTerm } from '../../search/search-terms.ts'
import type { MessagesQuery } from '../message-store.ts'
import type { Place } from '../place.ts'
import { sourceCondition } from './conversations.ts'
import type { Database } from './database.ts'
import { matchExpression } from './match-expression.ts'

interface PlaceRow {
  readonly sort_time: number
  readonly rank: number
  readonly id: number
}

/**
 * The next places of the messages that have some terms, of those that a query selects. All of these messages are found, and
 * sorted, for each page: to look for the terms in each conversation in turn would take longer.
 */
export function findPlaces(
  database: Database,
  terms: readonly SearchTerm[],
  { conversations, direction, since, until, withoutVanished, order, provider, account }: MessagesQuery,
  after: Place | null,
  limit: number,
): readonly Place[] {
  const isUp = order === 'oldest-first'
  const source = sourceCondition({ provider, account })
  const where = [
    'search MATCH ?',
    ...(conversations === null ? [] : [`(m.conversation_id ${AMONG} OR ${IS_SHARED_WITH})`]),
    ...(after === null ? [] : [`(m.sort_time, m.rank, m.id) ${isUp ? '>' : '<'} (?, ?, ?)`]),
    ...(direction === undefined ? [] : ['t.direction = ?']),
    ...(since === undefined ? [] : ['m.sort_time >= ? AND m.time IS NOT NULL']),
    ...(until === undefined ? [] : ['m.sort_time <= ? AND m.time IS NOT NULL']),
    ...(withoutVanished === true ? ['m.vanished_at IS NULL'] : []),
  ]
  const among = conversations === null ? [] : [JSON.stringify(conversations), JSON.stringify(conversations)]
  const values = [
    matchExpression(terms),
    ...among,
    ...(after === null ? [] : [after.sortTime, after.rank, after.id]),
    direction,
    since,
    until,
  ].filter((value) => value !== undefined)
  const descending = isUp ? '' : 'DESC'
  // Each table more would be read for each message that is found.
  const route = direction === undefined ? '' : 'CROSS JOIN route t ON t.id = m.route_id'
  const ofSource = source.condition === '' ? '' : 'CROSS JOIN source s ON s.id = m.source_id'
  const select = `
    SELECT m.sort_time, m.rank, m.id
    FROM search CROSS JOIN message m ON m.id = search.rowid ${route} ${ofSource}
    WHERE ${where.join(' AND ')} ${source.condition}
    ORDER BY m.sort_time ${descending}, m.rank ${descending}, m.id ${descending} LIMIT ?`
  return database
    .all<PlaceRow>(select, ...values, ...source.values, limit)
    .map((row) => ({ sortTime: row.sort_time, rank: row.rank, id: row.id }))
}

const AMONG = 'IN (SELECT value FROM json_each(?))'
const IS_SHARED_WITH = `
  EXISTS (SELECT 1 FROM shared_member b WHERE b.message_id = m.id AND b.conversation_id ${AMONG})`
