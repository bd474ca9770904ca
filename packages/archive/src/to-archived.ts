import type { Message } from '@sms/core'
import type { ArchivedConversation } from './contract/archived-conversation.ts'
import type { ArchivedMessage } from './contract/archived-message.ts'
import { parseBody } from './message-body.ts'
import { parseAddresses } from './parse-addresses.ts'
import { parseRaw } from './raw-text.ts'
import type { ListedConversation } from './store/conversation-store.ts'
import type { StoredMessage } from './store/message-store.ts'
import { originalKey } from './stored-key.ts'

/** A stored message in the form of the contract. */
export function toArchivedMessage(stored: StoredMessage): ArchivedMessage {
  const { account, participant, status, firstSeen, vanishedAt } = stored
  const statuses = stored.statuses.length > 0 ? stored.statuses : [{ status, seenAt: firstSeen }]
  return {
    ...toMessage(stored),
    account,
    participant,
    firstSeenAt: new Date(firstSeen),
    statuses: statuses.map((seen) => ({ status: seen.status, seenAt: new Date(seen.seenAt) })),
    vanishedAt: toDate(vanishedAt),
  }
}

/** A stored message as its provider's reader returns it. */
export function toMessage(stored: StoredMessage): Message {
  const { provider, repeat, direction, time, status } = stored
  const body = parseBody(stored.body, repeat === null ? stored.key : null)
  const { id, text, attachments, segments, price, textField } = body
  const [channel, from, to] = parseAddresses(stored.addresses)
  const key = originalKey(provider, stored.key)
  return {
    provider,
    id,
    key: repeat === null ? key : `${key}:${repeat}`,
    direction,
    channel,
    from,
    to,
    text,
    attachments,
    timestamp: toDate(time),
    status,
    segments,
    price,
    raw: parseRaw(stored.raw, textField, text),
  }
}

/** A stored conversation in the form of the contract. */
export function toArchivedConversation(stored: ListedConversation): ArchivedConversation {
  return {
    id: String(stored.id),
    provider: stored.provider,
    account: stored.account,
    participant: stored.participant,
    name: stored.name,
    messages: stored.messages,
    firstMessageAt: toDate(stored.firstTime),
    lastMessageAt: toDate(stored.lastTime),
    lastMessage: stored.lastBody === null ? null : parseBody(stored.lastBody, null).text,
    complete: stored.isComplete,
    syncedAt: new Date(stored.syncedAt),
  }
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time)
}
