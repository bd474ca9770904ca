import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools, type MessageReader } from '@sms/smstools'
import { messageId } from '../wire/message-id.ts'
import type { Offer, BenchProvider } from './offer.ts'
import { StoredMessages } from './stored-messages.ts'

/** One conversation, exactly as the provider sends it. */
export interface HeldList {
  readonly provider: BenchProvider
  readonly participant: string
  /** The length of each message's text. */
  readonly lengths: readonly number[]
  readonly plain: StoredMessages
  /** The same with an `id` in each message. */
  readonly withIds: StoredMessages | null
}

const connect: Readonly<Record<BenchProvider, (simulator: Simulator) => MessageReader<object>>> = {
  smstools: (simulator) => createSmstools(simulator.smstools),
  'conversations-rcs': (simulator) => createConversationsRcs(simulator.conversationsRcs),
  ip1: (simulator) => createIp1(simulator.ip1),
}

/** Reads a conversation from a simulator of the provider. */
export async function holdList({ provider, messages, withIds }: Offer): Promise<HeldList> {
  await using simulator = await startSimulator({ messages, participants: 1 })
  const [participant = ''] = simulator.participants
  const list = {
    provider,
    participant,
    lengths: [] as number[],
    plain: new StoredMessages(),
    withIds: withIds ? new StoredMessages() : null,
  }
  for await (const { raw, text } of connect[provider](simulator).messages(participant, { pageSize: 2000 })) {
    list.plain.add(raw)
    list.withIds?.add({ ...raw, id: messageId(list.lengths.length) })
    list.lengths.push(text.length)
  }
  list.plain.seal()
  list.withIds?.seal()
  return list
}
