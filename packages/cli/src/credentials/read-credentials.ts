import { parseEnv } from 'node:util'
import { readTextFile } from '../inputs/read-text.ts'
import { UsageError } from '../errors/usage-error.ts'

/** The value of a variable that a provider declares; undefined if it is not set, or empty. */
export type CredentialLookup = (variable: string) => string | undefined

/**
 * Credentials from the process's environment and, if it does not have them, from a file of `NAME=value` lines. Only
 * the variables that are requested are taken from the file, and none of it becomes part of the environment.
 */
export function readCredentials(path: string | undefined): CredentialLookup {
  const inFile = path === undefined ? () => undefined : readCredentialsFile(path)
  return (variable) => process.env[variable] || inFile(variable) || undefined
}

function readCredentialsFile(path: string): CredentialLookup {
  const text = readTextFile('--credentials-file', path)
  const values = parseEnv(text)
  return (variable) => {
    checkWhole(path, text, variable, values[variable])
    return values[variable]
  }
}

/** `parseEnv` cuts some values in silence, so that half a credential would be sent. */
function checkWhole(path: string, text: string, variable: string, value: string | undefined): void {
  const name = `^\\s*(?:export\\s+)?${variable}\\s*=`
  const unquoted = new RegExp(`${name}(?:#|\\s*(?<kept>[^"'\`\\s#][^#]*(?<!\\s))#)`)
  const quoted = new RegExp(`${name}\\s*(["'\`])(?<kept>(?:(?!\\1).)*)\\1\\s*[^\\s#]`)
  for (const [index, line] of text.split('\n').entries()) {
    const comment = unquoted.exec(line)
    const cut = comment ?? quoted.exec(line)
    // Otherwise a later line sets the value, or this one is part of another value.
    if (cut === null || (cut.groups?.['kept'] ?? '') !== value) continue
    const problem =
      comment === null
        ? 'continues after its closing quote; put the whole value in quotes that it does not contain'
        : 'contains #, which begins a comment; put the value in quotes'
    throw new UsageError(
      `--credentials-file: ${path}, line ${index + 1}: the value of ${variable} ${problem}.`,
    )
  }
}
