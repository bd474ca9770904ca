import type { Capabilities, ClientOptions, MessageReader, SummaryReader } from '@sms/core'
import { defineProvider, type ProviderFactory, walkOffsets } from '@sms/core/provider'
import { messageList, readSummary, summaryRequest } from './api.ts'
import { readErrorBody } from './error-body.ts'
import { creationTimeOf, normalizeMessage, normalizeSummary } from './normalize.ts'
import { PARTICIPANTS } from './participant.ts'
import type { Ip1Message } from './schema.ts'

/** The credentials of an account, and how to reach iP.1. */
export interface Ip1Options extends ClientOptions {
  /** The API key. Default: the environment variable IP1_API_KEY. */
  apiKey?: string | undefined
}

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

/**
 * Creates readers of iP.1 conversations (ip1sms.com, "Conversations").
 *
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
export const createIp1: ProviderFactory<Ip1Options, MessageReader<Ip1Message> & SummaryReader> =
  defineProvider({
    name: 'ip1',
    baseUrl: 'https://api.ip1sms.com',
    capabilities: CAPABILITIES,
    credentials: { apiKey: 'IP1_API_KEY' },
    headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
    readErrorBody,
    participants: PARTICIPANTS,
    messages: ({ participant, direction, order }) => ({
      walk: walkOffsets,
      list: () => messageList(participant, direction, order),
      normalize: (raw, key) => normalizeMessage(raw, key, direction),
      // The endpoint returns the messages of one direction.
      selectsDirection: true,
      // The list is sorted by the time in the ObjectId. Without one, a message has the time of a status.
      isSortedByTime: (raw) => creationTimeOf(raw) !== null,
    }),
    summary: {
      request: summaryRequest,
      read: (response, participant) => normalizeSummary(readSummary(response, participant), participant),
    },
  })
