import { parseEnv } from 'node:util'
import { UsageError } from '../errors/usage-error.ts'
import { readText } from '../inputs/read-text.ts'

/** Returns the value of a variable; undefined if it is empty or not set. */
export type CredentialLookup = (variable: string) => string | undefined

/**
 * Looks credentials up in the environment and then in a file of `NAME=value` lines. Only the requested variables are
 * taken from the file, and none becomes part of the environment.
 *
 * @throws {UsageError} if the file cannot be read.
 */
export async function readCredentials(
  path: string | undefined,
  signal: AbortSignal,
): Promise<CredentialLookup> {
  const inFile = path === undefined ? () => undefined : await readCredentialsFile(path, signal)
  return (variable) => process.env[variable] || inFile(variable) || undefined
}

async function readCredentialsFile(path: string, signal: AbortSignal): Promise<CredentialLookup> {
  const text = await readText('--credentials-file', path, signal)
  const values = parseEnv(text)
  return (variable) => {
    checkNotCut(path, text, variable, values[variable])
    return values[variable]
  }
}

/** @throws {UsageError} if `parseEnv` cut the value without an error: half a credential would be sent. */
function checkNotCut(path: string, text: string, variable: string, value: string | undefined): void {
  const name = `^\\s*(?:export\\s+)?${variable}\\s*=`
  const unquoted = new RegExp(`${name}(?:#|\\s*(?<kept>[^"'\`\\s#][^#]*(?<!\\s))#)`)
  const quoted = new RegExp(`${name}\\s*(["'\`])(?<kept>(?:(?!\\1).)*)\\1\\s*[^\\s#]`)
  for (const [index, line] of text.split('\n').entries()) {
    const comment = unquoted.exec(line)
    const cut = comment ?? quoted.exec(line)
    // Otherwise a later line sets the value, or this line is part of another value.
    if (cut === null || (cut.groups?.['kept'] ?? '') !== value) continue
    const problem =
      comment === null
        ? 'continues after its closing quote. Put the whole value in quotes that it does not contain'
        : 'contains #, which begins a comment. Put the value in quotes'
    throw new UsageError(
      `--credentials-file: ${path}, line ${index + 1}: the value of ${variable} ${problem}.`,
    )
  }
}
