// The three forms of an HTTP date (RFC 9110, 5.6.7).
const DATES =
  /[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}/g

/**
 * Returns the wait that `Retry-After` requires (RFC 9110, 10.2.3: seconds or a date), in whole seconds; null if it contains
 * nothing usable. A header that is sent twice arrives as one list: the longest wait counts.
 *
 * @param date The response's `Date`. The date is by the provider's clock, which may differ from this computer's.
 * @example
 * ```ts
 * import { retryAfterSeconds } from '@sms/core/provider'
 *
 * console.log(retryAfterSeconds('120', null)) // 120
 * ```
 */
export function retryAfterSeconds(header: string | null, date: string | null): number | null {
  if (header === null || header.length > 1000) return null
  const now = dateOf(date ?? '') ?? Date.now()
  const seconds = header
    .replaceAll(DATES, '')
    .split(',')
    .filter((part) => /^\s*\d+(\.\d+)?\s*$/.test(part))
    .map((part) => Math.min(Math.ceil(Number(part)), Number.MAX_SAFE_INTEGER))
  const dates = datesIn(header).filter((time) => time > now)
  const waits = [...seconds, ...dates.map((time) => Math.ceil((time - now) / 1000))]
  return waits.length === 0 ? null : Math.max(...waits)
}

/** Null if it is not one date that can be read; browsers hide the header from other sites. */
function dateOf(header: string): number | null {
  const [time, another] = datesIn(header.slice(0, 100))
  return time === undefined || another !== undefined || Number.isNaN(time) ? null : time
}

function datesIn(text: string): readonly number[] {
  return (text.match(DATES) ?? []).map((date) => Date.parse(date.endsWith('GMT') ? date : `${date} GMT`))
}
