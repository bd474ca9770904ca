import { SmsError } from '../error.ts'
import { type DeclaredOption, readOption } from './declared-option.ts'
import { environmentVariable } from './environment.ts'

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
  if (used === undefined && sets.length > 1) throw noSet(provider, variables, sets)
  const credentials = Object.fromEntries(Object.keys(variables).map((option) => [option, '']))
  for (const option of used ?? sets[0] ?? []) {
    const variable = variables[option] ?? ''
    credentials[option] = readOption(provider, option, options, { ...CREDENTIAL, variable })
  }
  return credentials
}

/**
 * A credential travels in a header, so it may hold visible ASCII only. That is checked here because `new Headers()` would
 * print the value in its error.
 */
const CREDENTIAL: DeclaredOption<string> = {
  expected: 'a credential of visible ASCII characters, without spaces',
  read: (value) => (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : null),
}

function noSet(
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
