import type { Attachment, Channel, DeliveryStatus, Direction, Price } from '@sms/core'
import { displayAddress, givenId, type MessageFields, phoneNumberDigits } from '@sms/core/provider'
import { parseDateTime } from './parse-date-time.ts'
import { withoutChannel } from './participant.ts'
import type { TwilioMedia, TwilioMessage } from './schema.ts'

// "Messages resource", `status`.
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['accepted', 'queued'],
  ['scheduled', 'queued'],
  ['queued', 'queued'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  // Deprecated, and not described: it arrived somewhere, by our reading.
  ['partially_delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  // A scheduled message that was never sent.
  ['canceled', 'failed'],
  ['receiving', 'received'],
  ['received', 'received'],
])

const CHANNELS: Readonly<Record<string, Channel>> = { messenger: 'facebook' }

const NO_ATTACHMENTS: readonly Attachment[] = Object.freeze([])

/**
 * @param key Of the message, from core.
 * @param baseUrl Where the API is, for the paths of files.
 */
export function normalizeMessage(
  raw: TwilioMessage,
  key: string,
  baseUrl: string,
): MessageFields<TwilioMessage> {
  const direction = directionOf(raw) ?? 'inbound'
  const channel = channelOf(raw)
  return {
    id: idOf(raw),
    key,
    direction,
    channel,
    from: shownAddress(raw.from),
    to: shownAddress(raw.to),
    text: raw.body ?? '',
    attachments: attachmentsOf(raw, baseUrl),
    timestamp: sentAt(raw) ?? dateOf(raw.date_created),
    status: direction === 'inbound' ? 'received' : (STATUSES.get(raw.status.toLowerCase()) ?? 'unknown'),
    // "num_segments": of SMS only, and 0 as long as it is not known.
    segments: channel === 'sms' ? countOf(raw.num_segments) || null : null,
    price: priceOf(raw),
    raw,
  }
}

export function idOf({ sid }: TwilioMessage): string | null {
  return givenId(sid)
}

/** What never changes of a message without an id. */
export function stableFields(raw: TwilioMessage): readonly unknown[] {
  return [directionOf(raw), raw.to, raw.body, raw.date_created]
}

/** Null if it cannot be known. */
export function directionOf({ direction }: TwilioMessage): Direction | null {
  const word = direction.toLowerCase()
  if (word === 'inbound') return 'inbound'
  return word.startsWith('outbound') ? 'outbound' : null
}

/** The time that the list is sorted by ("Messages resource"); null until the message is sent. */
export function sentAt({ date_sent }: TwilioMessage): Date | null {
  return dateOf(date_sent)
}

/** How many files a message has. */
export function mediaCount({ num_media }: TwilioMessage): number {
  return countOf(num_media) ?? 0
}

/** 0 stands for no time. */
function dateOf(text: string | null | undefined): Date | null {
  const time = parseDateTime(text ?? '') ?? 0
  return time === 0 ? null : new Date(time)
}

/**
 * The API names no channel. Of addresses with one in front ("Messaging Channels"), either side tells: a message by RCS is
 * from `rcs:…` to a plain number. What is left is MMS if it has files, by our reading.
 */
function channelOf(raw: TwilioMessage): Channel {
  for (const address of [raw.from, raw.to]) {
    if (!address?.includes(':')) continue
    const prefix = /^([a-z_]+):/i.exec(address)?.[1]?.toLowerCase()
    if (prefix !== undefined) return CHANNELS[prefix] ?? prefix
  }
  return mediaCount(raw) > 0 ? 'mms' : 'sms'
}

/** A number is shown without its channel, which has a field of its own; so is one whose last four digits are redacted. */
function shownAddress(address: string | null | undefined): string | null {
  const number = withoutChannel(address ?? '')
  if (number === address) return displayAddress(number)
  return displayAddress(phoneNumberDigits(number.replace(/XXXX$/, '0000')) === null ? address : number)
}

/** A message names its files only if they were requested; else all of them are behind one address. */
function attachmentsOf(raw: TwilioMessage, baseUrl: string): readonly Attachment[] {
  if (raw.media_list) return raw.media_list.map((media) => fileOf(media, raw, baseUrl))
  if (mediaCount(raw) === 0) return NO_ATTACHMENTS
  const path = raw.subresource_uris?.media ?? `${messagePath(raw)}/Media.json`
  return [{ name: null, url: urlOf(path, baseUrl), contentType: null }]
}

/** "The file is at the `uri` without `.json`" ("Media subresource"). */
function fileOf({ sid, uri, content_type }: TwilioMedia, raw: TwilioMessage, baseUrl: string): Attachment {
  const path = (uri ?? `${messagePath(raw)}/Media/${sid ?? ''}`).replace(/\.json$/, '')
  return { name: null, url: urlOf(path, baseUrl), contentType: content_type ?? null }
}

function messagePath({ account_sid, sid }: TwilioMessage): string {
  return `/2010-04-01/Accounts/${account_sid ?? ''}/Messages/${sid ?? ''}`
}

/** Paths are relative to the API's address. Anything else comes as it is. */
function urlOf(path: string, baseUrl: string): string {
  return /^\/[^/]/.test(path) ? baseUrl + path : path
}

/** Prices are negative in the documentation's examples: what the account pays. */
function priceOf({ price, price_unit }: TwilioMessage): Price | null {
  const amount = numberOf(price)
  if (amount === null || typeof price_unit !== 'string' || price_unit === '') return null
  return { amount: Math.abs(amount), currency: price_unit.toUpperCase() }
}

function countOf(value: string | number | null | undefined): number | null {
  const number = numberOf(value)
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null
}

function numberOf(value: string | number | null | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
