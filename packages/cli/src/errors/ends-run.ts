import type { SmsError, SmsErrorCode } from '@sms/core'

// If one conversation fails with such an error, all do.
const FATAL_CODES: ReadonlySet<SmsErrorCode> = new Set(['authentication', 'permission', 'unsupported'])

// A reader waits for up to a minute by itself. After a longer `Retry-After`, all its calls fail until that time.
const MAX_WAIT_S = 60

/** Whether an error of one conversation ends a run of many: the account is rejected, or has to wait. */
export function endsRun({ code, retryAfter = 0 }: SmsError): boolean {
  return FATAL_CODES.has(code) || (code === 'rate_limited' && retryAfter > MAX_WAIT_S)
}
