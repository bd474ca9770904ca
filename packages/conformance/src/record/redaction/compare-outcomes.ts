import { isDeepStrictEqual } from 'node:util'
import { SmsError } from '@sms/core'
import type { Item, CallOutcome } from '../../provider-under-test/make-call.ts'

// Programs decide by these fields, so no redaction may change them.
const VOCABULARY = ['provider', 'direction', 'channel', 'status'] as const

/**
 * The difference between the outcomes of a live call and of its redacted replay, or null if everything that matters is
 * the same. It includes no value.
 */
export function differenceOf(live: CallOutcome, redacted: CallOutcome): string | null {
  const [error, redactedError] = [errorOf(live), errorOf(redacted)]
  if (!isDeepStrictEqual(error, redactedError)) return `it ends in ${end(redacted)} in place of ${end(live)}`
  if (live.items.length !== redacted.items.length) {
    return `it returns ${redacted.items.length} items in place of ${live.items.length}`
  }
  for (const [index, item] of live.items.entries()) {
    const field = differentField(item, redacted.items[index])
    if (field !== null) return `\`${field}\` of item ${index + 1} differs`
  }
  if (!isDeepStrictEqual(orderOf(live), orderOf(redacted))) return 'the order of `timestamp` differs'
  if (!isDeepStrictEqual(totalsOf(live), totalsOf(redacted))) return 'the total differs'
  return isDeepStrictEqual(countsOf(live), countsOf(redacted)) ? null : 'the summary differs'
}

/** The error of an outcome in the form of a fixture. */
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

/** The order of each message's time and the time before it: -1, 0 or 1. */
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

/** The kind of a value, and the length of a list. */
function shape(value: unknown): string {
  return Array.isArray(value) ? `${value.length} items` : value === null ? 'null' : typeof value
}
