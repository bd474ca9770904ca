import type { Capabilities, Message, MessageReader } from '@sms/core'
import {
  createHttpClient,
  defineReader,
  messagesSettings,
  paginate,
  participantDigits,
  selectMessages,
  walkCountedPages,
} from '@sms/core/provider'
import { normalizeMessage } from './normalize.ts'
import { PROVIDER, readOptions, type SmstoolsOptions } from './options.ts'
import { conversation } from './pages.ts'
import { readRefusal } from './refusal.ts'
import type { SmstoolsMessage } from './wire.ts'

const CAPABILITIES: Capabilities = {
  order: 'newest-first',
  orders: ['newest-first'],
  total: true,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 2000,
  maxPageSize: 2000,
}

/**
 * A reader of Smstools conversations (smsgatewayapi.com, "Get a conversation").
 *
 * @param options Credentials that are left out are read from the environment.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, or a credential that is missing.
 * @example
 * ```ts
 * import { createSmstools } from '@sms/smstools'
 *
 * const reader = createSmstools({ timeout: 10_000 }) // SMSTOOLS_CLIENT_ID and SMSTOOLS_CLIENT_SECRET
 * for await (const message of reader.messages('+46701740605', { limit: 20 })) {
 *   console.log(message.timestamp, message.direction, message.text)
 * }
 * ```
 */
export function createSmstools(options: SmstoolsOptions = {}): MessageReader<SmstoolsMessage> {
  const settings = readOptions(options)
  const { credentialHeaders } = settings
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const digits = participantDigits(PROVIDER, participant)
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      return paginate<SmstoolsMessage, Message<SmstoolsMessage>>({
        provider: PROVIDER,
        query: [PROVIDER, 'messages', digits, query.direction, query.since, query.until],
        settings: query,
        walk: walkCountedPages,
        list: () => conversation(client, digits),
        normalize: normalizeMessage,
        select: selectMessages(query, CAPABILITIES.order),
      })
    },
  })
}
