// The three forms of an HTTP date (RFC 9110, 5.6.7).
const DATES =
  /[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}/g

/**
 * What `Retry-After` asks for (RFC 9110, 10.2.3: seconds or a date), in whole seconds from now; null when nothing in it
 * is usable. A header sent twice arrives as one list: the longest wait counts.
 */
export function retryAfterSeconds(header: string | null, now: number = Date.now()): number | null {
  if (header === null || header.length > 1000) return null
  const dates = (header.match(DATES) ?? []).map((date) =>
    Date.parse(date.endsWith('GMT') ? date : `${date} GMT`),
  )
  const seconds = header
    .replaceAll(DATES, '')
    .split(',')
    .filter((part) => /^\s*\d+(\.\d+)?\s*$/.test(part))
    .map((part) => Math.min(Math.ceil(Number(part)), Number.MAX_SAFE_INTEGER))
  const waits = [
    ...seconds,
    ...dates.filter((date) => date > now).map((date) => Math.ceil((date - now) / 1000)),
  ]
  return waits.length === 0 ? null : Math.max(...waits)
}
