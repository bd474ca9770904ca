import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools, type MessageReader } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'
import type { BenchList } from '../list.ts'
import type { BenchProvider } from '../server/offer.ts'
import type { Read } from './read.ts'

const create: Readonly<Record<BenchProvider, (baseUrl: string) => MessageReader>> = {
  smstools: (baseUrl) => createSmstools({ clientId: 'bench', clientSecret: 'bench', baseUrl }),
  'conversations-rcs': (baseUrl) => createConversationsRcs({ apiLogin: 'bench', apiKey: 'bench', baseUrl }),
  ip1: (baseUrl) => createIp1({ apiKey: 'bench', baseUrl }),
  twilio: (baseUrl) => createTwilio({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'bench', baseUrl }),
}

/** A reader of the provider whose messages they are. */
export function createReader({ provider, origin }: BenchList): MessageReader {
  return create[provider](`${origin}/${provider}`)
}

/** The package of the provider whose messages they are. */
export const readBySms: Read = async (list, consume, concurrency) => {
  const { participant, pageSize } = list
  for await (const { text } of createReader(list).messages(participant, { pageSize, concurrency })) {
    const work = consume(text)
    if (work !== undefined) await work
  }
}
