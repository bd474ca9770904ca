import type { SmsError } from '../error.ts'
import { invalidArgument } from './invalid-argument.ts'

/** What a spelling of a phone number means. */
interface Spelling {
  /** How it begins: `+` (also written `00`), the `0` of a national number, or neither. */
  readonly prefix: '+' | '0' | ''
  /** The digits after the prefix. The first is not 0. */
  readonly digits: string
}

/** Why a text spells no phone number, as a sentence without its full stop. */
interface Misspelling {
  readonly problem: string
}

const LONGEST_SPELLING = 64

// ITU-T E.164, 6.1: at most 15 digits, country code included. Fewer than 8 are a short code or a local number.
const FEWEST_DIGITS = 8
const MOST_DIGITS = 15

const FEWEST_NATIONAL_DIGITS = 7
const LONGEST_COUNTRY_CODE = 3

const HIDDEN_DIGITS = 'XXXX'

// Full-width forms: the ASCII characters from `!` to `~`, in the same order.
const FIRST_FULL_WIDTH = 0xff01
const LAST_FULL_WIDTH = 0xff5e
const FULL_WIDTH_OFFSET = 0xfee0

// Spaces (also of no width), dashes (also soft hyphens), dots, and marks of the direction of writing.
const SEPARATOR = /[\p{White_Space}\u200b-\u200d\u2060\ufeff\p{Dash}\u00ad.\u00b7\u2027\p{Bidi_Control}]/u

const BRACKETS = /[()[\]]/g
const ZERO_IN_BRACKETS = /\(0\)|\[0\]/

// ITU-T E.164.D. All other country codes have three digits.
const SHORT_COUNTRY_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])$/

/** Decides what a spelling means, for requests, for comparison and for display. */
function spell(text: string): Spelling | Misspelling {
  if (text.length > LONGEST_SPELLING) return { problem: `It has more than ${LONGEST_SPELLING} characters` }
  let written = ''
  for (let at = /^tel:/i.test(text) ? 4 : 0; at < text.length; at += 1) {
    const character = toAscii(text, at)
    if (isPart(character)) written += character
    else if (!SEPARATOR.test(character))
      return { problem: `It contains ${nameAt(text, at)}, which no phone number contains` }
  }
  const zero = written.search(ZERO_IN_BRACKETS)
  if (zero < 0) return spellPlain(withoutBrackets(written))
  const before = withoutBrackets(written.slice(0, zero))
  const after = withoutBrackets(written.slice(zero + '(0)'.length))
  // In front of a national number, `(0)` is its zero.
  if (before === '') return spellPlain(`0${after}`)
  return isCountryCode(before)
    ? spellPlain(before + after)
    : { problem: '`(0)` may only follow a country code' }
}

/** The character at an index; a full-width form as the ASCII character that it means. */
function toAscii(text: string, index: number): string {
  const unit = text.charCodeAt(index)
  const isFullWidth = unit >= FIRST_FULL_WIDTH && unit <= LAST_FULL_WIDTH
  return isFullWidth ? String.fromCharCode(unit - FULL_WIDTH_OFFSET) : (text[index] ?? '')
}

function isPart(character: string): boolean {
  return (character >= '0' && character <= '9') || '+()[]'.includes(character)
}

/** Decides what `+` and digits mean. */
function spellPlain(written: string): Spelling | Misspelling {
  if (written.includes('+', 1)) return { problem: '`+` may only be its first character' }
  const [, sign = '', digits = ''] = /^(\+|00)?(\d*)$/.exec(written) ?? []
  if (digits === '') return { problem: 'It has no digits' }
  if (sign === '' && /^0[1-9]/.test(digits)) return { prefix: '0', digits: digits.slice(1) }
  if (digits.startsWith('0')) return { problem: 'No country code begins with 0' }
  return { prefix: sign === '' ? '' : '+', digits }
}

function withoutBrackets(text: string): string {
  return text.replace(BRACKETS, '')
}

function isCountryCode(text: string): boolean {
  const digits = text.replace(/^(?:\+|00)/, '')
  if (SHORT_COUNTRY_CODE.test(digits)) return true
  const isLongerThanCode =
    SHORT_COUNTRY_CODE.test(digits.slice(0, 1)) || SHORT_COUNTRY_CODE.test(digits.slice(0, 2))
  return /^[1-9]\d\d$/.test(digits) && !isLongerThanCode
}

/** The character at an index, as it is if it is printable ASCII, and else by its code point. */
function nameAt(text: string, index: number): string {
  const codePoint = text.codePointAt(index) ?? 0
  return codePoint > 0x20 && codePoint < 0x7f
    ? `\`${String.fromCodePoint(codePoint)}\``
    : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

/** The digits of an international number, or why a text is none. */
function international(text: string): string | Misspelling {
  const spelling = spell(text)
  if ('problem' in spelling) return spelling
  const { prefix, digits } = spelling
  if (prefix === '0') return { problem: 'This number is national: add the country code' }
  if (digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS) return digits
  const range = `${FEWEST_DIGITS} to ${MOST_DIGITS}`
  return { problem: `It has ${digits.length} digits; a phone number with its country code has ${range}` }
}

/**
 * Returns the digits of an international phone number, or null if the text is none. Spaces, dashes, dots, brackets, marks
 * of the direction of writing and `tel:` in front are dropped, and so is `(0)` after a country code. `00` in front
 * means `+`. Full-width digits and plus signs mean the ASCII ones.
 *
 * @example
 * ```ts
 * import { phoneNumberDigits } from '@sms/core/provider'
 *
 * console.log(phoneNumberDigits('+46 (0)70-174 06 05')) // 46701740605
 * console.log(phoneNumberDigits('0701740605')) // null
 * ```
 */
export function phoneNumberDigits(text: string): string | null {
  const digits = international(text)
  return typeof digits === 'string' ? digits : null
}

/**
 * Reads a participant that is a phone number, and returns its digits. `defineProvider` does it for the readers of APIs.
 *
 * @param participant What the caller gave.
 * @param alternatives What else the provider accepts, such as `'an e-mail address'`. It only completes the message.
 * @throws {SmsError} `invalid_argument` that says what is wrong and does not show the participant.
 * @example
 * ```ts
 * import { SmsError } from '@sms/core'
 * import { participantDigits } from '@sms/core/provider'
 *
 * console.log(participantDigits('acme', '+46 (0)70-174 06 05')) // 46701740605
 * try {
 *   participantDigits('acme', '0701740605')
 * } catch (error) {
 *   console.log(SmsError.is(error, 'invalid_argument')) // true
 * }
 * ```
 */
export function participantDigits(
  provider: string,
  participant: unknown,
  alternatives: readonly string[] = [],
): string {
  if (typeof participant !== 'string') throw notANumber(provider, alternatives, 'It is not a string')
  const digits = international(participant)
  if (typeof digits === 'string') return digits
  throw notANumber(provider, alternatives, digits.problem)
}

function notANumber(provider: string, alternatives: readonly string[], problem: string): SmsError {
  const forms = ['a phone number in E.164, such as +46701740605', ...alternatives].join(', or ')
  return invalidArgument(provider, 'participant', `${forms}. ${problem}`)
}

/**
 * Returns an address as messages show it: E.164 if it is an international phone number in any usual spelling, and
 * unchanged if it is anything else.
 *
 * @example
 * ```ts
 * import { displayAddress } from '@sms/core/provider'
 *
 * console.log(displayAddress('0046 70 174 06 05')) // +46701740605
 * console.log(displayAddress('Acme')) // Acme
 * ```
 */
export function displayAddress(address: string | number | null | undefined): string | null {
  if (address === null || address === undefined) return null
  if (typeof address === 'number') return displayAddress(String(address))
  // Most addresses need no parser, and every message has two.
  if (isPlain(address, 0)) return `+${address}`
  if (address.charCodeAt(0) === PLUS && isPlain(address, 1)) return address
  const digits = phoneNumberDigits(address)
  return digits === null ? address : `+${digits}`
}

const PLUS = 0x2b

/** Whether a text is the digits of an international number, from an index on. */
function isPlain(text: string, start: number): boolean {
  const count = text.length - start
  if (count < FEWEST_DIGITS || count > MOST_DIGITS || text.charCodeAt(start) === 0x30) return false
  for (let at = start; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x30 || unit > 0x39) return false
  }
  return true
}

/**
 * Returns whether an address is the phone number with these digits. The address may have any spelling that a participant
 * may have, a channel in front (`whatsapp:`), or its last four digits replaced by `XXXX`. It may also be national: the
 * number without its country code, if it has 7 digits or more.
 *
 * @param address As the provider spells it.
 * @param digits The return value of `participantDigits` or `phoneNumberDigits`.
 * @example
 * ```ts
 * import { isSameNumber } from '@sms/core/provider'
 *
 * console.log(isSameNumber('0046701740605', '46701740605')) // true
 * console.log(isSameNumber('0701740605', '46701740605')) // true
 * ```
 */
export function isSameNumber(address: string, digits: string): boolean {
  if (address === digits) return true
  const isWithPlus = address.charCodeAt(0) === PLUS && address.length === digits.length + 1
  if (isWithPlus && address.endsWith(digits)) return true
  // Another number in E.164: it needs no parser.
  if (address.charCodeAt(0) === PLUS && isPlain(address, 1)) return false
  const number = withoutChannel(address)
  const isHidden = number.endsWith(HIDDEN_DIGITS)
  const spelling = spell(isHidden ? number.slice(0, -HIDDEN_DIGITS.length) + digits.slice(-4) : number)
  if ('problem' in spelling) return false
  if (spelling.prefix !== '0' && spelling.digits === digits) return true
  return spelling.prefix !== '+' && !isHidden && isNationalPart(spelling.digits, digits)
}

/**
 * Returns the digits of a phone number that is spelled without a country code, or may be, without leading zeros; or null
 * if the text is none, or has fewer than 7 digits. A channel in front (`whatsapp:`) is dropped. `isSameNumber` takes these
 * digits for a national number.
 *
 * @example
 * ```ts
 * import { nationalNumberDigits } from '@sms/core/provider'
 *
 * console.log(nationalNumberDigits('070-174 06 05')) // 701740605
 * console.log(nationalNumberDigits('+46701740605')) // null
 * ```
 */
export function nationalNumberDigits(address: string): string | null {
  const spelling = spell(withoutChannel(address))
  if ('problem' in spelling || spelling.prefix === '+') return null
  return spelling.digits.length >= FEWEST_NATIONAL_DIGITS ? spelling.digits : null
}

function withoutChannel(address: string): string {
  return address.replace(/^[a-z_]+:/i, '')
}

function isNationalPart(national: string, digits: string): boolean {
  const countryCode = digits.length - national.length
  const isCountryCodeMissing = countryCode >= 1 && countryCode <= LONGEST_COUNTRY_CODE
  return isCountryCodeMissing && national.length >= FEWEST_NATIONAL_DIGITS && digits.endsWith(national)
}
