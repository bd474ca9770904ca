import type { ClientOptions, Message } from '@sms/core'
import { CANARY } from '../../src/canaries.ts'
import type { ProbedProvider } from '../../src/providers.ts'
import type { WireServer } from '../../src/wire-server.ts'

/** Reads the whole conversation from a server, one request at a time: several lists are read in turn. */
export function read(
  provider: ProbedProvider,
  { url }: Pick<WireServer, 'url'>,
  options: ClientOptions = {},
): Promise<Message[]> {
  return provider
    .connect({ baseUrl: url, ...options })
    .messages(CANARY.participant, { concurrency: 1 })
    .toArray()
}

const FIRST_PAGE = '/?page=1&limit=50&per_page=50&start=0'

/** A documented answer with one message, as JSON. */
export function onePage(provider: ProbedProvider): string {
  return JSON.stringify(provider.page([provider.message(1)], FIRST_PAGE))
}

/** A documented answer without messages, as JSON. */
export function emptyPage(provider: ProbedProvider): string {
  return JSON.stringify(provider.page([], FIRST_PAGE))
}
