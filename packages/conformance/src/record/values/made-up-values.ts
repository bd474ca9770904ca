import { fillerId, fillerNumeral } from './filler-id.ts'
import { fillerText } from './filler-text.ts'
import { idPrefix, instantOfId } from '../text/iso-time.ts'
import { channelAddress, digitsOf, classifyText, SHARED_DIGITS } from '../text/classify-text.ts'
import { madeUpBytes } from './made-up-bytes.ts'
import type { SensitiveValues } from './sensitive-values.ts'
import { RecordError } from '../record-error.ts'
import { reservedNumbers } from './reserved-numbers.ts'
import { inFormOf, instantOf } from '../text/time-text.ts'
import { sidPrefix, SIDS_WITHIN } from '../text/sid.ts'

// A value that needs more attempts is so short that every value of its form is taken. Then two originals share one.
const MOST_ATTEMPTS = 200

const MINUTE = 60_000

/**
 * Replaces original values by made-up ones. Equal values get equal replacements, and different values get different ones,
 * if their form allows enough of them. A replacement follows from the order of the values, never from a value.
 */
export class MadeUpValues {
  readonly #originals: SensitiveValues
  readonly #made = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #counts = new Map<string, number>()
  readonly #instants: readonly number[]
  readonly #start: number

  /**
   * @param originals Every value that will be replaced.
   * @param known The replacements of some of them.
   */
  constructor(originals: SensitiveValues, known: ReadonlyMap<string, string>) {
    for (const [original, madeUp] of known) this.#note(original, madeUp)
    this.#originals = originals
    this.#instants = originals.instants
    this.#start = quietYear(this.#instants)
  }

  /** @throws {RecordError} If there are more phone numbers than reserved ones. */
  inPlaceOf(value: string): string {
    switch (classifyText(value)) {
      case 'nothing':
        return value
      case 'phone number':
        return this.#phoneNumber(value)
      case 'channel address': {
        const { channel = '', address = value } = channelAddress(value) ?? {}
        return channel + this.inPlaceOf(address)
      }
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

  /** All spellings of a number, the national ones included, get the same number, because they end in the same digits. */
  #phoneNumber(spelled: string): string {
    const [prefix = ''] = /^(?:\+|00)?/.exec(spelled) ?? []
    const key = `number ${digitsOf(spelled).slice(-SHARED_DIGITS)}`
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
    const prefix = instant === null ? sidPrefix(value) : idPrefix(this.#instant(instant))
    const make = (bytes: Uint8Array): string => prefix + fillerId(value, bytes).slice(prefix.length)
    return this.#madeUp('id', value, value.length, make)
  }

  /** Replaces each part of a path, and each known number and each SID in an id, like the same value elsewhere. */
  #inParts(value: string): string {
    if (value.includes('/'))
      return value
        .split('/')
        .map((part) => this.inPlaceOf(part))
        .join('/')
    const sids = value.split(SIDS_WITHIN)
    if (sids.length > 1) {
      if (sids.every((part) => part === '' || part === value)) return value
      return sids.map((part) => this.inPlaceOf(part)).join('')
    }
    const parts = value.split(/(\d{8,15})/)
    const holdsNumber = parts.some(
      (part) => /^\d{8,15}$/.test(part) && this.#originals.numberIn(part) !== undefined,
    )
    return holdsNumber ? parts.map((part) => this.inPlaceOf(part)).join('') : value
  }

  /** Times keep their order, one minute apart. */
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
    let taken = ''
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const candidate = make(madeUpBytes(`${kind} ${number} ${attempt}`, length))
      if (candidate === original || this.#originals.findIn(candidate) !== undefined) continue
      if (!this.#taken.has(candidate)) return this.#note(original, candidate)
      taken = candidate
    }
    return this.#note(original, taken)
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

/** The start of a year without any original time, so that no made-up time equals an original one. */
function quietYear(instants: readonly number[]): number {
  const years = new Set(instants.map((instant) => new Date(instant).getUTCFullYear()))
  let year = 2001
  while (years.has(year)) year += 1
  return Date.UTC(year, 0)
}
