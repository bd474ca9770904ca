import type { Capabilities, ConversationReader, Message, MessageReader } from '@sms/core'
import {
  createHttpClient,
  defineReader,
  messagesSettings,
  pageSettings,
  paginate,
  selectMessages,
  walkNumberedPages,
} from '@sms/core/provider'
import { normalizeConversation, normalizeMessage } from './normalize.ts'
import { type ConversationsRcsOptions, PROVIDER, readOptions } from './options.ts'
import { conversation, conversationsList } from './pages.ts'
import { readParticipant } from './participant.ts'
import { readRefusal } from './refusal.ts'
import type { OctopushConversation, OctopushMessage } from './wire.ts'

const CAPABILITIES: Capabilities = {
  order: 'unspecified',
  orders: [],
  total: false,
  timestamps: false,
  conversations: true,
  summary: false,
  defaultPageSize: 50,
  maxPageSize: null,
}

/**
 * A reader of Octopush conversations (octopush.com, "Retrieve the conversation messages list" and "Retrieve the
 * conversations list").
 *
 * @param options Credentials that are left out are read from the environment.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, or a credential that is missing.
 * @example
 * ```ts
 * import { createConversationsRcs } from '@sms/conversations-rcs'
 *
 * const reader = createConversationsRcs({ retries: 2 }) // OCTOPUSH_API_LOGIN and OCTOPUSH_API_KEY
 * for await (const message of reader.messages('+46701740605', { limit: 20 })) {
 *   console.log(message.channel, message.direction, message.text)
 * }
 * ```
 */
export function createConversationsRcs(
  options: ConversationsRcsOptions = {},
): MessageReader<OctopushMessage> & ConversationReader<OctopushConversation> {
  const settings = readOptions(options)
  const { credentialHeaders } = settings
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const whom = readParticipant(participant)
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      return paginate<OctopushMessage, Message<OctopushMessage>>({
        provider: PROVIDER,
        query: [PROVIDER, 'messages', whom.value, query.direction],
        settings: query,
        walk: walkNumberedPages,
        list: () => conversation(client, whom),
        normalize: normalizeMessage,
        select: selectMessages(query, CAPABILITIES.order),
      })
    },
    conversations(pageOptions = {}) {
      return paginate({
        provider: PROVIDER,
        query: [PROVIDER, 'conversations'],
        settings: pageSettings(PROVIDER, CAPABILITIES, pageOptions),
        walk: walkNumberedPages,
        list: () => conversationsList(client),
        normalize: normalizeConversation,
      })
    },
  })
}
