/**
 * What `Retry-After` asks for (RFC 9110, 10.2.3: seconds or a date), in whole seconds from now; null when it says
 * nothing usable. A header sent twice arrives as one list: the longest wait counts.
 */
export function retryAfterSeconds(header: string | null, now: number = Date.now()): number | null {
  if (header === null) return null
  if (/^[\s\d.,]+$/.test(header)) {
    const seconds = header
      .split(',')
      .map((part) => (/^\s*\d+(\.\d+)?\s*$/.test(part) ? Math.ceil(Number(part)) : NaN))
    const longest = Math.max(...seconds)
    return Number.isSafeInteger(longest) ? longest : null
  }
  // `Date.parse` takes many spellings; only the form of an HTTP date is meant.
  if (!/^[A-Za-z]{3,9}, [\w :-]{10,24} GMT$/.test(header.trim())) return null
  const date = Date.parse(header)
  return Number.isNaN(date) || date <= now ? null : Math.ceil((date - now) / 1000)
}
