import { fillerId, fillerNumeral } from './filler-id.ts'
import { fillerText } from './filler-text.ts'
import { idPrefix, instantOfId } from '../text/iso-time.ts'
import { digitsOf, classifyText, TAIL } from '../text/classify-text.ts'
import { madeUpBytes } from './made-up-bytes.ts'
import type { SensitiveValues } from './sensitive-values.ts'
import { RecordError } from '../record-error.ts'
import { reservedNumbers } from './reserved-numbers.ts'
import { inFormOf, instantOf } from '../text/time-text.ts'

// After as many, a value is so short that all of its form are taken: then two get the same.
const MOST_ATTEMPTS = 200

const MINUTE = 60_000

/**
 * Values to put in the place of original ones: the same for the same, and others for others, as far as there are enough
 * of the same form. What is made up follows from the order in which values come, never from the values.
 */
export class MadeUpValues {
  readonly #originals: SensitiveValues
  readonly #made = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #counts = new Map<string, number>()
  readonly #instants: readonly number[]
  readonly #start: number

  /** @param originals All that may come. */
  constructor(originals: SensitiveValues) {
    this.#originals = originals
    this.#instants = originals.instants
    this.#start = quietYear(this.#instants)
  }

  /** @throws {RecordError} when there are more phone numbers than are reserved. */
  inPlaceOf(value: string): string {
    switch (classifyText(value)) {
      case 'nothing':
        return value
      case 'phone number':
        return this.#phoneNumber(value)
      case 'e-mail address':
        return this.#numbered('address', value.toLowerCase(), (number) => `customer-${number}@example.com`)
      case 'URL':
        return this.#numbered('URL', value, (number) => `https://example.com/file-${number}`)
      case 'time':
        return inFormOf(value, this.#instant(instantOf(value) ?? 0))
      case 'numeral':
        return this.#madeUp('numeral', value, value.length, (bytes) => fillerNumeral(value, bytes))
      case 'id':
        return this.#id(value)
      case 'text':
        return this.#madeUp('text', value, 2 * value.length + 2, (bytes) => fillerText(value, bytes))
    }
  }

  /** The same number in all its spellings, the national one too: they have their end in common. */
  #phoneNumber(spelled: string): string {
    const [prefix = ''] = /^(?:\+|00)?/.exec(spelled) ?? []
    const key = `number ${digitsOf(spelled).slice(-TAIL)}`
    const known = this.#made.get(key)
    if (known !== undefined) return prefix + known
    const free = reservedNumbers.find(
      (number) => !this.#taken.has(number) && this.#originals.numberIn(number) === undefined,
    )
    if (free !== undefined) return prefix + this.#note(key, free)
    throw new RecordError(
      `there are more phone numbers than the ${reservedNumbers.length} reserved for fiction: choose another account, or add the fields of numbers that are none to \`keep\`.`,
    )
  }

  #id(value: string): string {
    const known = this.#made.get(value)
    if (known !== undefined) return known
    const inParts = this.#inParts(value)
    if (inParts !== value) return this.#note(value, inParts)
    const instant = instantOfId(value)
    const prefix = instant === null ? '' : idPrefix(this.#instant(instant))
    const make = (bytes: Uint8Array): string => prefix + fillerId(value, bytes).slice(prefix.length)
    return this.#madeUp('id', value, value.length, make)
  }

  /** The parts of a path are values of their own, and a known number in an id is the same one as everywhere. */
  #inParts(value: string): string {
    const separator = value.includes('/') ? '/' : ''
    const parts = value.split(separator === '' ? /(\d{8,15})/ : separator)
    const holdsNumber = parts.some(
      (part) => /^\d{8,15}$/.test(part) && this.#originals.numberIn(part) !== undefined,
    )
    const isOne = separator === '' && !holdsNumber
    return isOne ? value : parts.map((part) => this.inPlaceOf(part)).join(separator)
  }

  /** Times keep their order, a minute apart. */
  #instant(original: number): number {
    const rank = this.#instants.findLastIndex((instant) => instant <= original) + 1
    return this.#start + rank * MINUTE
  }

  #numbered(kind: string, original: string, make: (number: number) => string): string {
    const known = this.#made.get(original)
    if (known !== undefined) return known
    for (;;) {
      const candidate = make(this.#next(kind))
      if (!this.#originals.hasText(candidate)) return this.#note(original, candidate)
    }
  }

  #madeUp(kind: string, original: string, length: number, make: (bytes: Uint8Array) => string): string {
    const known = this.#made.get(original)
    if (known !== undefined) return known
    const number = this.#next(kind)
    let alike = ''
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const candidate = make(madeUpBytes(`${kind} ${number} ${attempt}`, length))
      if (candidate === original || this.#originals.findIn(candidate) !== undefined) continue
      if (!this.#taken.has(candidate)) return this.#note(original, candidate)
      alike = candidate
    }
    return this.#note(original, alike)
  }

  #next(kind: string): number {
    const number = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, number)
    return number
  }

  #note(original: string, madeUp: string): string {
    this.#made.set(original, madeUp)
    this.#taken.add(madeUp)
    return madeUp
  }
}

/** The start of a year in which nothing happened, so that no made-up time is an original one. */
function quietYear(instants: readonly number[]): number {
  const years = new Set(instants.map((instant) => new Date(instant).getUTCFullYear()))
  let year = 2001
  while (years.has(year)) year += 1
  return Date.UTC(year, 0)
}
