import { choose } from '../../choices.ts'
import type { Conversation } from '../../conversation.ts'
import { type List, page } from '../../list.ts'
import type { SimulatedMessage } from '../../message.ts'
import { segmentsOf } from './segments.ts'
import { statusCodes } from './status.ts'

type Count = { messages: number; sms: number }
type Counts = Record<string, Count>

export type Summarise = (participant: string, conversation: Conversation | undefined) => object

/** Counting reads every message, so a count is kept until its conversation changes. */
export function summariser(): Summarise {
  const kept = new WeakMap<Conversation, { revision: number; summary: object }>()
  return (participant, conversation) => {
    if (conversation === undefined) return summaryOf(participant, [], [])
    const { revision } = conversation
    const known = kept.get(conversation)
    if (known?.revision === revision) return known.summary
    const summary = summaryOf(participant, conversation.only('outbound'), conversation.only('inbound'))
    kept.set(conversation, { revision, summary })
    return summary
  }
}

function summaryOf(
  participant: string,
  outbound: List<SimulatedMessage>,
  inbound: List<SimulatedMessage>,
): object {
  const mobileTerminatedMessages = countByCode(outbound)
  const mobileOriginatedMessages = countByCode(inbound)
  const counts = [...Object.values(mobileTerminatedMessages), ...Object.values(mobileOriginatedMessages)]
  return {
    participant,
    totalMessageCount: outbound.length + inbound.length,
    totalSmsCount: counts.reduce((sum, { sms }) => sum + sms, 0),
    mobileTerminatedMessages,
    mobileOriginatedMessages,
  }
}

function countByCode(messages: List<SimulatedMessage>): Counts {
  const counts: Counts = {}
  for (const { state, cause, text } of page(messages, 0, messages.length)) {
    const count = (counts[choose(statusCodes[state], cause)] ??= { messages: 0, sms: 0 })
    count.messages++
    count.sms += segmentsOf(text)
  }
  return counts
}
