import type { Capabilities, Message, MessageReader } from '@sms/core'
import {
  createHttpClient,
  defineReader,
  messagesSettings,
  paginate,
  participantDigits,
  selectMessages,
  walkOffsets,
} from '@sms/core/provider'
import { normalizeMessage } from './normalize.ts'
import { PROVIDER, readOptions, type TemplateOptions } from './options.ts'
import { conversation } from './pages.ts'
import { readRefusal } from './refusal.ts'
import type { TemplateMessage } from './wire.ts'

const CAPABILITIES: Capabilities = {
  order: 'oldest-first',
  orders: ['oldest-first'],
  total: true,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 500,
  maxPageSize: 500,
}

/**
 * A reader of Template conversations.
 *
 * @param options Credentials that are left out are read from the environment.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, or a credential that is missing.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { createTemplate } from '@sms/provider-template'
 *
 * const reader = createTemplate({ timeout: 10_000 }) // TEMPLATE_API_KEY
 * for await (const message of reader.messages('+46701740605', { limit: 20 })) {
 *   console.log(message.timestamp, message.direction, message.text)
 * }
 * ```
 */
export function createTemplate(options: TemplateOptions = {}): MessageReader<TemplateMessage> {
  const settings = readOptions(options)
  const { credentialHeaders } = settings
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const digits = participantDigits(PROVIDER, participant)
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      return paginate<TemplateMessage, Message<TemplateMessage>>({
        provider: PROVIDER,
        query: [PROVIDER, 'messages', digits, query.direction, query.since, query.until],
        settings: query,
        walk: walkOffsets,
        list: () => conversation(client, digits),
        normalize: normalizeMessage,
        select: selectMessages(query, CAPABILITIES.order),
      })
    },
  })
}
