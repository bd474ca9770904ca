import { createTwilio } from '@sms/twilio'
import twilio from 'twilio'
import type { TwilioConversation } from '../server/spawn-twilio.ts'

type Consume = (text: string, id: string) => void

/** Reads both directions of the conversation, and calls `consume` with each message in the order of time. */
export type ReadTwilio = (
  server: Pick<TwilioConversation, 'twilio' | 'participant'>,
  pageSize: number,
  consume: Consume,
) => Promise<void>

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

function clientOf({
  twilio: { baseUrl, apiKey, apiSecret, accountSid },
}: Pick<TwilioConversation, 'twilio'>): twilio.Twilio {
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
