import { concatChunks } from './concat-chunks.ts'
import { limitLevels, limitText, TooComplex } from './json-limits.ts'

const PROTO = '__proto__'

// If keys contain many `_`, a search for the whole name takes nearly twice as long.
const END_OF_PROTO = '__"'

// `_`, `p`, `r`, `o` or `t`, spelled as an escape: the key may still be `__proto__`.
const ESCAPED_PROTO = /\\u00(?:5f|6f|7[024])/i

// A smaller body cannot take long, whatever it contains.
const LARGE = 2 ** 20

// A number with this many digits or more may lose some.
const MANY_DIGITS = 16

const ZERO = 0x30
const NINE = 0x39
const BEFORE_NUMBER = /[-:,[\s]/

/** Bytes are not UTF-8. */
export class NotUtf8 extends Error {}

/**
 * Parses JSON from an untrusted source. It is always UTF-8, whatever a label says (RFC 8259, 8.1); a byte-order mark is
 * ignored. Keys named `__proto__` are left out, so that the result is safe to spread and to `Object.assign`. An integer
 * too large for a number becomes a string of its digits, so that an id loses none.
 *
 * @param chunks The bytes, in pieces.
 * @throws {NotUtf8} if the bytes are not UTF-8.
 * @throws {SyntaxError} if the text is not JSON.
 * @throws {TooComplex} if it has too many values, or nests too deep.
 */
export function parseJson(chunks: readonly Uint8Array[]): unknown {
  const bytes = concatChunks(chunks)
  const isLarge = bytes.length >= LARGE
  if (isLarge) limitText(bytes)
  const text = decode(bytes)
  // Parsing with care takes several times as long.
  const needsCare = mayNamePrototype(text) || mayHoldLongNumber(bytes)
  const value: unknown = needsCare ? parseWithCare(text) : JSON.parse(text)
  // For a small body, this check is quicker after parsing.
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

/** Whether the bytes contain a row of so many digits in the place of a number. Steps of that length meet every such row. */
function mayHoldLongNumber(bytes: Uint8Array): boolean {
  const half = MANY_DIGITS / 2
  for (let at = half; at < bytes.length; at += MANY_DIGITS) {
    // Such a row extends at least half its length to one side.
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

/** A quick check that excludes nearly all bytes but digits. */
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
    // A parser that calls a function for each value may run out of stack.
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
