import type { Capabilities, ClientOptions, MessageReader } from '@sms/core'
import { defineProvider, downloadFiles, type ProviderFactory, walkCountedPages } from '@sms/core/provider'
import { messageList } from './api.ts'
import { readErrorBody } from './error-body.ts'
import { normalizeMessage } from './normalize.ts'
import type { SmstoolsMessage } from './schema.ts'

/** The credentials of an account, and how to reach Smstools. */
export interface SmstoolsOptions extends ClientOptions {
  /** The API client id. Default: the environment variable SMSTOOLS_CLIENT_ID. */
  clientId?: string | undefined
  /** The API client secret. Default: the environment variable SMSTOOLS_CLIENT_SECRET. */
  clientSecret?: string | undefined
}

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
 * Creates readers of Smstools conversations (smsgatewayapi.com, "Get a conversation").
 *
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
export const createSmstools: ProviderFactory<
  SmstoolsOptions,
  MessageReader<SmstoolsMessage>
> = defineProvider({
  name: 'smstools',
  baseUrl: 'https://api.smsgatewayapi.com/v1',
  capabilities: CAPABILITIES,
  credentials: { clientId: 'SMSTOOLS_CLIENT_ID', clientSecret: 'SMSTOOLS_CLIENT_SECRET' },
  // The page lists the credentials as parameters and shows them as headers. URLs end up in logs, so this uses headers.
  headers: ({ clientId, clientSecret }) => ({ 'x-client-id': clientId, 'x-client-secret': clientSecret }),
  readErrorBody,
  // The pages name no host of files: a caller allows those that its messages name.
  attachments: () => ({ download: downloadFiles, hosts: [], isFile: () => false }),
  messages: ({ participant }) => ({
    walk: walkCountedPages,
    list: () => messageList(participant),
    normalize: normalizeMessage,
  }),
})
