import type { Direction, MessageOrder } from '@sms/core'
import {
  type ApiRequest,
  type ApiResponse,
  checkShape,
  invalidResponse,
  itemIdentity,
  type ListByNumber,
  parseLinkHeader,
} from '@sms/core/provider'
import { stableFields, directionOf, idOf } from './normalize.ts'
import { isSameParticipant, isWithParticipant } from './participant.ts'
import { type Ip1Message, type Ip1Summary, pageSchema, summarySchema } from './schema.ts'

const ENDPOINTS: Readonly<Record<Direction, string>> = { outbound: '/mt', inbound: '/mo' }

/**
 * The conversation with a participant, or one direction of it, read by offset
 * (`GET /v2/conversations/{participant}[/mt|/mo]?start&limit&order`).
 */
export function messageList(
  participant: string,
  direction: Direction | undefined,
  order: MessageOrder | 'unspecified',
): ListByNumber<Ip1Message> {
  const path = `/v2/conversations/${participant}${direction === undefined ? '' : ENDPOINTS[direction]}`
  return {
    newestFirst: order === 'newest-first',
    request: (start, limit) => ({
      path,
      query: { start, limit, order: order === 'newest-first' ? 'DESC' : 'ASC' },
    }),
    read: (response) => ({
      items: checkShape(pageSchema, response),
      ...progress(response.headers.get('link')),
    }),
    identify: (message) => itemIdentity(idOf(message), () => stableFields(message)),
    check: (message) => expected(message, participant, direction),
  }
}

/** Requests the summary of a conversation (`GET /v2/conversations/{participant}/summary`). */
export function summaryRequest(participant: string): ApiRequest {
  return { path: `/v2/conversations/${participant}/summary`, query: {} }
}

/** Reads the summary of a conversation. */
export function readSummary(response: ApiResponse, participant: string): Ip1Summary {
  const summary = checkShape(summarySchema, response)
  const { participant: stated } = summary
  if (stated !== null && stated !== undefined && !isSameParticipant(String(stated), participant)) {
    throw invalidResponse(response, { path: 'participant', expected: 'the requested participant' })
  }
  return summary
}

/**
 * Reads from the `Link` header whether more follows, and where the last page starts. Links are never followed: the
 * documented `start` of a next link is off by one from the documented default of 0, and a link may point to any host.
 */
function progress(header: string | null): { readonly more?: boolean; readonly last?: number } {
  const links = parseLinkHeader(header)
  if (links === null) return {}
  const last = links.find(({ rel }) => rel === 'last')
  const start = /[?&]start=(\d{1,15})(?:&|$)/.exec(last?.target ?? '')?.[1]
  const more = links.some(({ rel }) => rel === 'next')
  return start === undefined ? { more } : { more, last: Number(start) }
}

function expected(message: Ip1Message, participant: string, direction: Direction | undefined): string | null {
  if (direction === undefined && directionOf(message) === null) return 'mt or mo'
  return isWithParticipant(message, direction ?? directionOf(message), participant)
    ? null
    : 'a message to or from the participant'
}
