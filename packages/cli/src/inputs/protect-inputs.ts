import { resolve } from 'node:path'
import { followLinks } from '../destinations/follow-links.ts'
import type { OutputOptions } from '../options/output-options.ts'
import { UsageError } from '../errors/usage-error.ts'

/** Files that a command reads, by option. */
interface Inputs {
  readonly participants?: string | undefined
  readonly credentialsFile?: string | undefined
}

/** @throws {UsageError} If a file that is read would be replaced: a slip would cost the list or the credentials. */
export async function protectInputs(
  { participants, credentialsFile }: Inputs,
  { output, resume }: OutputOptions,
): Promise<void> {
  const inputs = { participants, 'credentials-file': credentialsFile }
  const outputs = { output, resume }
  for (const [read, input] of Object.entries(inputs)) {
    for (const [written, file] of Object.entries(outputs)) {
      if (input === undefined || file === undefined || !(await isSameFile(input, file))) continue
      throw new UsageError(`--${written}: this is the file of --${read}; name another file.`)
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const paths = [one, other].map((path) => followLinks(path).catch(() => resolve(path)))
  const [first, second] = await Promise.all(paths)
  return first === second
}
