import { parseLinkHeader } from '@sms/core/provider'
import type { Exchange } from '../../fixture/fixture.ts'
import { instantOfId } from '../text/iso-time.ts'
import { instantOf } from '../text/time-text.ts'
import {
  ADDRESSES_WITHIN,
  channelAddress,
  digitsOf,
  fieldName,
  classifyText,
  NUMBERS_WITHIN,
  parameterPath,
  pathOf,
  SHARED_DIGITS,
  URLS_WITHIN,
} from '../text/classify-text.ts'
import { linkBelow } from '../text/link-below.ts'
import { decoded, segments } from '../text/request-below.ts'
import { SIDS_WITHIN } from '../text/sid.ts'

/** An original value that was found in a fixture. */
export interface Find {
  readonly what: 'a credential' | 'a phone number' | 'a text'
  /** The path of the field that it comes from, or another origin. */
  readonly field: string
}

/** Determines which values are sensitive. */
export interface SensitiveValuesOptions {
  readonly baseUrl: string
  /** By the options of the factory. */
  readonly credentials: Readonly<Record<string, string>>
  /** The paths of fields whose values are not sensitive. */
  readonly keep: ReadonlySet<string>
}

// A shorter text occurs everywhere by chance.
const SHORTEST = 4

/** Everything that must not be written down: credentials and response values, except those of the fields to keep. */
export class SensitiveValues {
  readonly #baseUrl: string
  readonly #credentials: ReadonlyMap<string, string>
  readonly #keep: ReadonlySet<string>
  /** Texts of every kind, and the field of each. */
  readonly #texts = new Map<string, string>()
  /** The last digits of phone numbers, and the field of each. */
  readonly #tails = new Map<string, string>()
  readonly #instants = new Set<number>()

  constructor({ baseUrl, credentials, keep }: SensitiveValuesOptions) {
    this.#baseUrl = baseUrl
    this.#keep = keep
    this.#credentials = new Map(
      Object.entries(credentials).filter(([, credential]) => credential.length >= SHORTEST),
    )
  }

  addExchange({ request, response }: Exchange): void {
    this.addBody(response.body)
    for (const { target } of parseLinkHeader(response.headers['link'] ?? null) ?? []) {
      const url = URL.parse(target, this.#baseUrl + request.path)
      if (url !== null) this.add(url.href, 'link')
    }
  }

  addBody(body: unknown, path = ''): void {
    if (Array.isArray(body)) {
      for (const item of body) this.addBody(item, path)
    } else if (typeof body === 'object' && body !== null) {
      for (const [key, value] of Object.entries(body)) {
        if (fieldName(key) === null) this.add(key, 'a key')
        this.addBody(value, pathOf(path, key))
      }
    } else if (!this.#keep.has(path) && (typeof body === 'string' || typeof body === 'number')) {
      this.add(String(body), path)
    }
  }

  /** Adds one text, and the numbers, addresses and URLs within it. */
  add(text: string, field: string): void {
    const kind = classifyText(text)
    if (kind === 'channel address') return this.add(channelAddress(text)?.address ?? '', field)
    // A number with so few digits occurs everywhere by chance.
    if (kind === 'nothing' || (kind === 'numeral' && !/^\d{16}/.test(text))) return
    const instant = instantOf(text) ?? instantOfId(text)
    if (instant !== null) this.#instants.add(instant)
    if (kind === 'phone number') this.#addNumber(text, field)
    else this.#addText(text, field)
    if (kind === 'time' || (kind === 'id' && !text.includes('/'))) return
    this.#addLink(text, field)
    // Digits of a SID are no phone number.
    const words = decoded(text).replaceAll(SIDS_WITHIN, ' ')
    for (const [number] of words.matchAll(NUMBERS_WITHIN)) this.#addNumber(number, field)
    for (const [part] of text.matchAll(ADDRESSES_WITHIN)) this.#addText(part, field)
    for (const [part] of text.matchAll(URLS_WITHIN)) this.#addText(part, field)
  }

  /** Adds the parts of a link to the provider itself, because it is the only URL that is not replaced as a whole. */
  #addLink(text: string, field: string): void {
    const link = linkBelow(this.#baseUrl, text)
    if (link === null) return
    for (const part of segments(link.path)) this.add(part, field)
    for (const [name, value] of link.parameters) {
      if (!this.#keep.has(parameterPath(field, name))) this.add(value, field)
    }
  }

  #addText(text: string, field: string): void {
    if (text.trim().length >= SHORTEST && !this.#texts.has(text)) this.#texts.set(text, field)
  }

  #addNumber(number: string, field: string): void {
    const digits = digitsOf(number)
    if (digits.length >= SHARED_DIGITS && digits.length <= 15)
      this.#tails.set(digits.slice(-SHARED_DIGITS), field)
  }

  get credentials(): readonly string[] {
    return [...this.#credentials.values()]
  }

  /** All times, in order. */
  get instants(): readonly number[] {
    return [...this.#instants].toSorted((one, other) => one - other)
  }

  hasText(text: string): boolean {
    return this.#texts.has(text)
  }

  /** The field of a known phone number whose last digits are within these digits, or undefined. */
  numberIn(digits: string): string | undefined {
    for (let end = SHARED_DIGITS; end <= digits.length; end += 1) {
      const field = this.#tails.get(digits.slice(end - SHARED_DIGITS, end))
      if (field !== undefined) return field
    }
    return undefined
  }

  /**
   * Searches a text for sensitive values: as they are, as JSON writes them, percent-encoded, or with separators between
   * the digits.
   *
   * @param harmless Words that every fixture may hold. A value that is part of one is not searched for.
   */
  findIn(text: string, harmless = ''): Find | undefined {
    for (const [option, credential] of this.#credentials) {
      if (occursIn(text, credential)) return { what: 'a credential', field: option }
    }
    for (const [run] of text.matchAll(/\d(?:[ .()/-]{0,2}\d){7,}/g)) {
      const field = this.numberIn(run.replaceAll(/\D/g, ''))
      if (field !== undefined) return { what: 'a phone number', field }
    }
    for (const [original, field] of this.#texts) {
      if (occursIn(text, original) && !harmless.includes(original)) return { what: 'a text', field }
    }
    return undefined
  }
}

function occursIn(text: string, original: string): boolean {
  if (text.includes(original)) return true
  if (/^[\w.~-]*$/.test(original)) return false
  const escaped = JSON.stringify(original).slice(1, -1)
  const encoded = encodeURIComponent(original.toWellFormed())
  return [escaped, encoded, encoded.replaceAll('%20', '+')].some((spelling) => text.includes(spelling))
}
