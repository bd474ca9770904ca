/**
 * The digits of a phone number written in E.164 or as an MSISDN, or null when it is not one. Spaces, dots, dashes
 * and brackets are dropped. A number that starts with 0 is in a national or dialling form and names no subscriber
 * (ITU-T E.164, 6.1: country codes start with 1 to 9), nor does the `(0)` that some people write into one.
 *
 * @example
 * ```ts
 * import { phoneNumberDigits } from '@sms/core/provider'
 *
 * console.log(phoneNumberDigits('+46 (70) 174-06-05')) // 46701740605
 * console.log(phoneNumberDigits('0701740605')) // null
 * ```
 */
export function phoneNumberDigits(text: string): string | null {
  if (text.length > 64 || text.includes('(0)')) return null
  return /^\+?([1-9][0-9]{7,14})$/.exec(text.replace(/[ .\-()[\]]/g, ''))?.[1] ?? null
}

/**
 * An address as messages show it: 8 to 15 digits, with or without `+`, as E.164; anything else as it came.
 *
 * @example
 * ```ts
 * import { displayAddress } from '@sms/core/provider'
 *
 * console.log(displayAddress('46701740605')) // +46701740605
 * console.log(displayAddress('Acme')) // Acme
 * ```
 */
export function displayAddress(address: string): string {
  return address.length >= 8 && address.length <= 15 && isDigits(address) ? `+${address}` : address
}

/** Asked of each message twice: a regular expression takes three times as long. */
function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x30 || unit > 0x39) return false
  }
  return true
}

/**
 * Whether a provider's spelling of a number (`46…`, `+46…`, `0046…`) is the number with these digits.
 *
 * @param address As the provider spells it.
 * @param digits As `phoneNumberDigits` gives them.
 * @example
 * ```ts
 * import { isSameNumber } from '@sms/core/provider'
 *
 * console.log(isSameNumber('0046701740605', '46701740605')) // true
 * ```
 */
export function isSameNumber(address: string, digits: string): boolean {
  return address === digits || address.replace(/^(\+|00)/, '') === digits
}
