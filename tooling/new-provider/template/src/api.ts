import { checkShape, itemIdentity, type ListByNumber } from '@sms/core/provider'
import { isWithParticipant } from './participant.ts'
import { pageSchema, type TemplateMessage } from './schema.ts'

/** The messages with a participant from an offset on, oldest first (`GET /messages?with&offset&limit`). */
export function messageList(participant: string): ListByNumber<TemplateMessage> {
  return {
    itemsPath: 'messages',
    request: (offset, limit) => ({ path: '/messages', query: { with: participant, offset, limit } }),
    read(response, offset) {
      const { messages, total } = checkShape(pageSchema, response)
      const count = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
      // If the total cannot be true, a short page is the last one.
      const more =
        count === null || count < offset + messages.length ? undefined : offset + messages.length < count
      return { items: messages, total: count, more }
    },
    identify: ({ id }) => itemIdentity(String(id), () => []),
    check: (message) =>
      isWithParticipant(message, participant) ? null : 'a message to or from the participant',
  }
}
