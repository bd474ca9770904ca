/** JSON holds more values or names, or nests deeper, than any list of messages does. */
export class TooComplex extends Error {}

/** Levels of lists and objects within each other. Providers document fewer than ten. */
const MOST_LEVELS = 100

// 10 000 items, the largest page that is ever requested, with fifty values each.
const MOST_VALUES = 2 ** 19

// Beyond the default of `maxResponseBytes`, the caller has allowed for more. A documented value takes more bytes than this,
// its name included.
const ALLOWED_BYTES = 2 ** 24
const BYTES_PER_VALUE = 8

// Names that differ: as many as a page of 10 000 items needs if each item stands under its own id.
const MOST_NAMES = 2 ** 14

const HASHES = 2 ** 16

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Refuses JSON that would take seconds to parse, and many times its size in memory: 16 MiB of empty objects take 1.4 s and
 * 340 MiB, and a million different names take seven seconds.
 *
 * @throws {TooComplex}
 */
export function limitText(bytes: Uint8Array): void {
  const mostValues = bytes.length > ALLOWED_BYTES ? bytes.length / BYTES_PER_VALUE : MOST_VALUES
  const seen = new Uint8Array(HASHES)
  // Differs each time, so that no one can choose names of the same hash.
  const seed = Math.floor(Math.random() * 2 ** 32)
  let values = 0
  let names = 0
  let levels = 0
  let hash = seed
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      // A name or a text: the byte behind it decides.
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
 * Refuses a parsed value that is nested so deep that whatever recurses over it, such as `JSON.stringify`, would run out
 * of stack.
 *
 * @throws {TooComplex}
 */
export function limitLevels(value: unknown): void {
  if (isDeeper(value, MOST_LEVELS)) throw new TooComplex()
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (isDeeper(value[at], levels - 1)) return true
    return false
  }
  // Every name is the object's own, since it was parsed. To list the names first takes several times as long.
  for (const name in value) if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true
  return false
}
