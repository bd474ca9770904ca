import { concatChunks } from './concat-chunks.ts'
import { limitText, MOST_LEVELS, TooComplex } from './json-limits.ts'

const PROTO = '__proto__'

// A smaller body cannot take long, whatever it contains.
const LARGE = 2 ** 20

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
  if (bytes.length >= LARGE) limitText(bytes)
  const text = decode(bytes)
  const value: unknown = JSON.parse(text)
  // Parsing with care takes several times as long.
  return needsCare(value, MOST_LEVELS) ? JSON.parse(text, careful) : value
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new NotUtf8()
  }
}

/**
 * Whether a parsed value contains a key named `__proto__` or an integer that may have lost digits. It looks at all parts,
 * so that it also finds what nests so deep that a recursive function, such as `JSON.stringify`, would run out of stack.
 *
 * @throws {TooComplex} if it nests too deep.
 */
function needsCare(value: unknown, levels: number): boolean {
  if (!isObject(value)) return isInexact(value)
  if (levels === 0) throw new TooComplex()
  let found = false
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (needsCare(value[at], levels - 1)) found = true
    return found
  }
  // A parsed object has only names of its own. To list the names first takes several times as long.
  for (const name in value) {
    const part = (value as Readonly<Record<string, unknown>>)[name]
    if (name === PROTO || isInexact(part)) found = true
    if (isObject(part) && needsCare(part, levels - 1)) found = true
  }
  return found
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether a number is too large to represent each integer. */
function isInexact(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
}

// The third argument is the proposal "JSON.parse source text access", which the type library does not know yet.
function careful(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === PROTO) return undefined
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}
