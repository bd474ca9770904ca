import { parseEnv } from 'node:util'
import { readTextFile } from './read-text.ts'
import { UsageError } from './usage-error.ts'

/** The value of a variable that a provider declares; undefined if it is not set, or empty. */
export type CredentialValues = (variable: string) => string | undefined

/**
 * Credentials from the process's environment and, if it does not have them, from a file of `NAME=value` lines. Only
 * the variables that are requested are taken from the file, and none of it becomes part of the environment.
 */
export function credentialValues(path: string | undefined): CredentialValues {
  const inFile = path === undefined ? () => undefined : readCredentials(path)
  return (variable) => process.env[variable] || inFile(variable) || undefined
}

function readCredentials(path: string): CredentialValues {
  const text = readTextFile('--credentials-file', path)
  const values = parseEnv(text)
  return (variable) => {
    checkComment(path, text, variable, values[variable])
    return values[variable]
  }
}

/** In an unquoted value everything from `#` on is a comment, which would cut a credential in silence. */
function checkComment(path: string, text: string, variable: string, value: string | undefined): void {
  const assignment = new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=(?:#|\\s*([^"'\`\\s#][^#]*(?<!\\s))#)`)
  for (const [index, line] of text.split('\n').entries()) {
    const found = assignment.exec(line)
    // Otherwise a later line sets the value, or this one is part of another value.
    if (found === null || (found[1] ?? '') !== value) continue
    throw new UsageError(
      `--credentials-file: ${path}, line ${index + 1}: the value of ${variable} contains #, which begins a comment; put the value in quotes.`,
    )
  }
}
