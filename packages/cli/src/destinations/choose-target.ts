import type { ResumableRead, Target } from './target.ts'

/**
 * A target from the options; null if the file is already complete.
 *
 * @throws {UsageError} if the file cannot be written, another run writes it, or the state belongs to another command.
 */
export async function chooseTarget(
  options: { readonly output?: string | undefined; readonly resume?: string | undefined },
  read: ResumableRead,
): Promise<Target | null> {
  const { output, resume } = options
  if (output === undefined || resume === undefined) return plainTarget(output)
  const { resumableTarget } = await import('./resumable-target.ts')
  return resumableTarget(output, resume, read)
}

/** A file, or standard output if no file is named. Standard output loads no code for files. */
export async function plainTarget(output: string | undefined): Promise<Target> {
  if (output === undefined) {
    const { standardOutput } = await import('./standard-output.ts')
    return { state: null, open: standardOutput, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  const { wholeFileTarget } = await import('./whole-file.ts')
  return wholeFileTarget(output)
}
