import type {
  Attachment,
  ConversationSummary,
  DeliveryStatus,
  Direction,
  Price,
  StatusCounts,
} from '@sms/core'
import { displayAddress, givenId, type MessageFields } from '@sms/core/provider'
import type { Ip1Counts, Ip1Message, Ip1Summary } from './schema.ts'

// An ObjectId starts with its creation time: four bytes, big-endian, seconds since 1970 (MongoDB, "ObjectId").
const OBJECT_ID_DIGITS = 24
const TIME_DIGITS = 8

// The classes of codes: 1xx on its way, 2xx delivered, 4xx rejected before it was sent, 5xx not delivered.
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['1', 'sending'],
  ['2', 'delivered'],
  ['4', 'failed'],
  ['5', 'undelivered'],
])

const NO_ATTACHMENTS: readonly Attachment[] = Object.freeze([])

/** @param key The message's key, made by core. */
export function normalizeMessage(
  raw: Ip1Message,
  key: string,
  endpoint?: Direction,
): MessageFields<Ip1Message> {
  const direction = endpoint ?? directionOf(raw) ?? 'inbound'
  return {
    id: idOf(raw),
    key,
    direction,
    channel: 'sms',
    from: displayAddress(raw.sender),
    to: displayAddress(raw.recipient),
    text: raw.body ?? '',
    attachments: NO_ATTACHMENTS,
    timestamp: timeOf(raw),
    // The status of the message is "the last added status".
    status: direction === 'inbound' ? 'received' : statusOf(raw.statuses?.at(-1)?.code),
    segments: numberOf(raw.segments),
    price: priceOf(raw),
    raw,
  }
}

/** @param participant The requested participant. Some summaries do not state theirs. */
export function normalizeSummary(
  raw: Ip1Summary,
  participant: string,
): Omit<ConversationSummary, 'provider'> {
  return {
    participant: displayAddress(raw.participant ?? participant) ?? participant,
    messages: Number(raw.totalMessageCount),
    segments: Number(raw.totalSmsCount),
    outbound: statusCounts(raw.mobileTerminatedMessages, statusOf),
    inbound: statusCounts(raw.mobileOriginatedMessages, () => 'received'),
    raw,
  }
}

export function idOf({ id }: Ip1Message): string | null {
  return givenId(id)
}

/** The fields of a message that never change, unlike its statuses. */
export function stableFields(raw: Ip1Message): readonly unknown[] {
  return [raw.batchId, directionOf(raw), raw.sender, raw.recipient, raw.body, raw.reference]
}

/** Null if the direction is unknown. The OpenAPI page lists 0 for mt and 1 for mo. */
export function directionOf({ direction }: Ip1Message): Direction | null {
  // Nearly always it is spelled so. To spell a text in lower case takes longer than to compare it.
  if (direction === 'mt') return 'outbound'
  if (direction === 'mo') return 'inbound'
  const word = String(direction).toLowerCase()
  if (word === 'mt' || word === '0') return 'outbound'
  return word === 'mo' || word === '1' ? 'inbound' : null
}

/** The creation time in a message's id, by which the list is sorted. Null if the id contains no time. */
export function creationTimeOf({ id }: Ip1Message): Date | null {
  if (typeof id !== 'string' || id.length !== OBJECT_ID_DIGITS) return null
  // A regular expression and `parseInt` take several times as long, for each message.
  let seconds = 0
  for (let at = 0; at < OBJECT_ID_DIGITS; at += 1) {
    const digit = hexDigit(id.charCodeAt(at))
    if (digit === -1) return null
    if (at < TIME_DIGITS) seconds = seconds * 16 + digit
  }
  return dateOf(seconds * 1000)
}

/** The value of a hexadecimal digit; -1 for any other character. */
function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30
  const lower = unit | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1
}

function timeOf(raw: Ip1Message): Date | null {
  return creationTimeOf(raw) ?? statusTimeOf(raw) ?? dateOf(Date.parse(raw.modified ?? ''))
}

/** The time of the earliest status. */
function statusTimeOf({ statuses }: Ip1Message): Date | null {
  const times = (statuses ?? [])
    .map(({ created }) => Date.parse(created ?? ''))
    .filter((time) => dateOf(time) !== null)
  // Not `Math.min(...times)`: a message may have more statuses than a call accepts arguments.
  return dateOf(times.reduce((earliest, time) => Math.min(earliest, time), Infinity))
}

/** Null if the time is not a number, or is 0, which means that there is none. */
function dateOf(time: number): Date | null {
  return time === 0 || !Number.isFinite(time) ? null : new Date(time)
}

function statusOf(code: string | number | null | undefined): DeliveryStatus {
  const digits = String(code)
  return (/^\d{3}$/.test(digits) ? STATUSES.get(digits.charAt(0)) : undefined) ?? 'unknown'
}

function priceOf({ price, currency }: Ip1Message): Price | null {
  const amount = numberOf(price)
  return amount === null || typeof currency !== 'string' || currency === '' ? null : { amount, currency }
}

function numberOf(value: string | number | null | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

function statusCounts(
  counts: Ip1Counts | null | undefined,
  meaning: (code: string) => DeliveryStatus,
): StatusCounts {
  const sums: { [status in DeliveryStatus]?: { messages: number; segments: number } } = {}
  for (const [code, count] of Object.entries(counts ?? {})) {
    // The schema does not check keys such as `constructor`.
    if (!/^\s*\d{1,4}\s*$/.test(code)) continue
    const sum = (sums[meaning(code.trim())] ??= { messages: 0, segments: 0 })
    // The page's own example includes a key ` messages`.
    for (const [key, value] of Object.entries(count)) {
      if (key.trim() === 'messages') sum.messages += Number(value ?? 0)
      if (key.trim() === 'sms') sum.segments += Number(value ?? 0)
    }
  }
  return sums
}
