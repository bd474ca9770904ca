import type { Capabilities, MessageReader } from './contract.ts'
import { SmsError } from './error.ts'

/** What tells a reader from the methods it has. */
type Card = 'contractVersion' | 'provider' | 'capabilities'

/**
 * Makes the reader that a factory returns. Its methods are not enumerable, so that a reader that is logged,
 * serialised or cloned shows its provider and capabilities and nothing else. A method that the provider has not got
 * is there all the same, for callers without types, and is `unsupported`.
 *
 * @param methods `messages`, and `conversations` and `summary` where the provider has them.
 * @example
 * ```ts
 * import type { Capabilities, Message, MessageReader } from '@sms/core'
 * import {
 *   defineReader,
 *   identity,
 *   messagesSettings,
 *   paginate,
 *   selectMessages,
 *   walkOffsets,
 * } from '@sms/core/provider'
 *
 * const capabilities: Capabilities = {
 *   order: 'oldest-first',
 *   orders: ['oldest-first'],
 *   total: false,
 *   timestamps: true,
 *   conversations: false,
 *   summary: false,
 *   defaultPageSize: 50,
 *   maxPageSize: null,
 * }
 *
 * // A provider whose messages are in memory.
 * export function createAcme(stored: readonly Message[]): MessageReader {
 *   return defineReader('acme', capabilities, {
 *     messages(participant, options = {}) {
 *       const settings = messagesSettings('acme', capabilities, options)
 *       return paginate<Message, Message>({
 *         provider: 'acme',
 *         query: ['acme', 'messages', participant, settings.direction, settings.since, settings.until],
 *         settings,
 *         walk: walkOffsets,
 *         list: () => ({
 *           ask: async (offset, size) => ({ items: stored.slice(offset, offset + size) }),
 *           identify: ({ key }) => identity(key, () => []),
 *         }),
 *         normalize: (message) => message,
 *         select: selectMessages(settings, capabilities.order),
 *       })
 *     },
 *   })
 * }
 * console.log(await createAcme([]).messages('+46701740605').toArray())
 * ```
 */
export function defineReader<Reader extends MessageReader>(
  provider: string,
  capabilities: Capabilities,
  methods: Omit<Reader, Card>,
): Reader {
  const reader = { contractVersion: 1, provider, capabilities: deepFreeze(capabilities) }
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

function deepFreeze(capabilities: Capabilities): Capabilities {
  return Object.freeze({ ...capabilities, orders: Object.freeze([...capabilities.orders]) })
}

function unsupported(provider: string, method: string): SmsError {
  const message = `${provider} has no \`${method}\`; look at \`capabilities\` before calling it.`
  return new SmsError('unsupported', message, { provider })
}
