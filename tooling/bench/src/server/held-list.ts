import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools, type Message, type MessageReader } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'
import { messageId } from '../wire/message-id.ts'
import type { BenchProvider, Offer } from './offer.ts'
import { StoredMessages } from './stored-messages.ts'

/** One conversation, exactly as the provider sends it. */
export interface HeldList {
  readonly provider: BenchProvider
  readonly participant: string
  readonly messages: readonly HeldMessage[]
  /** The lists that the provider has of the conversation. */
  readonly lists: readonly StoredMessages[]
  /** The conversation as one list, with an `id` in each message. */
  readonly withIds: StoredMessages | null
}

interface HeldMessage {
  /** The length of its text. */
  readonly characters: number
  /** The list that it is in. */
  readonly list: number
}

const connect: Readonly<Record<BenchProvider, (simulator: Simulator) => MessageReader<object>>> = {
  smstools: (simulator) => createSmstools(simulator.smstools),
  'conversations-rcs': (simulator) => createConversationsRcs(simulator.conversationsRcs),
  ip1: (simulator) => createIp1(simulator.ip1),
  twilio: (simulator) => createTwilio(simulator.twilio),
}

/** Reads a conversation from a simulator of the provider. */
export async function holdList({ provider, messages, withIds }: Offer): Promise<HeldList> {
  await using simulator = await startSimulator({ messages, participants: 1 })
  const [participant = ''] = simulator.participants
  const reader = connect[provider](simulator)
  const pageSize = reader.capabilities.maxPageSize ?? 2000
  const lists = provider === 'twilio' ? [new StoredMessages(), new StoredMessages()] : [new StoredMessages()]
  const held = {
    provider,
    participant,
    messages: [] as HeldMessage[],
    lists,
    withIds: withIds ? new StoredMessages() : null,
  }
  for await (const message of reader.messages(participant, { pageSize })) {
    const { raw, text } = message
    const list = listOf(message)
    lists[list]?.add(raw)
    held.withIds?.add({ ...raw, id: messageId(held.messages.length) })
    held.messages.push({ characters: text.length, list })
  }
  for (const list of lists) list.seal()
  held.withIds?.seal()
  return held
}

/** Twilio lists the messages to the participant, and those from it. */
function listOf({ provider, direction }: Message): number {
  return provider === 'twilio' && direction === 'inbound' ? 1 : 0
}
