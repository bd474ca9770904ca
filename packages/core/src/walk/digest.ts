const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

// Beyond every UTF-16 code unit: no text holds it.
const END_OF_PART = 0x10000

/**
 * A digest of texts and numbers as 11 URL-safe characters: 64 bits by two FNV-1a lanes with different primes,
 * each finished by an avalanche step. It distinguishes contents. An attacker can construct two contents with one digest.
 *
 * @example
 * ```ts
 * import { digest } from '@sms/core/provider'
 *
 * console.log(digest('inbound', 1749113086, 'Hello').length) // 11
 * ```
 */
export function digest(...parts: readonly unknown[]): string {
  let a = 0x811c9dc5
  let b = 0x2c1b3c6d
  for (const part of parts) {
    const text = textOf(part)
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      a = Math.imul(a ^ unit, 0x01000193)
      b = Math.imul(b ^ unit, 0x297a2d39)
    }
    a = Math.imul(a ^ END_OF_PART, 0x01000193)
    b = Math.imul(b ^ END_OF_PART, 0x297a2d39)
  }
  return letters(avalanche(a ^ (b >>> 16)), avalanche(b ^ (a >>> 13)))
}

/** What is absent is like what is empty, and a number like its digits: providers change how they write them. */
function textOf(part: unknown): string {
  if (typeof part === 'string') return part
  return typeof part === 'number' || typeof part === 'boolean' ? String(part) : ''
}

function avalanche(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x119de1f3)
  return again ^ (again >>> 16)
}

/** Six bits a character. To write a number to a base takes ten times as long. */
function letters(a: number, b: number): string {
  return String.fromCharCode(
    letter(a),
    letter(a >>> 6),
    letter(a >>> 12),
    letter(a >>> 18),
    letter(a >>> 24),
    letter(b),
    letter(b >>> 6),
    letter(b >>> 12),
    letter(b >>> 18),
    letter(b >>> 24),
    letter(((a >>> 30) << 2) | (b >>> 30)),
  )
}

function letter(bits: number): number {
  return ALPHABET.charCodeAt(bits & 63)
}
