import type { Simulator } from '@sms/simulator'
import type { ProviderUnderTest } from '../../../../packages/conformance/src/provider-under-test/provider-under-test.ts'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'

/** A provider whose answers the simulator gives. */
export interface Provider {
  readonly name: string
  readonly subject: Pick<ProviderUnderTest, 'create' | 'credentials'>
  readonly keep: readonly string[]
  readonly upstream: (simulator: Simulator) => {
    readonly baseUrl: string
    readonly credentials: Readonly<Record<string, string>>
  }
}

export const providers: readonly Provider[] = [
  {
    name: 'smstools',
    subject: {
      create: createSmstools,
      credentials: { clientId: 'SMSTOOLS_CLIENT_ID', clientSecret: 'SMSTOOLS_CLIENT_SECRET' },
    },
    keep: [
      'total',
      'shown',
      'page',
      'limit',
      'conversation.direction',
      'conversation.unixDatetime',
      'conversation.deliveryStatus',
      'conversation.file.mime',
      'error',
    ],
    upstream: ({ smstools: { baseUrl, ...credentials } }) => ({ baseUrl, credentials }),
  },
  {
    name: 'conversations-rcs',
    subject: {
      create: createConversationsRcs,
      credentials: { apiLogin: 'OCTOPUSH_API_LOGIN', apiKey: 'OCTOPUSH_API_KEY' },
    },
    keep: [
      'direction',
      'delivery_status',
      'channel',
      'code',
      'last_user_channel',
      'purpose',
      'color',
      'number_of_messages',
    ],
    upstream: ({ conversationsRcs: { baseUrl, ...credentials } }) => ({ baseUrl, credentials }),
  },
  {
    name: 'ip1',
    subject: { create: createIp1, credentials: { apiKey: 'IP1_API_KEY' } },
    keep: [
      'direction',
      'segments',
      'type',
      'datacoding',
      'priority',
      'price',
      'currency',
      'statuses.code',
      'statuses.duration',
      'mcc',
      'mnc',
      'totalMessageCount',
      'totalSmsCount',
      'mobileTerminatedMessages.*.messages',
      'mobileTerminatedMessages.*.sms',
      'mobileOriginatedMessages.*.messages',
      'mobileOriginatedMessages.*.sms',
      'title',
      'status',
    ],
    upstream: ({ ip1: { baseUrl, ...credentials } }) => ({ baseUrl, credentials }),
  },
]
