import type { Capabilities, Message, MessageReader } from '@sms/core'
import {
  createHttpClient,
  defineReader,
  messagesSettings,
  paginate,
  selectMessages,
  walkCountedPages,
} from '@sms/core/provider'
import { normalizeMessage } from './normalize.ts'
import { PROVIDER, readOptions, type SmstoolsOptions } from './options.ts'
import { conversation } from './pages.ts'
import { readParticipant } from './participant.ts'
import { readRefusal } from './refusal.ts'
import type { SmstoolsMessage } from './wire.ts'

const CAPABILITIES: Capabilities = {
  order: 'newest-first',
  orders: ['newest-first'],
  total: true,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 1000,
  maxPageSize: 2000,
}

/**
 * A reader of Smstools conversations.
 *
 * @throws {SmsError} `invalid_argument` for a missing or malformed option.
 * @example
 * const reader = createSmstools({ clientId, clientSecret })
 * for await (const message of reader.messages('+46701740605')) console.log(message.from, message.text)
 */
export function createSmstools(options: SmstoolsOptions = {}): MessageReader<SmstoolsMessage> {
  const settings = readOptions(options)
  const { credentialHeaders } = settings
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const digits = readParticipant(participant)
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
