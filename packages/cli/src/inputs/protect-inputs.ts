import { resolve } from 'node:path'
import { followLinks } from '../destinations/follow-links.ts'
import { UsageError } from '../errors/usage-error.ts'

/** The files that a command reads. */
interface Inputs {
  readonly participants?: string | undefined
  readonly credentialsFile?: string | undefined
  readonly archive?: string | undefined
}

/** The files that a command writes. */
interface Outputs {
  readonly output?: string | undefined
  readonly resume?: string | undefined
  readonly archive?: string | undefined
}

/** @throws {UsageError} if the command would write a file that it reads: it would be lost. */
export async function protectInputs(
  { participants, credentialsFile, archive: archiveToRead }: Inputs,
  { output, resume, archive }: Outputs,
): Promise<void> {
  const inputs = { participants, 'credentials-file': credentialsFile, archive: archiveToRead }
  const outputs = { output, resume, archive }
  for (const [read, input] of Object.entries(inputs)) {
    for (const [written, file] of Object.entries(outputs)) {
      if (input === undefined || file === undefined || !(await isSameFile(input, file))) continue
      throw new UsageError(`--${written}: this is also the file of --${read}. Name another file.`)
    }
  }
}

/** Whether two names are of the same file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const paths = [one, other].map((path) => followLinks(path).catch(() => resolve(path)))
  const [first, second] = await Promise.all(paths)
  return first === second
}
