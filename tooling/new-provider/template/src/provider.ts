import type { Capabilities, ClientOptions, MessageReader } from '@sms/core'
import { defineProvider, type ProviderFactory, walkOffsets } from '@sms/core/provider'
import { messageList } from './api.ts'
import { readErrorBody } from './error-body.ts'
import { normalizeMessage } from './normalize.ts'
import type { TemplateMessage } from './schema.ts'

/** How to reach Template. */
export interface TemplateOptions extends ClientOptions {
  /** The API key. Default: the environment variable TEMPLATE_API_KEY. */
  apiKey?: string | undefined
}

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
 * Makes readers of Template conversations.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { createTemplate } from '@sms/template'
 *
 * const reader = createTemplate({ timeout: 10_000 }) // TEMPLATE_API_KEY
 * for await (const message of reader.messages('+46701740605', { limit: 20 })) {
 *   console.log(message.timestamp, message.direction, message.text)
 * }
 * ```
 */
export const createTemplate: ProviderFactory<
  TemplateOptions,
  MessageReader<TemplateMessage>
> = defineProvider({
  name: 'template',
  baseUrl: 'https://api.template.example.com/v1',
  capabilities: CAPABILITIES,
  credentials: { apiKey: 'TEMPLATE_API_KEY' },
  headers: ({ apiKey }) => ({ 'x-api-key': apiKey }),
  readErrorBody,
  messages: ({ participant }) => ({
    walk: walkOffsets,
    list: () => messageList(participant),
    normalize: normalizeMessage,
  }),
})
