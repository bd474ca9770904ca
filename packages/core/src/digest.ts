/**
 * A digest of a text as 14 letters and digits: 64 bits by two FNV-1a lanes with different primes, each finished by
 * an avalanche step. It tells texts apart; it is no protection against someone who wants two to be alike.
 */
export function digest(text: string): string {
  let a = 0x811c9dc5
  let b = 0x2c1b3c6d
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x297a2d39)
  }
  return lane(a ^ (b >>> 16)) + lane(b ^ (a >>> 13))
}

function lane(value: number): string {
  const mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x119de1f3)
  return ((again ^ (again >>> 16)) >>> 0).toString(36).padStart(7, '0')
}
