import { checkShape, itemIdentity, type ListByNumber } from '@sms/core/provider'
import { stableFields, directionOf, idOf } from './normalize.ts'
import { isWithParticipant } from './participant.ts'
import { pageSchema, type SmstoolsMessage, type SmstoolsPage } from './schema.ts'

/**
 * The conversation with a participant, as numbered pages, newest first, with the total on every page
 * (`GET /conversation/{phone}?limit&page`).
 */
export function messageList(participant: string): ListByNumber<SmstoolsMessage> {
  return {
    itemsPath: 'conversation',
    request: (page, limit) => ({ path: `/conversation/${participant}`, query: { limit, page } }),
    read(response, page, limit) {
      const body = checkShape(pageSchema, response)
      return {
        items: body.conversation,
        total: count(body.total),
        first: statedOffset(body, page, limit),
      }
    },
    identify: (message) => itemIdentity(idOf(message), () => stableFields(message)),
    check: (message) => expected(message, participant),
  }
}

function expected(message: SmstoolsMessage, participant: string): string | null {
  const direction = directionOf(message)
  if (direction === null) return 'inbound or outbound'
  return isWithParticipant(message, direction, participant) ? null : 'a message to or from the participant'
}

/**
 * The offset that a page states, if it is not the requested page. A page that repeats the requested numbers proves
 * nothing: the server may have capped the page anyway.
 */
function statedOffset(body: SmstoolsPage, page: number, limit: number): number | undefined {
  const stated = { page: count(body.page) || page, limit: count(body.limit) || limit }
  if (stated.page === page && stated.limit === limit) return undefined
  return (stated.page - 1) * stated.limit
}

/** A count, or null if the page does not state one. */
function count(value: string | number | null | undefined): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}
