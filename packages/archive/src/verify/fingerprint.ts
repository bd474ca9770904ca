import { createHash } from 'node:crypto'
import type { Message } from '@sms/core'
import { parseBody } from '../message-body.ts'
import { parseAddresses } from '../parse-addresses.ts'
import type { ComparedMember } from '../store/member-store.ts'

/** How many bytes the digest of a message's content has. */
const CONTENT_BYTES = 32

// No one chooses two messages so that their remaining fields look the same: half a digest is enough.
const PART_BYTES = 16

/** How many bytes a fingerprint has. */
export const FINGERPRINT_BYTES: number = CONTENT_BYTES + 2 * PART_BYTES

/** What is compared of a message, apart from its key. */
type Fields = Pick<
  Message,
  'direction' | 'channel' | 'from' | 'to' | 'text' | 'attachments' | 'status' | 'segments' | 'price'
>

/**
 * Three digests in a row, so that two messages can be compared without keeping them:
 *
 * 1. of the content, which the digest of a list covers: direction, sender, recipient, text, time, and the names and types of
 *    attachments
 * 2. of what does not change either: the channel, and the addresses of attachments without their queries, which providers
 *    sign anew at each reading
 * 3. of what changes by itself: status, segments and price
 *
 * Each is of a JSON array: other fields have another one.
 */
function fingerprint(fields: Fields, time: number | null): Buffer {
  const { direction, channel, from, to, text, attachments, status, segments, price } = fields
  const files = attachments.map(({ name, contentType }) => [name, contentType])
  const addresses = attachments.map(({ url }) => url.replace(/[?#].*$/s, ''))
  return Buffer.concat([
    digest([direction, from, to, text, time, files]),
    digest([channel, addresses]).subarray(0, PART_BYTES),
    digest([status, segments, price === null ? null : [price.amount, price.currency]]).subarray(
      0,
      PART_BYTES,
    ),
  ])
}

/** The fingerprint of a message as a provider lists it. */
export function fingerprintOfListed(message: Message): Buffer {
  return fingerprint(message, message.timestamp?.getTime() ?? null)
}

/** The fingerprint of a message as it is stored. */
export function fingerprintOfStored({ addresses, body, direction, status, time }: ComparedMember): Buffer {
  const [channel, from, to] = parseAddresses(addresses)
  return fingerprint({ ...parseBody(body, null), channel, from, to, direction, status }, time)
}

/** The digest of the content. */
export function contentOf(print: Buffer): Buffer {
  return print.subarray(0, CONTENT_BYTES)
}

/** Whether two messages have all but their status, segments and price in common. */
export function areAlike(one: Buffer, other: Buffer): boolean {
  const end = CONTENT_BYTES + PART_BYTES
  return one.subarray(0, end).equals(other.subarray(0, end))
}

function digest(fields: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(fields)).digest()
}
