import { resolve } from 'node:path'
import { followLinks } from '../destinations/follow-links.ts'
import { UsageError } from '../errors/usage-error.ts'
import type { OutputOptions } from '../options/output-options.ts'

/** The files that a command reads. */
interface Inputs {
  readonly participants?: string | undefined
  readonly credentialsFile?: string | undefined
}

/** @throws {UsageError} if the command would replace a file that it reads: the list or the credentials would be lost. */
export async function protectInputs(
  { participants, credentialsFile }: Inputs,
  { output, resume }: OutputOptions,
): Promise<void> {
  const inputs = { participants, 'credentials-file': credentialsFile }
  const outputs = { output, resume }
  for (const [read, input] of Object.entries(inputs)) {
    for (const [written, file] of Object.entries(outputs)) {
      if (input === undefined || file === undefined || !(await isSameFile(input, file))) continue
      throw new UsageError(`--${written}: this is also the file of --${read}. Name another file.`)
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const paths = [one, other].map((path) => followLinks(path).catch(() => resolve(path)))
  const [first, second] = await Promise.all(paths)
  return first === second
}
