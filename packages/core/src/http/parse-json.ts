import { concatChunks } from './concat-chunks.ts'
import { limitLevels, limitText, TooComplex } from './json-limits.ts'

const PROTO = '__proto__'

// Where keys hold many `_`, the whole one takes nearly twice as long to search for.
const END_OF_PROTO = '__"'

// `_`, `p`, `r`, `o` or `t`, spelled as an escape: the key might be `__proto__` all the same.
const ESCAPED_PROTO = /\\u00(?:5f|6f|7[024])/i

// A smaller body cannot hold enough to take long, whatever is in it.
const LARGE = 2 ** 20

// From this many digits on, a number may lose some.
const MANY_DIGITS = 16

const ZERO = 0x30
const NINE = 0x39
const BEFORE_NUMBER = /[-:,[\s]/

/** Bytes are not UTF-8. */
export class NotUtf8 extends Error {}

/**
 * Parses JSON from an untrusted source, as UTF-8 (RFC 8259, 8.1: JSON is nothing else, whatever a label says; a
 * byte-order mark may be ignored). Keys named `__proto__` are left out, so that the result is safe to spread and to
 * `Object.assign`, and integers too large for a number come as strings of their digits, so that an id loses nothing.
 *
 * @param chunks The bytes, in pieces.
 * @throws {NotUtf8} when the bytes are no text.
 * @throws {SyntaxError} when the text is not JSON.
 * @throws {TooComplex} when it holds too much, or nests too deep.
 */
export function parseJson(chunks: readonly Uint8Array[]): unknown {
  const bytes = concatChunks(chunks)
  const isLarge = bytes.length >= LARGE
  if (isLarge) limitText(bytes)
  const text = decode(bytes)
  // Parsing with care takes several times as long.
  const needsCare = mayNamePrototype(text) || mayHoldLongNumber(bytes)
  const value: unknown = needsCare ? parseWithCare(text) : JSON.parse(text)
  // Of a small body this is quicker to see when it is parsed.
  if (!isLarge) limitLevels(value)
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new NotUtf8()
  }
}

function mayNamePrototype(text: string): boolean {
  return (
    (text.includes(END_OF_PROTO) && text.includes(PROTO)) ||
    (text.includes('\\u00') && ESCAPED_PROTO.test(text))
  )
}

/** Whether so many digits stand in a row where a number may. Steps of as many come upon each such row. */
function mayHoldLongNumber(bytes: Uint8Array): boolean {
  const half = MANY_DIGITS / 2
  for (let at = half; at < bytes.length; at += MANY_DIGITS) {
    // A row as long as that goes on for half of it at least, to one side or the other.
    if (!mayBeDigit(bytes[at]) || !(mayBeDigit(bytes[at - half]) || mayBeDigit(bytes[at + half]))) continue
    if (!isDigit(bytes, at)) continue
    let start = at
    while (start > 0 && isDigit(bytes, start - 1)) start -= 1
    let end = at + 1
    while (isDigit(bytes, end)) end += 1
    if (end - start >= MANY_DIGITS && BEFORE_NUMBER.test(String.fromCharCode(bytes[start - 1] ?? 0))) {
      return true
    }
    at = end
  }
  return false
}

/** The quickest question that says no to nearly all but digits. */
function mayBeDigit(byte = 0): boolean {
  return (byte & 0xf0) === ZERO
}

function isDigit(bytes: Uint8Array, at: number): boolean {
  const byte = at < bytes.length ? (bytes[at] as number) : 0
  return byte >= ZERO && byte <= NINE
}

function parseWithCare(text: string): unknown {
  try {
    return JSON.parse(text, careful)
  } catch (error) {
    // Only a parser that calls a function for each value runs out of stack.
    throw error instanceof RangeError ? new TooComplex() : error
  }
}

// The third argument is the proposal "JSON.parse source text access", which the type library does not know yet.
function careful(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === PROTO) return undefined
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}
