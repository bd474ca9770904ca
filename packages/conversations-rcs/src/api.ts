import { checkShape, itemIdentity, type ListByNumber } from '@sms/core/provider'
import { stableFields, directionOf, idOf } from './normalize.ts'
import { createMessageCheck, type Participant } from './participant.ts'
import {
  conversationsSchema,
  messagesSchema,
  type OctopushConversation,
  type OctopushMessage,
} from './schema.ts'

const MESSAGES_PATH = '/conversations/messages/list'
// Inferred from the path of the messages, because the page on the list of conversations states none.
const CONVERSATIONS_PATH = '/conversations/list'

/** The messages exchanged with a participant, as numbered pages. Their order is not documented. */
export function messageList(participant: Participant): ListByNumber<OctopushMessage> {
  const { parameter, value } = participant
  const isWithParticipant = createMessageCheck(participant)
  return {
    request: (page, perPage) => ({
      path: MESSAGES_PATH,
      // The documentation names both parameters for the contact. The API ignores one that it does not know.
      query: { page, per_page: perPage, contact: value, [parameter]: value },
    }),
    read: (response) => ({ items: checkShape(messagesSchema, response) }),
    identify: (message) => itemIdentity(idOf(message), () => stableFields(message)),
    check(message) {
      if (directionOf(message) === null) return 'inbound or outbound'
      return isWithParticipant(message) ? null : 'a message to or from the participant'
    },
  }
}

/**
 * The account's conversations, as numbered pages. Their order is not documented. If it is the order of last activity, a
 * conversation moves to the front when a message arrives.
 */
export function conversationList(): ListByNumber<OctopushConversation> {
  return {
    movesToFront: true,
    request: (page, perPage) => ({ path: CONVERSATIONS_PATH, query: { page, per_page: perPage } }),
    read: (response) => ({ items: checkShape(conversationsSchema, response) }),
    identify: (raw) => itemIdentity(String(raw.conversation_id), () => []),
  }
}
