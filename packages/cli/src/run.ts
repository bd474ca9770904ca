import { CommanderError } from 'commander'
import { createProgram } from './command-line/program.ts'
import { exitCodes } from './exit-code.ts'
import { report } from './report.ts'
import { forgetSecrets } from './secrets.ts'

/**
 * Runs one command line and returns its exit code.
 *
 * @param args The words after `sms`.
 * @param signal Ends the command.
 */
export async function run(args: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    await createProgram(args, signal).parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    return error instanceof CommanderError ? usageExitCode(error) : report(error, args.includes('--debug'))
  } finally {
    forgetSecrets()
  }
}

function usageExitCode({ exitCode }: CommanderError): number {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage
}
