import type { SmstoolsMessage } from '@sms/smstools'
import type { PageParser } from './page-parser.ts'
import type { PageWriter } from './page-writer.ts'

/** Smstools: numbered pages, with the total on every page. */
export const smstools: PageWriter & PageParser = {
  asked(query) {
    const size = Number(query.get('limit'))
    return { start: (Number(query.get('page')) - 1) * size, size }
  },
  envelope: ({ start, end, size, total }) => ({
    before: `{"total":${total},"shown":${end - start},"page":${start / size + 1},"limit":${size},"conversation":[`,
    after: ']}',
  }),
  url: ({ origin, participant, pageSize }, page) =>
    `${origin}/smstools/conversation/${participant.slice(1)}?limit=${pageSize}&page=${page}`,
  messages: (body) => (body as { readonly conversation: SmstoolsMessage[] }).conversation,
  text: (message) => (message as SmstoolsMessage).message ?? '',
}
