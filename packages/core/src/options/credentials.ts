import { SmsError } from '../error.ts'
import { invalidArgument } from './invalid-argument.ts'

/** The environment, in the runtimes that have one. */
const environment = (): Readonly<Record<string, string | undefined>> =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {}

/**
 * A credential from its option, or from the environment if the option is left out.
 *
 * It travels in a header, so it may hold visible ASCII only. That is checked here because `new Headers()` would
 * print the value in its error.
 *
 * @param value What the option holds; undefined if it is left out.
 * @param variable The environment variable that is read then, in the runtimes that have an environment.
 * @throws {SmsError} `invalid_argument`, naming the option and the variable and never the value.
 */
export function credential(provider: string, option: string, value: unknown, variable: string): string {
  const found = value === undefined ? environment()[variable] : value
  if (found === undefined || (value === undefined && found === '')) {
    const message = `No credential: set the option \`${option}\` or the environment variable ${variable}.`
    throw new SmsError('invalid_argument', message, { provider })
  }
  if (typeof found !== 'string' || !/^[\x21-\x7e]+$/.test(found)) {
    const name = value === undefined ? variable : option
    throw invalidArgument(provider, name, 'a credential of visible ASCII characters, without spaces')
  }
  return found
}
