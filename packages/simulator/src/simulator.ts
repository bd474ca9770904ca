import { createAccount } from './account.ts'
import type { SimulatedConversation } from './conversation.ts'
import { checkOptions, type SimulatorOptions } from './options.ts'
import type { ProviderName } from './provider.ts'
import {
  conversationsRcs,
  type ConversationsRcsCredentials,
  conversationsRcsCredentials,
} from './providers/conversations-rcs/provider.ts'
import { ip1, type Ip1Credentials, ip1Credentials } from './providers/ip1/provider.ts'
import { smstools, type SmstoolsCredentials, smstoolsCredentials } from './providers/smstools/provider.ts'
import { startServer } from './server.ts'

/** What a provider's factory takes to read from the simulator. */
export interface SimulatedAccount {
  /** Where the provider's API is. */
  readonly baseUrl: string
  /** The credentials, by the names of the factory's options. */
  readonly [option: string]: string
}

/**
 * A running simulator: one set of conversations, read through three providers' APIs.
 *
 * @example
 * ```ts
 * import { startSimulator } from '@sms/simulator'
 * import { createIp1 } from '@sms/ip1'
 *
 * const simulator = await startSimulator()
 * const [participant = ''] = simulator.participants
 * simulator.conversation(participant).add({ text: 'Are you still there?' })
 * const reader = createIp1(simulator.ip1)
 * const [newest] = await reader.messages(participant, { order: 'newest-first', limit: 1 }).toArray()
 * console.log(newest?.text, simulator.requests)
 * await simulator.close()
 * ```
 */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** What `createSmstools` takes. */
  readonly smstools: SmstoolsCredentials & {
    /** Where its API is: below `url`. */
    readonly baseUrl: string
  }
  /** What `createConversationsRcs` takes. */
  readonly conversationsRcs: ConversationsRcsCredentials & {
    /** Where its API is: below `url`. */
    readonly baseUrl: string
  }
  /** What `createIp1` takes. */
  readonly ip1: Ip1Credentials & {
    /** Where its API is: below `url`. */
    readonly baseUrl: string
  }
  /** The same three by the provider's name, for a program that is told the name. */
  readonly providers: Readonly<Record<ProviderName, SimulatedAccount>>
  /** The phone numbers that the account has conversations with, E.164. */
  readonly participants: readonly string[]
  /** How many requests it has answered, well or with a fault. */
  readonly requests: number
  /**
   * The conversation with a participant, to be read and changed without a request.
   *
   * @param participant One of `participants`.
   * @throws A `RangeError` when there is none.
   */
  conversation(participant: string): SimulatedConversation
  /** Stops at once and breaks open connections off; so does the end of the block, with `await using`. */
  close(): Promise<void>
}

/**
 * Starts a simulator on 127.0.0.1.
 *
 * @throws Rejects with a `TypeError` or a `RangeError` for options it cannot take, saying what was expected; or with what
 * the system says where the port is taken.
 * @example
 * ```ts
 * import { createSmstools } from '@sms/smstools'
 * import { startSimulator } from '@sms/simulator'
 *
 * await using simulator = await startSimulator({ seed: 7, messages: 500, faults: { reset: 0.02 } })
 * const [participant = ''] = simulator.participants
 * const messages = await createSmstools(simulator.smstools).messages(participant).toArray()
 * console.log(messages.length) // 500
 * ```
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = checkOptions(options)
  const { seed, messages, participants } = settings
  const account = createAccount(seed, participants, messages)
  const server = await startServer([conversationsRcs(account), smstools(account), ip1(account)], settings)
  const providers = {
    smstools: { baseUrl: `${server.url}/v1`, ...smstoolsCredentials(seed) },
    'conversations-rcs': { baseUrl: `${server.url}/v1/public`, ...conversationsRcsCredentials(seed) },
    ip1: { baseUrl: server.url, ...ip1Credentials(seed) },
  }
  return {
    url: server.url,
    smstools: providers.smstools,
    conversationsRcs: providers['conversations-rcs'],
    ip1: providers.ip1,
    providers,
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
