import { CommanderError } from 'commander'
import { createProgram } from './command-line/program.ts'
import { endingSignal } from './ending.ts'
import { exitCodes } from './exit-code.ts'
import { report } from './report.ts'

const signal = endingSignal()
const program = createProgram(signal)
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode =
    error instanceof CommanderError ? usageExitCode(error) : report(error, process.argv.includes('--debug'))
}

function usageExitCode({ exitCode }: CommanderError): number {
  return exitCode === 0 ? exitCodes.done : exitCodes.usage
}
