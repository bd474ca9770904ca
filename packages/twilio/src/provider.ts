import { type Capabilities, type ClientOptions, type MessageReader, SmsError } from '@sms/core'
import {
  type AttachmentSource,
  type DeclaredOptions,
  defineProvider,
  downloadFiles,
  type ListSource,
  mergeByTime,
  type MessageRules,
  type ProviderFactory,
  walkTokens,
} from '@sms/core/provider'
import { messageList } from './api.ts'
import { readErrorBody } from './error-body.ts'
import { normalizeMessage, sentAt } from './normalize.ts'
import { PARTICIPANTS, type Side } from './participant.ts'
import type { TwilioMessage } from './schema.ts'

/** How to reach Twilio: an account, and either an API key with its secret or the account's auth token. */
export interface TwilioOptions extends ClientOptions {
  /** The account that is read: `AC…`. Default: the environment variable TWILIO_ACCOUNT_SID. */
  accountSid?: string | undefined
  /** The SID of an API key: `SK…`. Default: the environment variable TWILIO_API_KEY. */
  apiKey?: string | undefined
  /** The secret of the API key. Default: the environment variable TWILIO_API_SECRET. */
  apiSecret?: string | undefined
  /** The account's auth token, if there is no API key. Default: the environment variable TWILIO_AUTH_TOKEN. */
  authToken?: string | undefined
  /** The region of the account's data, such as `ie1`, together with `edge`. Default: us1. */
  region?: string | undefined
  /** Where Twilio is entered, such as `dublin`, together with `region`. */
  edge?: string | undefined
  /** Whether attachments are the files of a message. Each message with files costs one more request. Default: false. */
  media?: boolean | undefined
}

/** The options that are no secret. */
interface Values {
  readonly accountSid: string
  readonly region: string | null
  readonly edge: string | null
  readonly media: boolean
}

const CAPABILITIES: Capabilities = {
  order: 'newest-first',
  orders: ['newest-first'],
  total: false,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 50,
  maxPageSize: 1000,
}

const OPTIONS: DeclaredOptions<Values> = {
  accountSid: {
    variable: 'TWILIO_ACCOUNT_SID',
    expected: 'the SID of an account: AC and 32 hexadecimal digits',
    read: (value) => (typeof value === 'string' && /^AC[0-9a-fA-F]{32}$/.test(value) ? value : null),
  },
  region: { otherwise: null, expected: 'the name of a region, such as ie1', read: hostPart },
  edge: { otherwise: null, expected: 'the name of an edge location, such as dublin', read: hostPart },
  media: {
    otherwise: false,
    expected: 'true or false',
    read: (value) => (typeof value === 'boolean' ? value : null),
  },
}

const ATTACHMENTS: AttachmentSource = {
  download: downloadFiles,
  // "Protect Media Access with HTTP Basic Authentication for Programmable Messaging" (support 223183748): the hosts that the
  // API redirects to, for files that need authentication and for older ones that do not.
  hosts: ['mms.twiliocdn.com', 's3-external-1.amazonaws.com'],
  // "Media subresource": the file of a message, not the list of its files.
  isFile: (path) => /^\/2010-04-01\/Accounts\/\w+\/Messages\/\w+\/Media\/\w+$/.test(path),
}

/**
 * Makes readers of Twilio's messages ("Messages resource").
 *
 * @example
 * ```ts
 * import { createTwilio } from '@sms/twilio'
 *
 * const reader = createTwilio() // TWILIO_ACCOUNT_SID, and TWILIO_API_KEY with TWILIO_API_SECRET or TWILIO_AUTH_TOKEN
 * for await (const message of reader.messages('+447700900123', { limit: 20 })) {
 *   console.log(message.timestamp, message.direction, message.text)
 * }
 * ```
 */
export const createTwilio: ProviderFactory<TwilioOptions, MessageReader<TwilioMessage>> = defineProvider({
  name: 'twilio',
  baseUrl: hostOf,
  capabilities: CAPABILITIES,
  credentials: {
    apiKey: 'TWILIO_API_KEY',
    apiSecret: 'TWILIO_API_SECRET',
    authToken: 'TWILIO_AUTH_TOKEN',
  },
  // Twilio recommends API keys ("Twilio API requests").
  credentialSets: [['apiKey', 'apiSecret'], ['authToken']],
  options: OPTIONS,
  headers: ({ apiKey, apiSecret, authToken }, { accountSid }) => ({
    authorization: `Basic ${btoa(apiKey === '' ? `${accountSid}:${authToken}` : `${apiKey}:${apiSecret}`)}`,
  }),
  basePath: (_credentials, { accountSid }) => `/2010-04-01/Accounts/${accountSid}`,
  readErrorBody,
  participants: PARTICIPANTS,
  // Without the option, an attachment is the list of a message's files.
  attachments: ({ media }) => (media ? ATTACHMENTS : null),
  messages({ participant, direction, since, until, options, baseUrl }) {
    const source = (side: Side): ListSource<TwilioMessage> => ({
      walk: walkTokens,
      list: () => messageList(side, participant, { since, until }, options.media),
    })
    const rules: MessageRules<TwilioMessage> = {
      normalize: (raw, key) => normalizeMessage(raw, key, baseUrl),
      isSortedByTime: (raw) => sentAt(raw) !== null,
    }
    // Between two numbers of the account, one list may show a message as sent and as received: each has its own direction.
    if (direction === 'outbound') return { ...source('To'), ...rules }
    if (direction === 'inbound') return { ...source('From'), ...rules }
    return { merge: mergeByTime, lists: [source('To'), source('From')], timeOf: sentAt, ...rules }
  },
})

/** "Using the Twilio REST API in a non-US Region": a region needs its edge in the name of the host. */
function hostOf({ region, edge }: Values): string {
  if (region === null && edge === null) return 'https://api.twilio.com'
  if (region !== null && edge !== null) return `https://api.${edge}.${region}.twilio.com`
  const [missing, given] = region === null ? ['region', 'edge'] : ['edge', 'region']
  const message = `\`${missing}\` is missing: a reader with the option \`${given}\` needs both, such as the edge dublin and the region ie1.`
  throw new SmsError('invalid_argument', message, { provider: 'twilio' })
}

function hostPart(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{1,30}$/.test(value) ? value : null
}
