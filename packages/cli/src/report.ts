import { inspect } from 'node:util'
import { SmsError, type SmsErrorCode } from '@sms/core'
import { Interrupted, isClosedPipe } from './ending.ts'
import { exitCodeOf, exitCodes } from './exit-code.ts'
import { printable } from './formats/printable.ts'
import { withoutSecrets } from './secrets.ts'
import { PartlyDone, Unfinished } from './unfinished.ts'
import { UsageError } from './usage-error.ts'

/** Tells on stderr, in one line, why a command failed and what to do next. Returns its exit code. */
export function report(error: unknown, isDebug: boolean): number {
  const cause = error instanceof Unfinished ? error.cause : error
  if (isClosedPipe(cause)) return exitCodes.done
  const advice = error instanceof Unfinished ? error.advice : ''
  const line = [explain(cause), advice].filter((part) => part !== '').join(' ')
  tell(withoutSecrets(line))
  if (isDebug) process.stderr.write(`${printable(withoutSecrets(inspect(cause)))}\n`)
  return exitCode(cause)
}

/** Says something on stderr, where every line tells who said it. Some of it may be the words of a third party. */
export function tell(line: string): void {
  process.stderr.write(`sms: ${printable(line.replaceAll(/\s*\n\s*/g, ' '))}\n`)
}

/** An error of the contract in one line, in the words of the command line. */
export function explainSmsError({ code, message, retryAfter }: SmsError): string {
  const next = retryAfter === undefined ? NEXT[code] : `Try again in ${retryAfter} s.`
  const told = message.replaceAll(OPTION, (_, name: string) => `--${name.replaceAll(/[A-Z]/g, dashed)}`)
  return next === undefined ? told : `${told} ${next}`
}

/** Whether an error of the contract is about an option of the command line. */
export function isAboutOption({ message }: SmsError): boolean {
  return message.search(OPTION) !== -1
}

const OPTION = /`(baseUrl|concurrency|direction|limit|order|pageSize|since|until)`/g

function dashed(letter: string): string {
  return `-${letter.toLowerCase()}`
}

function explain(error: unknown): string {
  if (SmsError.is(error)) return explainSmsError(error)
  if (error instanceof UsageError || error instanceof Interrupted || error instanceof PartlyDone) {
    return error.message
  }
  const what = error instanceof Error ? error.message : String(error)
  return `unexpected: ${what.replace(/\.$/, '')}. --debug shows more.`
}

function exitCode(error: unknown): number {
  if (SmsError.is(error)) return exitCodeOf[error.code]
  if (error instanceof UsageError) return exitCodes.usage
  if (error instanceof Interrupted) return error.exitCode
  return error instanceof PartlyDone ? exitCodes.partlyDone : exitCodes.unexpected
}

const NEXT: Partial<Record<SmsErrorCode, string>> = {
  authentication: 'Check the environment variables that hold them; `sms providers` names them.',
  permission: 'Ask the provider to allow it for this account.',
  not_found: 'Check the participant.',
  rejected: '--debug shows the provider’s own code.',
  rate_limited: 'Try again later, or with a smaller --concurrency.',
  unavailable: 'Try again later.',
  timeout: 'Try again later, or with a smaller --page-size.',
  network: 'Check the connection, and --base-url if it is given.',
  invalid_response: 'Check --base-url if it is given; --debug shows more.',
  pagination: 'Try again later, when fewer messages arrive.',
}
