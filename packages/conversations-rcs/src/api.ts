import { checkShape, type HttpClient, itemIdentity, type List, type MessageList } from '@sms/core/provider'
import { stableFields, directionOf, idOf } from './normalize.ts'
import { createMessageCheck, type Participant } from './participant.ts'
import {
  conversationsSchema,
  messagesSchema,
  type OctopushConversation,
  type OctopushMessage,
} from './schema.ts'

const MESSAGES_PATH = '/conversations/messages/list'
// Inferred from the path of the messages: the page on the list of conversations gives none.
const CONVERSATIONS_PATH = '/conversations/list'

/** The messages exchanged with a participant, as numbered pages in an order that is not documented. */
export function messageList(http: HttpClient, participant: Participant): MessageList<OctopushMessage> {
  const { parameter, value } = participant
  const isWithParticipant = createMessageCheck(participant)
  return {
    async request(page, perPage, signal) {
      // Both parameters are documented to choose the contact, and one that the API does not know is ignored.
      const query = { page, per_page: perPage, contact: value, [parameter]: value }
      const response = await http.get(MESSAGES_PATH, query, signal)
      return { response, path: '', items: checkShape(messagesSchema, response) }
    },
    identify: (message) => itemIdentity(idOf(message), () => stableFields(message)),
    check(message) {
      if (directionOf(message) === null) return 'inbound or outbound'
      return isWithParticipant(message) ? null : 'a message to or from the participant'
    },
  }
}

/**
 * The account's conversations, as numbered pages in an order that is not documented. It may be sorted by last activity:
 * then a conversation moves to the front when a message arrives.
 */
export function conversationList(http: HttpClient): List<OctopushConversation> {
  return {
    movesToFront: true,
    async request(page, perPage, signal) {
      const response = await http.get(CONVERSATIONS_PATH, { page, per_page: perPage }, signal)
      return { items: checkShape(conversationsSchema, response) }
    },
    identify: (raw) => itemIdentity(String(raw.conversation_id), () => []),
  }
}
