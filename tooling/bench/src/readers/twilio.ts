import type { Simulator } from '@sms/simulator'
import { createTwilio } from '@sms/twilio'
import twilio from 'twilio'
import type { Read } from './read.ts'

const ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  apiKey: `SK${'0'.repeat(32)}`,
  apiSecret: 'bench',
}

type Consume = (text: string, id: string) => void

/** An account, and the participant whose messages are read. */
export interface TwilioConversation {
  readonly twilio: Omit<Simulator['twilio'], 'authToken'>
  readonly participant: string
}

/** Reads both directions of the conversation, and calls `consume` with each message in the order of time. */
export type ReadTwilio = (server: TwilioConversation, pageSize: number, consume: Consume) => Promise<void>

/** The client of the provider itself, one list after the other. Its lists are whole, and sorted afterwards. */
export const readListAfterList: ReadTwilio = async (server, pageSize, consume) => {
  const { messages } = clientOf(server)
  const sent = await messages.list({ to: server.participant, pageSize })
  const received = await messages.list({ from: server.participant, pageSize })
  consumeSorted([...sent, ...received], consume)
}

/** The same, both lists at once. */
export const readListsAtOnce: ReadTwilio = async (server, pageSize, consume) => {
  const { messages } = clientOf(server)
  const lists = await Promise.all([
    messages.list({ to: server.participant, pageSize }),
    messages.list({ from: server.participant, pageSize }),
  ])
  consumeSorted(lists.flat(), consume)
}

export const readBySmsTwilio: ReadTwilio = async ({ twilio: account, participant }, pageSize, consume) => {
  for await (const { text, id } of createTwilio(account).messages(participant, { pageSize })) {
    consume(text, id ?? '')
  }
}

export const readByTwilioListAfterList: Read = fromBench(readListAfterList)

export const readByTwilioListsAtOnce: Read = fromBench(readListsAtOnce)

/** Reads from the server of the bench. */
function fromBench(read: ReadTwilio): Read {
  return ({ origin, participant, pageSize }, consume) => {
    const account = { ...ACCOUNT, baseUrl: `${origin}/twilio` }
    return read({ twilio: account, participant }, pageSize, consume)
  }
}

function clientOf({ twilio: { baseUrl, apiKey, apiSecret, accountSid } }: TwilioConversation): twilio.Twilio {
  const client = twilio(apiKey, apiSecret, { accountSid })
  client.api.baseUrl = baseUrl
  return client
}

interface ListedMessage {
  readonly sid: string
  readonly body: string
  readonly dateSent: Date
}

function consumeSorted(messages: readonly ListedMessage[], consume: Consume): void {
  const sorted = messages.toSorted((one, other) => other.dateSent.getTime() - one.dateSent.getTime())
  for (const { body, sid } of sorted) consume(body, sid)
}
