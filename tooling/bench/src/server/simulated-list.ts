import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools, type MessageReader } from '@sms/smstools'
import type { ProviderName } from './offer.ts'

/** Messages of one conversation, just as the provider writes them, in the order in which it gives them. */
export interface SimulatedList {
  readonly participant: string
  readonly messages: readonly object[]
  /** The length of each message's text. */
  readonly lengths: readonly number[]
}

const connect: Readonly<Record<ProviderName, (simulator: Simulator) => MessageReader<object>>> = {
  smstools: (simulator) => createSmstools(simulator.smstools),
  'conversations-rcs': (simulator) => createConversationsRcs(simulator.conversationsRcs),
  ip1: (simulator) => createIp1(simulator.ip1),
}

/** Reads a conversation from a simulator of the provider. */
export async function simulateList(provider: ProviderName, count: number): Promise<SimulatedList> {
  await using simulator = await startSimulator({ messages: count, participants: 1 })
  const [participant = ''] = simulator.participants
  const messages: object[] = []
  const lengths: number[] = []
  for await (const { raw, text } of connect[provider](simulator).messages(participant, { pageSize: 2000 })) {
    messages.push(raw)
    lengths.push(text.length)
  }
  return { participant, messages, lengths }
}
