import { SmsError } from '../error.ts'

/**
 * The error for bad input: names what is wrong and what was expected, and never shows the value.
 *
 * @param name The argument or option.
 * @param expected What completes "it must be …".
 */
export function invalidArgument(provider: string, name: string, expected: string): SmsError {
  return new SmsError('invalid_argument', `\`${name}\` must be ${expected}.`, { provider })
}

// An option's name may be anything, even a credential: only one that looks like a name is shown.
const NAME = /^[A-Za-z_$-]{1,40}$/

/** Rejects option names that mean nothing: nearly always they are mistyped. */
export function checkOptionNames(provider: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw invalidArgument(provider, 'options', 'an object')
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const shown = NAME.test(name) ? `\`${name}\`` : '(its name is not shown)'
    const message = `Unknown option ${shown}; the options are ${known.join(', ')}.`
    throw new SmsError('invalid_argument', message, { provider })
  }
}

/**
 * Returns a value that is a whole number within bounds.
 *
 * @throws {SmsError} `invalid_argument` for any other value.
 */
export function wholeNumber(
  provider: string,
  name: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)
    return value as number
  throw invalidArgument(provider, name, `a whole number from ${min} to ${max}`)
}
