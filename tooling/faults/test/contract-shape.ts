import type { Conversation, ConversationSummary, DeliveryStatus, Message } from '@sms/core'

const STATUSES: readonly DeliveryStatus[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'received',
  'unknown',
]

/** What of a message is not as the contract has it. */
export function flawsOfMessage(message: Message, provider: string): string[] {
  const { id, key, direction, channel, from, to, text, attachments, timestamp, status, segments, price } =
    message
  return flaws({
    provider: message.provider === provider,
    id: isTextOrNull(id),
    key: typeof key === 'string' && key.startsWith(`${provider}:`),
    direction: direction === 'inbound' || direction === 'outbound',
    channel: typeof channel === 'string' && channel !== '',
    from: isTextOrNull(from),
    to: isTextOrNull(to),
    text: typeof text === 'string',
    attachments:
      Array.isArray(attachments) &&
      attachments.every(
        ({ name, url, contentType }) =>
          isTextOrNull(name) && typeof url === 'string' && isTextOrNull(contentType),
      ),
    timestamp: isTimeOrNull(timestamp),
    status: STATUSES.includes(status) && (direction === 'outbound' || status === 'received'),
    segments: segments === null || Number.isFinite(segments),
    price: price === null || (Number.isFinite(price.amount) && typeof price.currency === 'string'),
    raw: isSafe(message.raw),
  } satisfies Record<keyof Message, boolean>)
}

/** What of a conversation is not as the contract has it. */
export function flawsOfConversation(conversation: Conversation, provider: string): string[] {
  const { id, participant, name, channel, from, lastMessage, messageCount } = conversation
  return flaws({
    provider: conversation.provider === provider,
    id: typeof id === 'string',
    participant: isTextOrNull(participant),
    name: isTextOrNull(name),
    channel: typeof channel === 'string' && channel !== '',
    from: isTextOrNull(from),
    firstMessageAt: isTimeOrNull(conversation.firstMessageAt),
    lastMessageAt: isTimeOrNull(conversation.lastMessageAt),
    lastMessage: isTextOrNull(lastMessage),
    messageCount: messageCount === null || isCount(messageCount),
    raw: isSafe(conversation.raw),
  } satisfies Record<keyof Conversation, boolean>)
}

/** What of a summary is not as the contract has it. */
export function flawsOfSummary(summary: ConversationSummary, provider: string): string[] {
  const { participant, messages, segments, outbound, inbound } = summary
  const counts = [outbound, inbound].flatMap((side) => Object.entries(side))
  return flaws({
    provider: summary.provider === provider,
    participant: typeof participant === 'string',
    messages: isCount(messages),
    segments: isCount(segments),
    statuses: counts.every(([status]) => (STATUSES as readonly string[]).includes(status)),
    counts: counts.every(([, count]) => isCount(count.messages) && isCount(count.segments)),
    raw: isSafe(summary.raw),
  })
}

function flaws(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks).flatMap(([name, isRight]) => (isRight ? [] : [name]))
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string'
}

function isTimeOrNull(value: unknown): boolean {
  return value === null || (value instanceof Date && !Number.isNaN(value.getTime()))
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Whether what a provider sent can be copied without a change of what the copy inherits. */
function isSafe(raw: unknown): boolean {
  const copies = [raw, { ...(raw as object) }, Object.assign({}, raw)]
  return copies.every(
    (copy) => Object.getPrototypeOf(copy) === Object.prototype && !Object.hasOwn(copy as object, '__proto__'),
  )
}
