import { SmsError } from '../error.ts'
import { environmentVariable } from './environment.ts'
import { invalidArgument } from './invalid-argument.ts'

/** The environment variable of each credential, by its option. */
export type CredentialVariables = Readonly<Record<string, string>>

/**
 * Returns the credentials of a reader: from the options, and from the environment if an option is left out. With several
 * sets, those of the set that is used. The others are empty.
 *
 * @param sets Each is enough alone. A set that an option belongs to is used before one from the environment, and the first
 * of several.
 * @throws {SmsError} `invalid_argument` for a credential that is missing or malformed. The error names the option and the
 * variable, and never the value.
 */
export function chooseCredentials(
  provider: string,
  options: object,
  variables: CredentialVariables,
  sets: readonly (readonly string[])[] = [Object.keys(variables)],
): Readonly<Record<string, string>> {
  const isPassed = (option: string): boolean => Reflect.get(options, option) !== undefined
  const isFound = (option: string): boolean =>
    isPassed(option) || environmentVariable(variables[option] ?? '') !== undefined
  const used = sets.find((set) => set.some(isPassed)) ?? sets.find((set) => set.every(isFound))
  if (used === undefined && sets.length > 1) throw missing(provider, variables, sets)
  const credentials = Object.fromEntries(Object.keys(variables).map((option) => [option, '']))
  for (const option of used ?? sets[0] ?? []) {
    credentials[option] = credential(provider, option, Reflect.get(options, option), variables[option] ?? '')
  }
  return credentials
}

/**
 * A credential travels in a header, so it may hold visible ASCII only. That is checked here because `new Headers()` would
 * print the value in its error.
 */
function credential(provider: string, option: string, value: unknown, variable: string): string {
  const found = value === undefined ? environmentVariable(variable) : value
  if (found === undefined) throw missing(provider, { [option]: variable }, [[option]])
  if (typeof found !== 'string' || !/^[\x21-\x7e]+$/.test(found)) {
    const name = value === undefined ? variable : option
    throw invalidArgument(provider, name, 'a credential of visible ASCII characters, without spaces')
  }
  return found
}

function missing(
  provider: string,
  variables: CredentialVariables,
  sets: readonly (readonly string[])[],
): SmsError {
  const ways = sets.map((set) =>
    set.map((option) => `\`${option}\` or the environment variable ${variables[option]}`).join(' and '),
  )
  return new SmsError('invalid_argument', `No credential: set the option ${ways.join(', or ')}.`, {
    provider,
  })
}
