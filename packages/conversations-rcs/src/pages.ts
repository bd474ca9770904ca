import { checkItems, checkShape, type HttpClient, identity, type List } from '@sms/core/provider'
import { contentOf, directionOf, idOf } from './normalize.ts'
import { PROVIDER } from './options.ts'
import { createMessageCheck, type Participant } from './participant.ts'
import {
  conversationsSchema,
  messagesSchema,
  type OctopushConversation,
  type OctopushMessage,
} from './wire.ts'

const MESSAGES_PATH = '/conversations/messages/list'
// Inferred from the path of the messages: the page on the list of conversations gives none.
const CONVERSATIONS_PATH = '/conversations/list'

/** The messages exchanged with a participant, as numbered pages in an order that is not documented. */
export function conversation(client: HttpClient, participant: Participant): List<OctopushMessage> {
  const { parameter, value } = participant
  const isTheirs = createMessageCheck(participant)
  return {
    async ask(page, perPage, signal) {
      // Both parameters are documented to choose the contact, and one that the API does not know is ignored.
      const query = { page, per_page: perPage, contact: value, [parameter]: value }
      const answer = await client.get(MESSAGES_PATH, query, signal)
      const items = checkShape(PROVIDER, messagesSchema, answer)
      checkItems(PROVIDER, answer, '', items, (message) => {
        if (directionOf(message) === null) return 'inbound or outbound'
        return isTheirs(message) ? null : 'a message to or from the participant'
      })
      return { items }
    },
    identify: (message) => identity(idOf(message), () => contentOf(message)),
  }
}

/**
 * The account's conversations, as numbered pages in an order that is not documented. It may be sorted by last activity:
 * then a conversation moves to the front when a message arrives.
 */
export function conversationsList(client: HttpClient): List<OctopushConversation> {
  return {
    movesToFront: true,
    async ask(page, perPage, signal) {
      const answer = await client.get(CONVERSATIONS_PATH, { page, per_page: perPage }, signal)
      return { items: checkShape(PROVIDER, conversationsSchema, answer) }
    },
    identify: (raw) => identity(String(raw.conversation_id), () => []),
  }
}
