import type { ClientOptions, Message } from '@sms/core'
import { CANARY } from '../../src/canaries.ts'
import type { ProbedProvider } from '../../src/providers.ts'
import type { WireServer } from '../../src/wire-server.ts'

/** Reads the whole conversation from a server. */
export function read(
  provider: ProbedProvider,
  { url }: Pick<WireServer, 'url'>,
  options: ClientOptions = {},
): Promise<Message[]> {
  return provider
    .connect({ baseUrl: url, ...options })
    .messages(CANARY.participant)
    .toArray()
}

/** A documented answer with one message, as JSON. */
export function onePage(provider: ProbedProvider): string {
  return JSON.stringify(provider.page([provider.message(1)], '/?page=1&limit=50&per_page=50&start=0'))
}
