import { checkShape, itemIdentity, type ListByNumber } from '@sms/core/provider'
import { isWithParticipant } from './participant.ts'
import { pageSchema, type TemplateMessage } from './schema.ts'

/** The messages with a participant, oldest first (`GET /messages?with&page&limit`). Pages are numbered from 1. */
export function messageList(participant: string): ListByNumber<TemplateMessage> {
  return {
    newestFirst: false,
    itemsPath: 'messages',
    request: (page, limit) => ({ path: '/messages', query: { with: participant, page, limit } }),
    read(response) {
      const { messages, total } = checkShape(pageSchema, response)
      const count = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
      return { items: messages, total: count }
    },
    identify: ({ id }) => itemIdentity(String(id), () => []),
    check: (message) =>
      isWithParticipant(message, participant) ? null : 'a message to or from the participant',
  }
}
