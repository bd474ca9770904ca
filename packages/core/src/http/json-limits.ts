/** JSON has more values or names, or nests deeper, than any list of messages. */
export class TooComplex extends Error {}

/** The deepest nesting of lists and objects. Providers document fewer than ten levels. */
export const MOST_LEVELS = 100

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
    } else if (byte === COMMA || opens(byte)) values += 1
    if (values > mostValues || names > MOST_NAMES) throw new TooComplex()
  }
}

/** Whether a byte is `[` or `{`. */
function opens(byte: number): boolean {
  return (byte & 0xdf) === 0x5b
}
