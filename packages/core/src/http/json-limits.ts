/** JSON has more values or names, or nests deeper, than any list of messages. */
export class TooComplex extends Error {}

/** The deepest nesting of lists and objects. Providers document fewer than ten levels. */
const MOST_LEVELS = 100

// 10 000 items, the largest page that is ever requested, with fifty values each.
const MOST_VALUES = 2 ** 19

// A larger body is beyond the default of `maxResponseBytes`: the caller has allowed more. Each documented value, with its
// name, takes more bytes than this.
const ALLOWED_BYTES = 2 ** 24
const BYTES_PER_VALUE = 8

// Different names: a page of 10 000 items needs as many if each item has its own id as its name.
const MOST_NAMES = 2 ** 14

const HASHES = 2 ** 16

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Rejects JSON that would take seconds to parse, and many times its size in memory: 16 MiB of empty objects take 1.4 s and
 * 340 MiB, and a million different names take seven seconds.
 *
 * @throws {TooComplex}
 */
export function limitText(bytes: Uint8Array): void {
  const mostValues = bytes.length > ALLOWED_BYTES ? bytes.length / BYTES_PER_VALUE : MOST_VALUES
  const seen = new Uint8Array(HASHES)
  // Random, so that no one can choose names with the same hash.
  const seed = Math.floor(Math.random() * 2 ** 32)
  let values = 0
  let names = 0
  let levels = 0
  let hash = seed
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      // A name or a text. The byte after it decides.
      hash = seed
      for (at += 1; at < bytes.length && bytes[at] !== QUOTE; at += 1) {
        hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
        if (bytes[at] === BACKSLASH) at += 1
      }
    } else if (byte === COLON) {
      const slot = (hash ^ (hash >>> 16)) & (HASHES - 1)
      names += 1 - (seen[slot] ?? 0)
      seen[slot] = 1
    } else if (byte === COMMA) values += 1
    else if (opens(byte)) {
      values += 1
      levels += 1
    } else if (closes(byte)) levels -= 1
    if (values > mostValues || names > MOST_NAMES || levels > MOST_LEVELS) throw new TooComplex()
  }
}

/** Whether a byte is `[` or `{`. */
function opens(byte: number): boolean {
  return (byte & 0xdf) === 0x5b
}

/** Whether a byte is `]` or `}`. */
function closes(byte: number): boolean {
  return (byte & 0xdf) === 0x5d
}

/**
 * Rejects a parsed value that nests so deep that a recursive function, such as `JSON.stringify`, would run out of stack.
 *
 * @throws {TooComplex}
 */
export function limitLevels(value: unknown): void {
  if (isObject(value) && isDeeper(value, MOST_LEVELS)) throw new TooComplex()
}

function isDeeper(value: object, levels: number): boolean {
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      const part: unknown = value[at]
      if (isObject(part) && isDeeper(part, levels - 1)) return true
    }
    return false
  }
  // A parsed object has only names of its own. To list the names first takes several times as long.
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name]
    if (isObject(part) && isDeeper(part, levels - 1)) return true
  }
  return false
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
