import { createConversationsRcs } from '@sms/conversations-rcs'
import type { ClientOptions, MessageReader } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'
import { CANARY } from './canaries.ts'

/** A provider that is put to the proof. */
export interface ProbedProvider {
  readonly name: string
  /** Its credential options, each with the environment variable that takes its place. */
  readonly credentials: Readonly<Record<string, string>>
  /** What its factory makes of options. */
  create(options: object): MessageReader
  /** A reader with credentials. */
  connect(options: ClientOptions): MessageReader
  /** A message as the provider sends it, told from others by its number. */
  message(number: number): Readonly<Record<string, unknown>>
  /** What is answered to a request for a part of a list: a body as documented. */
  page(list: readonly unknown[], target: string): unknown
}

const digits = (number: string): string => number.slice(1)

export const smstools: ProbedProvider = {
  name: 'smstools',
  credentials: { clientId: 'SMSTOOLS_CLIENT_ID', clientSecret: 'SMSTOOLS_CLIENT_SECRET' },
  create: createSmstools,
  connect: (options) =>
    createSmstools({ clientId: CANARY.credential, clientSecret: CANARY.credential, ...options }),
  message: (number) => ({
    messageId: `id-${number}`,
    direction: 'outbound',
    sender: digits(CANARY.account),
    receiver: digits(CANARY.participant),
    message: `${CANARY.text} ${number}`,
    file: [{ name: CANARY.name, image: 'https://files.example/canary.jpg', mime: 'image/jpeg' }],
    datetime: '05 jun 2025, 08:44:46',
    unixDatetime: 1_749_113_086 - number,
    deliveryStatus: 'DELIVERED',
  }),
  page(list, target) {
    const { page, limit } = asked(target)
    const conversation = list.slice((page - 1) * limit, page * limit)
    return { total: list.length, shown: conversation.length, page, limit, conversation }
  },
}

export const conversationsRcs: ProbedProvider = {
  name: 'conversations-rcs',
  credentials: { apiLogin: 'OCTOPUSH_API_LOGIN', apiKey: 'OCTOPUSH_API_KEY' },
  create: createConversationsRcs,
  connect: (options) =>
    createConversationsRcs({ apiLogin: CANARY.credential, apiKey: CANARY.credential, ...options }),
  message: (number) => ({
    message_id: `id-${number}`,
    text: `${CANARY.text} ${number}`,
    direction: 'outbound',
    delivery_status: 'sending',
    channel: 'rcs',
    user_identifier: 'canary_agent@rcs.goog',
    user_identifiers: { phone_number: CANARY.account, email: 'canary@example.com', facebook_page_id: null },
    agent_assigned_to: null,
    contact_name: CANARY.name,
    contact_identifiers: { phone_number: CANARY.participant, email: null, facebook_id: null },
  }),
  page(list, target) {
    const { page, per_page: size } = asked(target)
    return list.slice((page - 1) * size, page * size)
  },
}

export const ip1: ProbedProvider = {
  name: 'ip1',
  credentials: { apiKey: 'IP1_API_KEY' },
  create: createIp1,
  connect: (options) => createIp1({ apiKey: CANARY.credential, ...options }),
  message: (number) => ({
    id: (0x5bcf_4324 + number).toString(16).padEnd(24, '0'),
    batchId: '5bc86b6e85c7209830f96936',
    owner: 'ip1-canary',
    sender: digits(CANARY.account),
    recipient: digits(CANARY.participant),
    body: `${CANARY.text} ${number}`,
    direction: 'mt',
    segments: 1,
    type: 'SMS',
    datacoding: 'ucs',
    priority: 1,
    price: 0.0416,
    currency: 'EUR',
    statuses: [{ created: '2018-10-23T17:43:21Z', code: 201, duration: 0 }],
    modified: '2018-10-23T17:43:19Z',
    reference: CANARY.text,
    mcc: '431',
    mnc: '20',
  }),
  page(list, target) {
    const { start, limit } = asked(target)
    return list.slice(start, start + limit)
  },
}

export const PROVIDERS: readonly ProbedProvider[] = [smstools, conversationsRcs, ip1]

/** The numbers of a request's query. */
function asked(target: string): Record<'page' | 'limit' | 'per_page' | 'start', number> {
  const { searchParams } = new URL(target, 'http://localhost')
  const number = (name: string): number => Number(searchParams.get(name))
  return {
    page: number('page'),
    limit: number('limit'),
    per_page: number('per_page'),
    start: number('start'),
  }
}
