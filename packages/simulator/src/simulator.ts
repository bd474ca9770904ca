import { createAccount } from './account.ts'
import type { SimulatedConversation } from './conversation.ts'
import { checkOptions, type SimulatorOptions } from './options.ts'
import {
  conversationsRcs,
  type ConversationsRcsCredentials,
  conversationsRcsCredentials,
} from './providers/conversations-rcs/provider.ts'
import { ip1, type Ip1Credentials, ip1Credentials } from './providers/ip1/provider.ts'
import { smstools, type SmstoolsCredentials, smstoolsCredentials } from './providers/smstools/provider.ts'
import { startServer } from './server.ts'

/** A running simulator: one set of conversations, read through three providers' APIs. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** What `createSmstools` takes. */
  readonly smstools: SmstoolsCredentials & { readonly baseUrl: string }
  /** What `createConversationsRcs` takes. */
  readonly conversationsRcs: ConversationsRcsCredentials & { readonly baseUrl: string }
  /** What `createIp1` takes. */
  readonly ip1: Ip1Credentials & { readonly baseUrl: string }
  /** The phone numbers we have conversations with, E.164. */
  readonly participants: readonly string[]
  /** How many requests it has answered, well or with a fault. */
  readonly requests: number
  /** The conversation with a participant, E.164. Throws a `RangeError` when there is none. */
  conversation(participant: string): SimulatedConversation
  /** Stops at once and breaks open connections off. */
  close(): Promise<void>
}

/** Starts a simulator on 127.0.0.1. Throws a `TypeError` or a `RangeError` for options it cannot take. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = checkOptions(options)
  const { seed, messages, participants } = settings
  const account = createAccount(seed, participants, messages)
  const server = await startServer([conversationsRcs(account), smstools(account), ip1(account)], settings)
  return {
    url: server.url,
    smstools: { baseUrl: `${server.url}/v1`, ...smstoolsCredentials(seed) },
    conversationsRcs: { baseUrl: `${server.url}/v1/public`, ...conversationsRcsCredentials(seed) },
    ip1: { baseUrl: server.url, ...ip1Credentials(seed) },
    participants: account.conversations.map(({ participant }) => participant),
    get requests() {
      return server.answered
    },
    conversation(participant) {
      const found = account.conversations.find((conversation) => conversation.participant === participant)
      if (found === undefined) throw new RangeError('participant: expected one of `participants`')
      return found
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  }
}
