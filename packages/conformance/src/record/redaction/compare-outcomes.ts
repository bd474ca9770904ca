import { isDeepStrictEqual } from 'node:util'
import { SmsError } from '@sms/core'
import type { Item, CallOutcome } from '../../provider-under-test/make-call.ts'

// What programs decide by, and what no redaction may change.
const VOCABULARY = ['provider', 'direction', 'channel', 'status'] as const

/**
 * What a reader makes of redacted answers and did not of the original ones, without any value of them; null where all
 * that matters is the same.
 */
export function differenceOf(live: CallOutcome, redacted: CallOutcome): string | null {
  const [error, redactedError] = [errorOf(live), errorOf(redacted)]
  if (!isDeepStrictEqual(error, redactedError)) return `it ends in ${end(redacted)} and not in ${end(live)}`
  if (live.items.length !== redacted.items.length) {
    return `there are ${redacted.items.length} items and not ${live.items.length}`
  }
  for (const [index, item] of live.items.entries()) {
    const field = differentField(item, redacted.items[index])
    if (field !== null) return `\`${field}\` of item ${index + 1} is another`
  }
  if (!isDeepStrictEqual(orderOf(live), orderOf(redacted))) return 'the order of `timestamp` is another'
  if (!isDeepStrictEqual(totalsOf(live), totalsOf(redacted))) return 'the total is another'
  return isDeepStrictEqual(countsOf(live), countsOf(redacted)) ? null : 'the summary is another'
}

/** How a fixture has an error. */
export function errorOf({
  error,
}: CallOutcome): Pick<SmsError, 'code' | 'status' | 'providerCode'> | undefined {
  if (!SmsError.is(error)) return undefined
  const { code, status, providerCode } = error
  return {
    code,
    ...(status !== undefined && { status }),
    ...(providerCode !== undefined && { providerCode }),
  }
}

function end(outcome: CallOutcome): string {
  const error = errorOf(outcome)
  return error === undefined ? 'success' : `\`${[error.code, error.providerCode].filter(Boolean).join(' ')}\``
}

function differentField(live: Item, redacted: Item | undefined): string | null {
  for (const [field, value] of Object.entries(live)) {
    const other: unknown = redacted && Reflect.get(redacted, field)
    const isSame = VOCABULARY.some((name) => name === field) ? value === other : shape(value) === shape(other)
    if (!isSame && field !== 'raw') return field
  }
  return null
}

/** How the time of each message compares to that of the one before. */
function orderOf({ items }: CallOutcome): readonly number[] {
  const times = items.map((item) => ('timestamp' in item ? (item.timestamp?.getTime() ?? 0) : 0))
  return times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? 0)))
}

function totalsOf({ pages }: CallOutcome): unknown {
  return pages.map(({ total }) => total)
}

function countsOf({ summary }: CallOutcome): unknown {
  return summary && [summary.messages, summary.segments, summary.outbound, summary.inbound]
}

/** Whether something is there, and how much of it. */
function shape(value: unknown): string {
  return Array.isArray(value) ? `${value.length} items` : value === null ? 'null' : typeof value
}
