import type { Attachment, DeliveryStatus, Direction } from '@sms/core'
import { displayAddress, givenId, type MessageFields } from '@sms/core/provider'
import type { SmstoolsMessage } from './schema.ts'

// The words of the status webhook's page.
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['SUBMITTED', 'sent'],
  ['BUFFERED', 'sent'],
  ['DELIVERED', 'delivered'],
  ['NOT DELIVERED', 'undelivered'],
  ['REJECTED', 'failed'],
])

const NO_ATTACHMENTS: readonly Attachment[] = Object.freeze([])

/** @param key Of the message, from core. */
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

/** The provider's id. What the participant sent has none. */
export function idOf({ messageId }: SmstoolsMessage): string | null {
  return givenId(messageId)
}

/** What never changes of a message, unlike its delivery status. */
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

/** The address of a file may be signed anew at each reading: the signature stands in the query. */
function filesOf({ file }: SmstoolsMessage): readonly unknown[] {
  return (file ?? []).flatMap(({ name, image, mime }) => [name, mime, image?.replace(/[?#].*$/s, '')])
}

/** Null where it cannot be known. Older answers have `mine`: "if 'mine' is true the message was send from smstools". */
export function directionOf({ direction, mine }: SmstoolsMessage): Direction | null {
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
  // 0 stands for no time, and so do texts without a number.
  const time = new Date(seconds * 1000)
  return seconds === 0 || Number.isNaN(time.getTime()) ? null : time
}

function statusOf({ deliveryStatus }: SmstoolsMessage): DeliveryStatus {
  const word = deliveryStatus ?? ''
  return STATUSES.get(word) ?? STATUSES.get(plain(word)) ?? 'unknown'
}

/** Words are spelled with a space or an underscore, in any case. */
function plain(word: string): string {
  return word
    .trim()
    .toUpperCase()
    .replace(/[_\s]+/g, ' ')
}
