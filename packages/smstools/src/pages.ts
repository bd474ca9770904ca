import { checkItems, checkShape, type HttpClient, identity, type List } from '@sms/core/provider'
import { contentOf, directionOf, idOf } from './normalize.ts'
import { PROVIDER } from './options.ts'
import { isTheirs } from './participant.ts'
import { pageSchema, type SmstoolsMessage, type SmstoolsPage } from './wire.ts'

/**
 * The conversation with a participant, as numbered pages, newest first, with the total on every page
 * (`GET /conversation/{phone}?limit&page`).
 */
export function conversation(client: HttpClient, participant: string): List<SmstoolsMessage> {
  return {
    async ask(page, limit, signal) {
      const answer = await client.get(`/conversation/${participant}`, { limit, page }, signal)
      const body = checkShape(PROVIDER, pageSchema, answer)
      checkItems(PROVIDER, answer, 'conversation', body.conversation, (message) =>
        expected(message, participant),
      )
      return { items: body.conversation, total: count(body.total), first: statedOffset(body, page, limit) }
    },
    identify: (message) => identity(idOf(message), () => contentOf(message)),
  }
}

function expected(message: SmstoolsMessage, participant: string): string | null {
  const direction = directionOf(message)
  if (direction === null) return 'inbound or outbound'
  return isTheirs(message, direction, participant) ? null : 'a message to or from the participant'
}

/**
 * Where a page says that it starts, should it not be the one that was asked for. One that repeats what was asked says
 * nothing: the server may have capped it all the same.
 */
function statedOffset(body: SmstoolsPage, page: number, limit: number): number | undefined {
  const stated = { page: count(body.page) || page, limit: count(body.limit) || limit }
  if (stated.page === page && stated.limit === limit) return undefined
  return (stated.page - 1) * stated.limit
}

/** A count, or null where the page does not tell. */
function count(value: string | number | null | undefined): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}
