import type { Attachment, DeliveryStatus, Direction } from '@sms/core'
import { displayAddress, givenId, type MessageFields } from '@sms/core/provider'
import type { SmstoolsMessage } from './schema.ts'

// The words that the page on the status webhook lists.
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['SUBMITTED', 'sent'],
  ['BUFFERED', 'sent'],
  ['DELIVERED', 'delivered'],
  ['NOT DELIVERED', 'undelivered'],
  ['REJECTED', 'failed'],
])

const NO_ATTACHMENTS: readonly Attachment[] = Object.freeze([])

/** @param key The message's key, made by core. */
export function normalizeMessage(raw: SmstoolsMessage, key: string): MessageFields<SmstoolsMessage> {
  const direction = directionOf(raw) ?? 'inbound'
  return {
    id: idOf(raw),
    key,
    direction,
    // The conversation names no channel; only an MMS has files.
    channel: hasFiles(raw) ? 'mms' : 'sms',
    from: displayAddress(raw.sender),
    to: displayAddress(raw.receiver),
    text: raw.message ?? '',
    attachments: hasFiles(raw) ? attachmentsOf(raw) : NO_ATTACHMENTS,
    timestamp: timeOf(raw),
    status: direction === 'inbound' ? 'received' : statusOf(raw),
    segments: null,
    price: null,
    raw,
  }
}

/** The provider's id. Inbound messages have none. */
export function idOf({ messageId }: SmstoolsMessage): string | null {
  return givenId(messageId)
}

/** The fields of a message that never change, unlike its delivery status. */
export function stableFields(raw: SmstoolsMessage): readonly unknown[] {
  return [
    directionOf(raw),
    raw.unixDatetime,
    raw.sender,
    raw.receiver,
    raw.message,
    ...(hasFiles(raw) ? filesOf(raw) : [null]),
  ]
}

/** The URL of a file is compared without its query, which may contain a new signature in each response. */
function filesOf({ file }: SmstoolsMessage): readonly unknown[] {
  return (file ?? []).flatMap(({ name, image, mime }) => [name, mime, image?.replace(/[?#].*$/s, '')])
}

/**
 * Null if the direction is unknown. Older responses include `mine`: "if 'mine' is true the message was send from
 * smstools".
 */
export function directionOf({ direction, mine }: SmstoolsMessage): Direction | null {
  // Nearly always it is spelled so. To spell a text in lower case takes longer than to compare it.
  if (direction === 'inbound' || direction === 'outbound') return direction
  const word = direction?.toLowerCase()
  if (word === 'inbound' || word === 'outbound') return word
  if (typeof word === 'string' || typeof mine !== 'boolean') return null
  return mine ? 'outbound' : 'inbound'
}

function hasFiles({ file }: SmstoolsMessage): boolean {
  return file !== null && file !== undefined && file.length > 0
}

function attachmentsOf({ file }: SmstoolsMessage): readonly Attachment[] {
  return (file ?? []).flatMap(({ name, image, mime }) =>
    typeof image === 'string' ? [{ name: name ?? null, url: image, contentType: mime ?? null }] : [],
  )
}

function timeOf({ unixDatetime }: SmstoolsMessage): Date | null {
  const seconds = Number(unixDatetime ?? 0)
  // 0 means no time, and so does a text that is no number.
  const time = new Date(seconds * 1000)
  return seconds === 0 || Number.isNaN(time.getTime()) ? null : time
}

function statusOf({ deliveryStatus }: SmstoolsMessage): DeliveryStatus {
  const word = deliveryStatus ?? ''
  return STATUSES.get(word) ?? STATUSES.get(spelledOneWay(word)) ?? 'unknown'
}

/** The API spells a word with a space or an underscore, in any case. */
function spelledOneWay(word: string): string {
  return word
    .trim()
    .toUpperCase()
    .replace(/[_\s]+/g, ' ')
}
