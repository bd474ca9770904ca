import type { Attachment, Channel, Conversation, DeliveryStatus, Direction } from '@sms/core'
import { displayAddress, givenId, type MessageFields } from '@sms/core/provider'
import type { OctopushConversation, OctopushMessage } from './schema.ts'

type Address = string | number | null | undefined

// The words that the callback page lists, and `SENDING` from the example of the messages list.
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['SENDING', 'sending'],
  ['ACK', 'sent'],
  ['DELIVERED', 'delivered'],
  ['NOT_DELIVERED', 'undelivered'],
  ['NOT_ALLOWED', 'failed'],
  ['BAD_DESTINATION', 'failed'],
  ['BLACKLISTED_NUMBER', 'failed'],
])

const NO_ATTACHMENTS: readonly Attachment[] = Object.freeze([])

/** @param key The message's key, made by core. */
export function normalizeMessage(raw: OctopushMessage, key: string): MessageFields<OctopushMessage> {
  const direction = directionOf(raw) ?? 'inbound'
  const channel = channelOf(raw.channel)
  const contact = contactAddress(raw, channel)
  const account = accountAddress(raw, channel)
  return {
    id: idOf(raw),
    key,
    direction,
    channel,
    from: direction === 'inbound' ? contact : account,
    to: direction === 'inbound' ? account : contact,
    text: raw.text ?? '',
    attachments: NO_ATTACHMENTS,
    // The API states no time.
    timestamp: null,
    status: direction === 'inbound' ? 'received' : statusOf(raw),
    segments: null,
    price: null,
    raw,
  }
}

export function normalizeConversation(
  raw: OctopushConversation,
): Omit<Conversation<OctopushConversation>, 'provider'> {
  return {
    id: String(raw.conversation_id),
    participant: shown(raw.recipient_details?.phone_number),
    name: raw.recipient_details?.name ?? null,
    channel: channelOf(raw.last_user_channel),
    from: shown(raw.from),
    firstMessageAt: timeOf(raw.first_message_at),
    lastMessageAt: timeOf(raw.last_message_at),
    lastMessage: raw.last_message ?? null,
    messageCount: countOf(raw.number_of_messages),
    raw,
  }
}

export function idOf({ message_id }: OctopushMessage): string | null {
  return givenId(message_id)
}

/** The fields of a message that never change, unlike its delivery status and the agent in charge. */
export function stableFields(raw: OctopushMessage): readonly unknown[] {
  const { phone_number, email, facebook_id } = raw.contact_identifiers ?? {}
  const contact = JSON.stringify({ phone_number, email, facebook_id })
  return [directionOf(raw), raw.channel, raw.user_identifier, contact, raw.text]
}

/** Null if the direction is unknown. */
export function directionOf({ direction }: OctopushMessage): Direction | null {
  // Nearly always it is spelled so. To spell a text in lower case takes longer than to compare it.
  if (direction === 'inbound' || direction === 'outbound') return direction
  const word = direction?.toLowerCase()
  return word === 'inbound' || word === 'outbound' ? word : null
}

function channelOf(word: string | null | undefined): Channel {
  const channel = word?.trim().toLowerCase()
  if (channel === undefined || channel === '') return 'unknown'
  return channel === 'voice_sms' ? 'voice' : channel
}

function contactAddress({ contact_identifiers: ids }: OctopushMessage, channel: Channel): string | null {
  const phoneNumber = shown(ids?.phone_number)
  const email = written(ids?.email)
  const facebookId = written(ids?.facebook_id)
  if (channel === 'email') return email ?? phoneNumber ?? facebookId
  if (isFacebook(channel)) return facebookId ?? phoneNumber ?? email
  return phoneNumber ?? email ?? facebookId
}

function accountAddress(
  { user_identifier: id, user_identifiers: ids }: OctopushMessage,
  channel: Channel,
): string | null {
  const phoneNumber = shown(ids?.phone_number)
  const email = written(ids?.email)
  const facebookId = written(ids?.facebook_page_id)
  if (channel === 'email') return written(id) ?? email ?? phoneNumber ?? facebookId
  if (isFacebook(channel)) return written(id) ?? facebookId ?? phoneNumber ?? email
  return shown(id) ?? phoneNumber ?? email ?? facebookId
}

// An id of Facebook consists of digits, but is no phone number.
function isFacebook(channel: Channel): boolean {
  return channel === 'facebook' || channel === 'instagram'
}

function written(address: Address): string | null {
  return address === null || address === undefined || address === '' ? null : String(address)
}

function shown(phoneNumber: Address): string | null {
  return displayAddress(written(phoneNumber))
}

function statusOf({ delivery_status }: OctopushMessage): DeliveryStatus {
  const word = delivery_status ?? ''
  return STATUSES.get(word) ?? STATUSES.get(word.trim().toUpperCase()) ?? 'unknown'
}

function timeOf(text: string | null | undefined): Date | null {
  const time = Date.parse(text ?? '')
  return time === 0 || Number.isNaN(time) ? null : new Date(time)
}

function countOf(value: Address): number | null {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}
