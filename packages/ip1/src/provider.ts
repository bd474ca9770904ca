import type { Capabilities, Message, MessageReader, SummaryReader } from '@sms/core'
import {
  createHttpClient,
  defineReader,
  messagesSettings,
  paginate,
  requestSignal,
  selectMessages,
  walkOffsets,
} from '@sms/core/provider'
import { creationTimeOf, normalizeMessage, normalizeSummary } from './normalize.ts'
import { type Ip1Options, PROVIDER, readOptions } from './options.ts'
import { conversation, summary } from './pages.ts'
import { readParticipant } from './participant.ts'
import { readRefusal } from './refusal.ts'
import type { Ip1Message } from './wire.ts'

const CAPABILITIES: Capabilities = {
  order: 'oldest-first',
  orders: ['oldest-first', 'newest-first'],
  total: false,
  timestamps: true,
  conversations: false,
  summary: true,
  defaultPageSize: 50,
  maxPageSize: null,
}

/** Whether the list is sorted by a message's time. That of a message without an ObjectId is when its status was reported. */
function hasCreationTime({ raw }: Message<Ip1Message>): boolean {
  return creationTimeOf(raw) !== null
}

/**
 * A reader of iP.1 conversations (ip1sms.com, "Conversations").
 *
 * @param options Credentials that are left out are read from the environment.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, or a credential that is missing.
 * @example
 * ```ts
 * import { createIp1 } from '@sms/ip1'
 *
 * const reader = createIp1({ userAgent: 'acme-export' }) // IP1_API_KEY
 * for await (const message of reader.messages('+46701740605', { order: 'newest-first', limit: 20 })) {
 *   console.log(message.timestamp, message.direction, message.text)
 * }
 * ```
 */
export function createIp1(options: Ip1Options = {}): MessageReader<Ip1Message> & SummaryReader {
  const settings = readOptions(options)
  const { credentialHeaders } = settings
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const whom = readParticipant(participant)
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      const { direction, since, until, order = 'oldest-first' } = query
      return paginate<Ip1Message, Message<Ip1Message>>({
        provider: PROVIDER,
        query: [PROVIDER, 'messages', whom, direction, since, until, order],
        settings: query,
        walk: walkOffsets,
        list: () => conversation(client, whom, direction, order),
        normalize: (raw, key) => normalizeMessage(raw, key, direction),
        // The endpoint has chosen the direction.
        select: selectMessages({ direction: undefined, since, until }, order, hasCreationTime),
      })
    },
    async summary(participant, requestOptions = {}) {
      const whom = readParticipant(participant)
      const signal = requestSignal(PROVIDER, requestOptions) ?? new AbortController().signal
      return normalizeSummary(await summary(client, whom, signal), whom)
    },
  })
}
