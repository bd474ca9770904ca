import { SmsError } from '../error.ts'
import { environmentVariable } from './environment.ts'
import { invalidArgument } from './invalid-argument.ts'

/**
 * An option of a factory that is no secret, such as the account that is read.
 *
 * @example
 * ```ts
 * import type { DeclaredOption } from '@sms/core/provider'
 *
 * const account: DeclaredOption<string> = {
 *   variable: 'ACME_ACCOUNT',
 *   expected: 'digits',
 *   read: (value) => (typeof value === 'string' && /^\d+$/.test(value) ? value : null),
 * }
 * console.log(account.read('12')) // 12
 * ```
 */
export interface DeclaredOption<Value> {
  /** The environment variable that is read if the option is left out. Default: none. */
  readonly variable?: string
  /** The value if the option and its variable are left out. Default: the option is required. */
  readonly otherwise?: Value
  /** Completes "it must be …" in the error of a value that cannot be used. */
  readonly expected: string
  /** Returns what the option means; null if it cannot be used. From the environment it comes as text. */
  read(value: unknown): Value | null
}

/** The values of such options. */
export type DeclaredOptions<Values> = { readonly [Option in keyof Values]: DeclaredOption<Values[Option]> }

/**
 * Returns the values of the options that a declaration adds.
 *
 * @throws {SmsError} `invalid_argument` for an option that is missing or cannot be used. The error does not show the value.
 */
export function readDeclaredOptions<Values extends object>(
  provider: string,
  options: object,
  declared: DeclaredOptions<Values>,
): Values {
  const entries = Object.entries<DeclaredOption<unknown>>(declared)
  return Object.fromEntries(
    entries.map(([name, option]) => [name, readOption(provider, name, options, option)]),
  ) as Values
}

/** The environment variable of each option that has one. */
export function variablesOfOptions<Values extends object>(
  declared: DeclaredOptions<Values>,
): Readonly<Record<string, string>> {
  const entries = Object.entries<DeclaredOption<unknown>>(declared)
  return Object.fromEntries(
    entries.flatMap(([name, { variable }]) => (variable === undefined ? [] : [[name, variable]])),
  )
}

/**
 * Returns the value of an option, from its variable if it is left out.
 *
 * @throws {SmsError} `invalid_argument` if it is missing or cannot be used. The error does not show the value.
 */
export function readOption<Value>(
  provider: string,
  name: string,
  options: object,
  { variable, otherwise, expected, read }: DeclaredOption<Value>,
): Value {
  const passed: unknown = Reflect.get(options, name)
  const isLeftOut = passed === undefined && variable !== undefined
  const value = isLeftOut ? environmentVariable(variable) : passed
  if (value === undefined) {
    if (otherwise !== undefined) return otherwise
    const orVariable = variable === undefined ? '' : ` or the environment variable ${variable}`
    throw new SmsError('invalid_argument', `\`${name}\` is missing: set the option${orVariable}.`, {
      provider,
    })
  }
  const result = read(value)
  if (result !== null) return result
  throw invalidArgument(provider, passed === undefined ? (variable ?? name) : name, expected)
}
