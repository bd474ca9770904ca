import type { Direction, MessageOrder } from '@sms/core'
import {
  checkItems,
  checkShape,
  type HttpClient,
  identity,
  invalidResponse,
  type List,
  parseLinkHeader,
} from '@sms/core/provider'
import { contentOf, directionOf, idOf } from './normalize.ts'
import { PROVIDER } from './options.ts'
import { isSame, isTheirs } from './participant.ts'
import { type Ip1Message, type Ip1Summary, pageSchema, summarySchema } from './wire.ts'

const ENDPOINTS: Readonly<Record<Direction, string>> = { outbound: '/mt', inbound: '/mo' }

/**
 * The conversation with a participant, or one direction of it, from an offset on
 * (`GET /v2/conversations/{participant}[/mt|/mo]?start&limit&order`).
 */
export function conversation(
  client: HttpClient,
  participant: string,
  direction: Direction | undefined,
  order: MessageOrder,
): List<Ip1Message> {
  const path = `/v2/conversations/${participant}${direction === undefined ? '' : ENDPOINTS[direction]}`
  return {
    newestFirst: order === 'newest-first',
    async ask(start, limit, signal) {
      const query = { start, limit, order: order === 'newest-first' ? 'DESC' : 'ASC' }
      const answer = await client.get(path, query, signal)
      const items = checkShape(PROVIDER, pageSchema, answer)
      checkItems(PROVIDER, answer, '', items, (message) => expected(message, participant, direction))
      return { items, ...progress(answer.headers.get('link')) }
    },
    identify: (message) => identity(idOf(message), () => contentOf(message)),
  }
}

/** The summary of a conversation (`GET /v2/conversations/{participant}/summary`). */
export async function summary(
  client: HttpClient,
  participant: string,
  signal: AbortSignal,
): Promise<Ip1Summary> {
  const answer = await client.get(`/v2/conversations/${participant}/summary`, {}, signal)
  const body = checkShape(PROVIDER, summarySchema, answer)
  const { participant: told } = body
  if (told !== null && told !== undefined && !isSame(String(told), participant)) {
    throw invalidResponse(PROVIDER, answer, { path: 'participant', expected: 'the participant asked for' })
  }
  return body
}

/**
 * What the `Link` header says. It is never followed: the documented `start` of a next link is one off from the
 * documented default of 0, and a link could point anywhere.
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
  return isTheirs(message, direction ?? directionOf(message), participant)
    ? null
    : 'a message to or from the participant'
}
