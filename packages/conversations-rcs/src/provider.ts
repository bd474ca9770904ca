import type { Capabilities, ClientOptions, ConversationReader, MessageReader } from '@sms/core'
import { defineProvider, type ProviderFactory, walkNumberedPages } from '@sms/core/provider'
import { conversationList, messageList } from './api.ts'
import { readErrorBody } from './error-body.ts'
import { normalizeConversation, normalizeMessage } from './normalize.ts'
import { PARTICIPANTS } from './participant.ts'
import type { OctopushConversation, OctopushMessage } from './schema.ts'

/** The credentials of an account, and how to reach Octopush. */
export interface ConversationsRcsOptions extends ClientOptions {
  /** The API login. Default: the environment variable OCTOPUSH_API_LOGIN. */
  apiLogin?: string | undefined
  /** The API key. Default: the environment variable OCTOPUSH_API_KEY. */
  apiKey?: string | undefined
}

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
 * Creates readers of Octopush conversations (octopush.com, "Retrieve the conversation messages list" and "Retrieve the
 * conversations list").
 *
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
export const createConversationsRcs: ProviderFactory<
  ConversationsRcsOptions,
  MessageReader<OctopushMessage> & ConversationReader<OctopushConversation>
> = defineProvider({
  name: 'conversations-rcs',
  baseUrl: 'https://api.octopush.com/v1/public',
  capabilities: CAPABILITIES,
  credentials: { apiLogin: 'OCTOPUSH_API_LOGIN', apiKey: 'OCTOPUSH_API_KEY' },
  headers: ({ apiLogin, apiKey }) => ({ 'api-login': apiLogin, 'api-key': apiKey }),
  readErrorBody,
  participants: PARTICIPANTS,
  messages: ({ participant }) => ({
    walk: walkNumberedPages,
    list: () => messageList(participant),
    normalize: normalizeMessage,
  }),
  conversations: {
    walk: walkNumberedPages,
    list: conversationList,
    normalize: normalizeConversation,
  },
})
