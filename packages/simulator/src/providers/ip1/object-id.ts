import { hash } from '../../generated/hash.ts'

/** A MongoDB ObjectId: four bytes of seconds, five random bytes, and three bytes of a counter. */
export function objectId(time: Date, chance: number, counter: number): string {
  return [
    hex(time.getTime() / 1000, 8),
    hex(hash(chance), 8),
    hex(hash(chance, 1) % 0x100, 2),
    hex(counter % 0x1000000, 6),
  ].join('')
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
