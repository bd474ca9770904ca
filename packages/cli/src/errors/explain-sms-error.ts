import type { SmsError, SmsErrorCode } from '@sms/core'

/** The message of an `SmsError` and what to do next, on one line, with the names of the command line's options. */
export function explainSmsError({ code, message, retryAfter }: SmsError): string {
  const next = retryAfter === undefined ? NEXT_STEP[code] : `Try again in ${retryAfter} s.`
  const problem = withCommandLineNames(message)
  return next === undefined ? problem : `${problem} ${next}`
}

/** A message with the names of the command line's options. */
export function withCommandLineNames(message: string): string {
  return message.replaceAll(OPTION, (_, name: string) => `--${optionOf(name)}`)
}

/** Whether an `SmsError` is about an option of the command line. */
export function isAboutOption({ message }: SmsError): boolean {
  return message.search(OPTION) !== -1
}

const OPTION =
  /`(account|attachments|baseUrl|concurrency|direction|hosts|limit|order|pageSize|refreshDays|restoreErased|since|until)`/g

function optionOf(name: string): string {
  return name === 'hosts' ? 'attachment-host' : name.replaceAll(/[A-Z]/g, dashed)
}

function dashed(letter: string): string {
  return `-${letter.toLowerCase()}`
}

const NEXT_STEP: Partial<Record<SmsErrorCode, string>> = {
  authentication: 'Check the environment variables that hold them; `sms providers` names them.',
  permission: 'Ask the provider to allow it for this account.',
  not_found: 'Check the participant.',
  rejected: '--debug shows the provider’s own code.',
  rate_limited: 'Try again later, or with a smaller --concurrency.',
  unavailable: 'Try again later.',
  timeout: 'Try again later, or with a smaller --page-size.',
  network: 'Check the connection, and --base-url if you set it.',
  invalid_response: 'Check --base-url if you set it; --debug shows more.',
  pagination: 'Try again later, when fewer messages arrive.',
}
