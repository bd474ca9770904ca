import { inspect } from 'node:util'
import { SmsError } from '@sms/core'
import { redactSecrets } from '../credentials/secrets.ts'
import { IncompleteError, ParticipantsFailedError } from './incomplete-error.ts'
import { printable } from '../formats/printable.ts'
import { InterruptedError } from '../interrupt-signal.ts'
import { isArchiveError } from './archive-error.ts'
import { archiveExitCodeOf, exitCodeOf, exitCodes } from './exit-code.ts'
import { DifferenceError } from './difference-error.ts'
import { UnhealthyError } from './unhealthy-error.ts'
import { explainSmsError, withCommandLineNames } from './explain-sms-error.ts'
import { printNotice } from './print-notice.ts'
import { isClosedPipe } from './file-error-code.ts'
import { UsageError } from './usage-error.ts'

/** Prints on one line of stderr why a command failed and what to do next. Returns the exit code. */
export function reportError(error: unknown, isDebug: boolean): number {
  const cause = error instanceof IncompleteError ? error.cause : error
  if (isClosedPipe(cause)) return exitCodes.done
  const advice = error instanceof IncompleteError ? error.advice : ''
  const line = [explain(cause), advice].filter((part) => part !== '').join(' ')
  printNotice(redactSecrets(line))
  if (isDebug) process.stderr.write(`${printable(redactSecrets(inspect(cause)))}\n`)
  return exitCode(cause)
}

function explain(error: unknown): string {
  if (SmsError.is(error)) return explainSmsError(error)
  if (isArchiveError(error)) return withCommandLineNames(error.message)
  if (isExpected(error)) return error.message
  const problem = error instanceof Error ? error.message : String(error)
  return `unexpected: ${problem.replace(/\.$/, '')}. --debug shows more.`
}

function isExpected(error: unknown): error is Error {
  return [UsageError, InterruptedError, ParticipantsFailedError, DifferenceError, UnhealthyError].some(
    (type) => error instanceof type,
  )
}

function exitCode(error: unknown): number {
  if (SmsError.is(error)) return exitCodeOf[error.code]
  if (isArchiveError(error)) return archiveExitCodeOf[error.code]
  if (error instanceof UsageError) return exitCodes.usage
  if (error instanceof InterruptedError) return error.exitCode
  if (error instanceof DifferenceError) return exitCodes.different
  if (error instanceof UnhealthyError) return exitCodes.unhealthy
  return error instanceof ParticipantsFailedError ? exitCodes.partlyDone : exitCodes.unexpected
}
