import { CommanderError } from 'commander'
import { forgetSecrets } from './credentials/secrets.ts'
import { exitCodes } from './errors/exit-code.ts'
import type { Invocation } from './invocation.ts'
import { createProgram } from './program.ts'

/** Runs one command line and returns its exit code. */
export async function run(invocation: Invocation): Promise<number> {
  const { args } = invocation
  try {
    await createProgram(invocation).parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError) return usageExitCode(error)
    const { reportError } = await import('./errors/report-error.ts')
    return reportError(error, args.includes('--debug'))
  } finally {
    forgetSecrets()
  }
}

/** Commander has printed the help or the error. */
function usageExitCode({ exitCode }: CommanderError): number {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage
}
