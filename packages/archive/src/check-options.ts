import { SmsError } from '@sms/core'

/** What errors about options name as their provider. */
export const ARCHIVE = 'archive'

/** Checks that no option has an unknown name. */
export function checkNames(options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue
    const message = `There is no option \`${name}\`; there are ${names.map((one) => `\`${one}\``).join(', ')}.`
    throw new SmsError('invalid_argument', message, { provider: ARCHIVE })
  }
}

/** Checks an option that is a whole number, and fills in its default. */
export function checkWholeNumber(
  name: string,
  value: unknown,
  { min, max, otherwise }: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  throw invalidOption(name, `a whole number from ${min} to ${max}`)
}

/** Checks an option that is a time. Returns it in milliseconds since 1970. */
export function checkTime(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime()
  throw invalidOption(name, 'a valid Date')
}

/** Checks an option that is one of some words. */
export function checkWord(name: string, value: unknown, words: readonly string[]): void {
  if (value === undefined || words.includes(String(value))) return
  throw invalidOption(name, words.map((word) => `'${word}'`).join(' or '))
}

/** Checks an option that is a text. */
export function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw invalidOption(name, 'a string')
}

/** Checks an option that names an account, and fills in its default. */
export function checkAccount(value: unknown): string {
  if (value === undefined) return 'default'
  if (typeof value === 'string' && value !== '') return value
  throw invalidOption('account', 'a name that is not empty')
}

export function checkSignal(value: unknown): void {
  if (value !== undefined && !(value instanceof AbortSignal)) throw invalidOption('signal', 'an AbortSignal')
}

export function invalidOption(name: string, expected: string): SmsError {
  return new SmsError('invalid_argument', `\`${name}\` is not usable: expected ${expected}.`, {
    provider: ARCHIVE,
  })
}
