import type { Attachment, DeliveryStatus, Direction, Message } from '@sms/core'
import { digest, displayAddress } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { SmstoolsMessage } from './wire.ts'

// The words of the status webhook's page.
const STATUSES: Readonly<Record<string, DeliveryStatus>> = {
  SUBMITTED: 'sent',
  BUFFERED: 'sent',
  DELIVERED: 'delivered',
  'NOT DELIVERED': 'undelivered',
  REJECTED: 'failed',
}

/** @param repeat How many messages before it are just like it. */
export function normalizeMessage(raw: SmstoolsMessage, repeat: number): Message<SmstoolsMessage> {
  const id = idOf(raw)
  const direction = directionOf(raw) ?? 'inbound'
  const attachments = attachmentsOf(raw)
  const message = {
    provider: PROVIDER,
    id,
    key: `${PROVIDER}:${id}`,
    direction,
    // The conversation names no channel; only an MMS has files.
    channel: (raw.file ?? []).length > 0 ? 'mms' : 'sms',
    from: addressOf(raw.sender),
    to: addressOf(raw.receiver),
    text: raw.message ?? '',
    attachments,
    timestamp: timeOf(raw),
    status: direction === 'inbound' ? 'received' : statusOf(raw),
    segments: null,
    price: null,
    raw,
  } as const
  if (id !== null) return message
  // A digest costs as much as all the rest, and few programs read the key: it waits until it is asked for.
  return Object.defineProperty(message, 'key', {
    get: () => `${PROVIDER}:${raw.unixDatetime}:${digest(JSON.stringify(contentOf(raw)))}:${repeat}`,
    enumerable: true,
  })
}

/** The provider's id; it gives none to what the participant sent. */
export function idOf({ messageId }: SmstoolsMessage): string | null {
  return messageId === null || messageId === undefined ? null : String(messageId)
}

/** What never changes of a message, unlike its delivery status. */
export function contentOf(raw: SmstoolsMessage): readonly unknown[] {
  return [directionOf(raw), raw.unixDatetime, raw.sender, raw.receiver, raw.message, raw.file]
}

/** Null where it cannot be known. Older answers have `mine`: "if 'mine' is true the message was send from smstools". */
export function directionOf({ direction, mine }: SmstoolsMessage): Direction | null {
  const word = direction?.toLowerCase()
  if (word === 'inbound' || word === 'outbound') return word
  if (typeof word === 'string' || typeof mine !== 'boolean') return null
  return mine ? 'outbound' : 'inbound'
}

function addressOf(address: string | number | null | undefined): string | null {
  return address === null || address === undefined ? null : displayAddress(String(address))
}

function attachmentsOf({ file }: SmstoolsMessage): readonly Attachment[] {
  return (file ?? []).flatMap(({ name, image, mime }) =>
    typeof image === 'string' ? [{ name: name ?? null, url: image, contentType: mime ?? null }] : [],
  )
}

function timeOf({ unixDatetime }: SmstoolsMessage): Date | null {
  if (unixDatetime === null || unixDatetime === undefined || unixDatetime === '') return null
  const time = new Date(Number(unixDatetime) * 1000)
  return Number.isNaN(time.getTime()) ? null : time
}

// Spelled with a space or an underscore, in any case.
function statusOf({ deliveryStatus }: SmstoolsMessage): DeliveryStatus {
  const word = (deliveryStatus ?? '')
    .trim()
    .toUpperCase()
    .replace(/[_\s]+/g, ' ')
  return Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown'
}
