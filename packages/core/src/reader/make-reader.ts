import type { Capabilities, MessageReader } from '../contract.ts'
import { SmsError } from '../error.ts'

/**
 * Makes the reader that a factory returns. Its methods are not enumerable: a reader that is logged, serialised or cloned
 * shows only its provider and capabilities. For callers without types, a method that the provider lacks exists and
 * fails with `unsupported`.
 *
 * @param capabilities Frozen.
 * @param methods `messages`, and `conversations` and `summary` if the provider has them.
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
