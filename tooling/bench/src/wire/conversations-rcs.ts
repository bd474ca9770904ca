import type { OctopushMessage } from '@sms/conversations-rcs'
import type { PageParser } from './page-parser.ts'
import type { PageWriter } from './page-writer.ts'

/** Octopush: numbered pages, each a bare array. */
export const conversationsRcs: PageWriter & PageParser = {
  asked(query) {
    const size = Number(query.get('per_page'))
    return { start: (Number(query.get('page')) - 1) * size, size }
  },
  envelope: () => ({ before: '[', after: ']' }),
  url({ origin, participant, pageSize }, page) {
    const contact = encodeURIComponent(participant)
    const query = `page=${page}&per_page=${pageSize}&contact=${contact}&phone_number=${contact}`
    return `${origin}/conversations-rcs/conversations/messages/list?${query}`
  },
  messages: (body) => body as OctopushMessage[],
  text: (message) => (message as OctopushMessage).text ?? '',
}
