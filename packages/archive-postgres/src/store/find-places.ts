import type { MessagesQuery, Place, SearchTerm } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { sourceCondition } from './conversations.ts'
import { matchExpression } from './match-expression.ts'
import { Parameters } from './parameters.ts'
import { conditionsOf, sortDirection, type PlaceRow, toPlace } from './read-places.ts'
import { LEXEMES } from './search-index.ts'

/**
 * The next places of the messages that have some terms, of those that a query selects. All of these messages are found, and
 * sorted, for each page: to look for the terms in each conversation in turn would take longer.
 */
export async function findPlaces(
  connection: Connection,
  terms: readonly SearchTerm[],
  query: MessagesQuery,
  after: Place | null,
  limit: number,
): Promise<readonly Place[]> {
  const { conversations, direction } = query
  const { words, phrases } = matchExpression(terms)
  const parameters = new Parameters()
  const source = sourceCondition(query, parameters)
  const among = conversations === null ? null : `ANY(${parameters.add(conversations)}::bigint[])`
  const where = [
    `${LEXEMES} @@ ${parameters.add(words)}::tsquery`,
    ...(phrases.length === 0 ? [] : [`w.tokens LIKE ALL(${parameters.add(phrases)}::text[])`]),
    ...(among === null
      ? []
      : [
          `(w.conversation_id = ${among}
            OR w.message_id IN (SELECT message_id FROM shared_member WHERE conversation_id = ${among}))`,
        ]),
    ...conditionsOf(query, after, parameters, { placed: 'w', id: 'w.message_id' }),
  ].join(' AND ')
  const descending = sortDirection(query)
  // Each table more would be read for each message that is found.
  const route = direction === undefined ? '' : 'JOIN route t ON t.id = m.route_id'
  const ofSource = source === '' ? '' : 'JOIN source s ON s.id = m.source_id'
  const message = /\bm\./.test(where + route + ofSource) ? 'JOIN message m ON m.id = w.message_id' : ''
  const select = `
    SELECT w.sort_time, w.rank, w.message_id AS id
    FROM search w ${message} ${route} ${ofSource} WHERE ${where} ${source}
    ORDER BY w.sort_time ${descending}, w.rank ${descending}, w.message_id ${descending}
    LIMIT ${parameters.add(limit)}`
  const rows = await connection.all<PlaceRow>(select, ...parameters.values)
  return rows.map(toPlace)
}
