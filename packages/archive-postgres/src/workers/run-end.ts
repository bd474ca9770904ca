import { ArchiveError } from '@sms/archive'
import type { PartReport, SyncEnd } from '@sms/archive/store'
import { SmsError } from '@sms/core'
import type { RunEnd } from './conversations.ts'
import type { Outage } from './outages.ts'
import { AccountHeld } from './permits.ts'

/** The worker ends. */
export class WorkerStopped extends Error {}

/** What an attempt's end means. */
export interface Verdict {
  readonly end: RunEnd
  /** For how many seconds the account is not used, and why; null if it may be. */
  readonly hold: { readonly seconds: number; readonly because: string } | null
  /** How the sync goes on if this attempt does not count; null if it counts, or if nothing is left to do. */
  readonly again: Continuation | null
}

/** How a sync goes on after an attempt that does not count. */
export interface Continuation {
  /** After how many seconds. */
  readonly delay: number
  /** Whether pages were read. Then the attempts that failed before do not count any more. */
  readonly hasAdvanced: boolean
}

// Credentials are not accepted again without someone who changes them.
const REJECTED_SECONDS = 900

// Until the lease of a sync that was started by hand ends.
const BUSY_SECONDS = 10

const CONTINUES = { end: { kind: 'continues' }, hold: null, again: { delay: 0, hasAdvanced: false } } as const

/** @param isLast Whether an attempt that fails is not tried again. */
export function verdictOf(end: SyncEnd<PartReport>, isLast: boolean): Verdict {
  const verdict = 'error' in end ? verdictOfError(end.error) : verdictOfReport(end.report)
  return isLast && verdict.end.kind === 'failed'
    ? { ...verdict, end: { ...verdict.end, isFinal: true } }
    : verdict
}

/** What the end of an attempt means if the provider is down, or at least no conversation shows that it is not. */
export function verdictOfOutage(
  { code, message }: SmsError,
  { seconds, isOfAccount, isHeld }: Outage,
): Verdict {
  if (isHeld) return CONTINUES
  if (isOfAccount) return { ...CONTINUES, hold: { seconds, because: code } }
  // Only this one is known to fail. It keeps no other one waiting.
  return { ...failed(code, message, true), again: { delay: seconds, hasAdvanced: false } }
}

function verdictOfReport({ added, updated, vanished, isAtEnd, error }: PartReport): Verdict {
  if (!isAtEnd) return { ...CONTINUES, again: { delay: 0, hasAdvanced: true } }
  if (error !== null) return failed(error.code, error.message, true)
  return { end: { kind: 'synced', isActive: added + updated + vanished > 0 }, hold: null, again: null }
}

function verdictOfError(error: unknown): Verdict {
  if (error instanceof AccountHeld || error instanceof WorkerStopped) return CONTINUES
  if (ArchiveError.is(error, 'busy'))
    return { ...CONTINUES, again: { delay: BUSY_SECONDS, hasAdvanced: false } }
  if (ArchiveError.is(error, 'erased')) return { end: { kind: 'removed' }, hold: null, again: null }
  if (ArchiveError.is(error)) return failed(error.code, error.message, error.code === 'storage')
  if (SmsError.is(error, 'rate_limited'))
    return { ...CONTINUES, hold: { seconds: error.retryAfter ?? 1, because: error.code } }
  if (SmsError.is(error, 'authentication'))
    return { ...CONTINUES, hold: { seconds: REJECTED_SECONDS, because: error.code } }
  if (SmsError.is(error)) return failed(error.code, error.message, error.retryable)
  // Its message may contain anything.
  return failed('unknown', error instanceof Error ? error.name : typeof error, true)
}

function failed(code: string, message: string, isRetried: boolean): Verdict {
  return { end: { kind: 'failed', code, message, isFinal: !isRetried }, hold: null, again: null }
}
