import { createAccount } from './conversation/account.ts'
import type { SimulatedConversation } from './conversation/changing-conversation.ts'
import { checkOptions, type SimulatorOptions } from './options.ts'
import type { ConversationsRcsCredentials } from './providers/conversations-rcs/provider.ts'
import type { Ip1Credentials } from './providers/ip1/provider.ts'
import { createProviders } from './providers/providers.ts'
import type { ProviderName, SimulatedProvider } from './providers/simulated-provider.ts'
import type { SmstoolsCredentials } from './providers/smstools/provider.ts'
import type { TwilioCredentials } from './providers/twilio/provider.ts'
import type { TwilioLists } from './providers/twilio/twilio-lists.ts'
import { startServer } from './server/server.ts'

/** The options that let a provider's factory read from the simulator. */
export interface SimulatedAccount {
  /** The base URL of the provider's API. */
  readonly baseUrl: string
  /** The credentials, by the names of the factory's options. */
  readonly [option: string]: string
}

/**
 * A running simulator: one set of conversations behind the APIs of four providers.
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
  /** The options for `createSmstools`. */
  readonly smstools: SmstoolsCredentials & {
    /** The base URL of its API. */
    readonly baseUrl: string
  }
  /** The options for `createConversationsRcs`. */
  readonly conversationsRcs: ConversationsRcsCredentials & {
    /** The base URL of its API. */
    readonly baseUrl: string
  }
  /** The options for `createIp1`. */
  readonly ip1: Ip1Credentials & {
    /** The base URL of its API. */
    readonly baseUrl: string
  }
  /** The options for `createTwilio`. */
  readonly twilio: TwilioCredentials & {
    /** The base URL of its API. */
    readonly baseUrl: string
  }
  /** What happens to messages at Twilio only. */
  readonly twilioLists: TwilioLists
  /** The same options by the provider's name. */
  readonly providers: Readonly<Record<ProviderName, SimulatedAccount>>
  /** The phone numbers that the account has conversations with, in E.164. */
  readonly participants: readonly string[]
  /** The number of requests that got a response or a fault. */
  readonly requests: number
  /**
   * The conversation with a participant. It is read and changed without a request.
   *
   * @param participant One of `participants`.
   * @throws A `RangeError` if there is none.
   */
  conversation(participant: string): SimulatedConversation
  /** Stops the server and ends open connections. With `await using`, the end of the block does the same. */
  close(): Promise<void>
}

/**
 * Starts a simulator on 127.0.0.1.
 *
 * @throws A `TypeError` or a `RangeError` for an invalid option, which says what was expected.
 * @throws The system's error if the port is in use.
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
  const account = createAccount(settings)
  const providers = createProviders(account)
  const server = await startServer(account, providers, settings)
  const baseUrlOf = ({ basePath }: SimulatedProvider): string => `${server.url}${basePath}`
  const accounts = {
    smstools: { baseUrl: baseUrlOf(providers.smstools), ...providers.smstools.credentials },
    'conversations-rcs': {
      baseUrl: baseUrlOf(providers['conversations-rcs']),
      ...providers['conversations-rcs'].credentials,
    },
    ip1: { baseUrl: baseUrlOf(providers.ip1), ...providers.ip1.credentials },
    twilio: { baseUrl: baseUrlOf(providers.twilio), ...providers.twilio.credentials },
  }
  return {
    url: server.url,
    smstools: accounts.smstools,
    conversationsRcs: accounts['conversations-rcs'],
    ip1: accounts.ip1,
    twilio: accounts.twilio,
    twilioLists: providers.twilio.lists,
    providers: accounts,
    participants: account.conversations.map(({ participant }) => participant),
    get requests() {
      return server.handled
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
