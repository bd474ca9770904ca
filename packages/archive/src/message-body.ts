import type { Attachment, Direction, Message, Price } from '@sms/core'
import { damaged, parseStored } from './parse-stored.ts'

/** What a stored message consists of beside its columns. */
export interface MessageBody {
  readonly id: string | null
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly segments: number | null
  readonly price: Price | null
  /** The field of what the provider sent that is the text, and is stored here only; null if none is. */
  readonly textField: string | null
}

/**
 * Writes the part of a message that has no column of its own: its fields without their names, in this order for good,
 * without the empty ones at the end.
 *
 * @param keyId What the key says about the id: it is stored only if it differs.
 * @param textField See `MessageBody`.
 */
export function writeBody(
  { id, text, attachments, segments, price }: Message,
  keyId: string | null,
  textField: string | null,
): string {
  const fields: WrittenBody[number][] = [
    text,
    textField,
    segments,
    price === null ? null : [price.amount, price.currency],
    attachments.length === 0
      ? null
      : attachments.map(({ name, url, contentType }) => [name, url, contentType] as const),
    id === keyId ? null : [id],
  ]
  while (fields.at(-1) === null) fields.pop()
  return JSON.stringify(fields)
}

/** @param keyId As it was when the body was written. */
export function parseBody(body: string, keyId: string | null): MessageBody {
  const written = parseStored(body)
  if (!isWrittenBody(written)) throw damaged()
  const [text = '', textField = null, segments = null, price = null, attachments, id = null] = written
  return {
    id: id === null ? keyId : id[0],
    text,
    segments,
    price: price === null ? null : { amount: price[0], currency: price[1] },
    attachments: (attachments ?? []).map(([name, url, contentType]) => ({ name, url, contentType })),
    textField,
  }
}

/** Whether its lists are there, without which reading it fails. */
function isWrittenBody(value: unknown): value is Partial<WrittenBody> {
  if (!Array.isArray(value)) return false
  const [, , , price = null, attachments = null, id = null] = value as unknown[]
  return (
    (price === null || Array.isArray(price)) &&
    (id === null || Array.isArray(id)) &&
    (attachments === null || (Array.isArray(attachments) && attachments.every(isWrittenAttachment)))
  )
}

function isWrittenAttachment(value: unknown): boolean {
  return Array.isArray(value) && typeof value[1] === 'string'
}

type WrittenBody = readonly [
  text: string,
  textField: string | null,
  segments: number | null,
  price: readonly [amount: number, currency: string] | null,
  attachments: readonly (readonly [name: string | null, url: string, contentType: string | null])[] | null,
  /** Null if it is what the key says. */
  id: readonly [string | null] | null,
]

/** What is compared of a message. */
interface Comparable {
  readonly status: string
  readonly time: number | null
  readonly direction: Direction
  readonly addresses: string
  readonly body: string
}

/**
 * Whether a message says something new. The query of an attachment's address does not count: providers sign addresses
 * anew at each reading.
 */
export function hasChanged(stored: Comparable, read: Comparable): boolean {
  if (stored.status !== read.status || stored.time !== read.time) return true
  if (stored.direction !== read.direction || stored.addresses !== read.addresses) return true
  return stored.body !== read.body && unsigned(stored.body) !== unsigned(read.body)
}

function unsigned(body: string): string {
  const { attachments, ...others } = parseBody(body, null)
  return JSON.stringify({
    ...others,
    attachments: attachments.map((file) => ({ ...file, url: unsignedUrl(file) })),
  })
}

/** An attachment's address without its query, which may contain a new signature at each reading. */
export function unsignedUrl({ url }: Pick<Attachment, 'url'>): string {
  return url.replace(/[?#].*$/s, '')
}
