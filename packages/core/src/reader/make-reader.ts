import type { Capabilities } from '../contract/capabilities.ts'
import type { MessageReader } from '../contract/readers.ts'
import { SmsError } from '../error.ts'

/**
 * Makes a reader of something else than an API, such as stored messages; `defineProvider` makes those of APIs. Its methods
 * are not enumerable: a reader that is logged, serialised or cloned shows only its provider and capabilities. For callers
 * without types, a method that the provider lacks exists and fails with `unsupported`.
 *
 * @param capabilities Frozen.
 * @param methods `messages`, and `conversations` and `summary` if the provider has them.
 * @example
 * ```ts
 * import type { Capabilities, Message, MessageReader, MessagesOptions } from '@sms/core'
 * import { itemIdentity, makeReader, messagesSettings, paginate, participantDigits, walkOffsets } from '@sms/core/provider'
 *
 * const capabilities: Capabilities = Object.freeze({
 *   order: 'oldest-first',
 *   orders: [],
 *   total: false,
 *   timestamps: false,
 *   conversations: false,
 *   summary: false,
 *   defaultPageSize: 50,
 *   maxPageSize: null,
 * })
 *
 * function readerOf(stored: readonly Message[]): MessageReader {
 *   const messages: MessageReader['messages'] = (participant, options: MessagesOptions = {}) => {
 *     const digits = participantDigits('memory', participant)
 *     const settings = messagesSettings('memory', capabilities, options)
 *     const wanted = stored.filter(({ from, to }) => [from, to].includes(`+${digits}`))
 *     return paginate<Message, Message>({
 *       provider: 'memory',
 *       cursorScope: ['memory', 'messages', digits],
 *       settings,
 *       walk: walkOffsets,
 *       list: () => ({
 *         request: async (offset, size) => wanted.slice(offset, offset + size),
 *         read: (items: Message[]) => ({ items }),
 *         identify: ({ key }) => itemIdentity(key, () => []),
 *       }),
 *       normalize: (message) => message,
 *     })
 *   }
 *   return makeReader('memory', capabilities, { messages })
 * }
 * console.log((await readerOf([]).messages('+46701740605').toArray()).length) // 0
 * ```
 */
export function makeReader<Reader extends MessageReader>(
  provider: string,
  capabilities: Capabilities,
  methods: object,
): Reader {
  const reader = { contractVersion: 1, provider, capabilities }
  const all = {
    conversations: () => {
      throw unsupported(provider, 'conversations')
    },
    summary: () => Promise.reject(unsupported(provider, 'summary')),
    ...methods,
  }
  for (const [name, value] of Object.entries(all)) Object.defineProperty(reader, name, { value })
  return Object.freeze(reader) as unknown as Reader
}

function unsupported(provider: string, method: string): SmsError {
  const message = `${provider} has no \`${method}\`. Check \`capabilities\` before you call it.`
  return new SmsError('unsupported', message, { provider })
}
