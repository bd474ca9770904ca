import { checkItems, checkShape, type HttpClient, identity, type List } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import { isTheirs } from './participant.ts'
import { pageSchema, type TemplateMessage } from './wire.ts'

/** The conversation with a participant from an offset on, oldest first (`GET /messages?with&offset&limit`). */
export function conversation(client: HttpClient, participant: string): List<TemplateMessage> {
  return {
    async ask(offset, limit, signal) {
      const answer = await client.get('/messages', { with: participant, offset, limit }, signal)
      const { messages, total } = checkShape(PROVIDER, pageSchema, answer)
      checkItems(PROVIDER, answer, 'messages', messages, (message) =>
        isTheirs(message, participant) ? null : 'a message to or from the participant',
      )
      const count = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
      // Where the total cannot be true, a short page is the last one.
      const more =
        count === null || count < offset + messages.length ? undefined : offset + messages.length < count
      return { items: messages, total: count, more }
    },
    identify: ({ id }) => identity(String(id), () => []),
  }
}
