import { checkShape, itemIdentity, type ListByToken } from '@sms/core/provider'
import { isWithParticipant } from './participant.ts'
import { pageSchema, type TemplateMessage } from './schema.ts'

/** The messages with a participant, oldest first (`GET /messages?with&limit&after`). */
export function messageList(participant: string): ListByToken<TemplateMessage> {
  return {
    itemsPath: 'messages',
    request: (token, limit) => ({
      path: '/messages',
      query: { with: participant, limit, after: token ?? undefined },
    }),
    read(response) {
      const { messages, total, next } = checkShape(pageSchema, response)
      const count = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
      // An empty token ends the list, as a missing one does.
      return { items: messages, total: count, next: next || null }
    },
    identify: ({ id }) => itemIdentity(String(id), () => []),
    check: (message) =>
      isWithParticipant(message, participant) ? null : 'a message to or from the participant',
  }
}
