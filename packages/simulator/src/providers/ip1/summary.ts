import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { items, type LazyList } from '../../conversation/lazy-list.ts'
import { choose } from '../../generated/choices.ts'
import type { SimulatedMessage } from '../../message.ts'
import { segmentsOf } from './segments.ts'
import { statusCodes } from './status.ts'

type CodeCount = { messages: number; sms: number }
type CountsByCode = Record<string, CodeCount>

/** Summaries of conversations. A count reads every message, so it is kept until its conversation changes. */
export class SummaryCache {
  readonly #kept = new WeakMap<
    ChangingConversation,
    { readonly revision: number; readonly summary: object }
  >()

  readonly #excess: number

  /** @param excess How many messages more the totals count. */
  constructor(excess: number) {
    this.#excess = excess
  }

  summaryOf(participant: string, conversation: ChangingConversation | undefined): object {
    if (conversation === undefined) return summarize(participant, [], [], 0)
    const { revision } = conversation
    const kept = this.#kept.get(conversation)
    if (kept?.revision === revision) return kept.summary
    const [outbound, inbound] = [conversation.only('outbound'), conversation.only('inbound')]
    const summary = summarize(participant, outbound, inbound, this.#excess)
    this.#kept.set(conversation, { revision, summary })
    return summary
  }
}

function summarize(
  participant: string,
  outbound: LazyList<SimulatedMessage>,
  inbound: LazyList<SimulatedMessage>,
  excess: number,
): object {
  const mobileTerminatedMessages = countByCode(outbound)
  const mobileOriginatedMessages = countByCode(inbound)
  const counts = [...Object.values(mobileTerminatedMessages), ...Object.values(mobileOriginatedMessages)]
  return {
    participant,
    totalMessageCount: outbound.length + inbound.length + excess,
    totalSmsCount: counts.reduce((sum, { sms }) => sum + sms, excess),
    mobileTerminatedMessages,
    mobileOriginatedMessages,
  }
}

function countByCode(messages: LazyList<SimulatedMessage>): CountsByCode {
  const counts: CountsByCode = {}
  for (const { state, cause, text } of items(messages)) {
    const count = (counts[choose(statusCodes[state], cause)] ??= { messages: 0, sms: 0 })
    count.messages++
    count.sms += segmentsOf(text)
  }
  return counts
}
