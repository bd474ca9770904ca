import type { Attachment, Message, Price } from '@sms/core'

/** What a stored message consists of beside its columns. */
export interface MessageBody {
  readonly id: string | null
  readonly channel: string
  readonly from: string | null
  readonly to: string | null
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly segments: number | null
  readonly price: Price | null
}

/** Writes the part of a message that has no column of its own: its fields without their names, in this order for good. */
export function writeBody({ id, channel, from, to, text, attachments, segments, price }: Message): string {
  return JSON.stringify([
    text,
    id,
    channel,
    from,
    to,
    segments,
    price === null ? null : [price.amount, price.currency],
    attachments.map(({ name, url, contentType }) => [name, url, contentType]),
  ])
}

export function parseBody(body: string): MessageBody {
  const [text, id, channel, from, to, segments, price, attachments]: WrittenBody = JSON.parse(body)
  return {
    id,
    channel,
    from,
    to,
    text,
    segments,
    price: price === null ? null : { amount: price[0], currency: price[1] },
    attachments: attachments.map(([name, url, contentType]) => ({ name, url, contentType })),
  }
}

type WrittenBody = readonly [
  text: string,
  id: string | null,
  channel: string,
  from: string | null,
  to: string | null,
  segments: number | null,
  price: readonly [amount: number, currency: string] | null,
  attachments: readonly (readonly [name: string | null, url: string, contentType: string | null])[],
]

/** What is compared of a message. */
interface Comparable {
  readonly status: string
  readonly time: number | null
  readonly body: string
}

/**
 * Whether a message says something new. The query of an attachment's address does not count: providers sign addresses
 * anew at each reading.
 */
export function hasChanged(stored: Comparable, read: Comparable): boolean {
  if (stored.status !== read.status || stored.time !== read.time) return true
  return stored.body !== read.body && unsigned(stored.body) !== unsigned(read.body)
}

function unsigned(body: string): string {
  const { attachments, ...others } = parseBody(body)
  return JSON.stringify({
    ...others,
    attachments: attachments.map(({ url, ...file }) => ({ ...file, url: url.replace(/[?#].*$/s, '') })),
  })
}
