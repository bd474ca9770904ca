import { digest } from '../walk/digest.ts'
import { SmsError } from '../error.ts'
import type { ResumePoint } from '../walk/resume-point.ts'

// Marks the digest of an item that was yielded out of order. No digest contains it.
const STRAY = '!'

const VERSION = 1

// Servers refuse a URL of more than 8 KiB, so no token is longer. A cursor with such a token, in base64 and with the
// digests, is shorter than this.
const LONGEST = 16_384

/**
 * Writes a place as an opaque, URL-safe string that is bound to provider, participant and query.
 *
 * The binding has only 22 bits: enough to notice a mix-up, too few to recognise a phone number.
 *
 * @throws {SmsError} `invalid_response` for a place whose token is too long.
 */
export function encodeCursor(
  provider: string,
  place: ResumePoint,
  query: readonly (string | number | undefined)[],
): string {
  const content = JSON.stringify([
    VERSION,
    binding(query),
    place.offset,
    place.total,
    place.cap,
    place.token,
    [...place.tail, ...place.strays.map((digested) => STRAY + digested)].join(' '),
  ]).replaceAll(/[\u007f-\uffff]/g, escaped)
  const cursor = toBase64Url(`${content}${digest(content).slice(-6)}`)
  if (cursor.length > LONGEST) {
    const message = `${provider} sent a token of ${place.token?.length} characters for the next page, too many for a cursor. Iterate over the items, or use \`toArray\`: neither makes a cursor.`
    throw new SmsError('invalid_response', message, { provider })
  }
  return cursor
}

/**
 * Reads what `encodeCursor` wrote.
 *
 * @throws {SmsError} `invalid_argument` if it is malformed, or for another provider, participant or query.
 */
export function decodeCursor(
  provider: string,
  cursor: string,
  query: readonly (string | number | undefined)[],
): ResumePoint {
  const [version, bound, offset, total, cap, token, tail] = parts(cursor)
  const wellFormed =
    version === VERSION &&
    typeof bound === 'string' &&
    isCount(offset) &&
    (total === null || isCount(total)) &&
    (cap === null || (isCount(cap) && cap > 0)) &&
    (token === null || typeof token === 'string') &&
    typeof tail === 'string'
  if (!wellFormed) {
    const message = '`cursor` is malformed. Pass the `cursor` of a page unchanged.'
    throw new SmsError('invalid_argument', message, { provider })
  }
  if (bound !== binding(query)) {
    const message =
      '`cursor` belongs to another provider, participant or query. Repeat the call that it came from.'
    throw new SmsError('invalid_argument', message, { provider })
  }
  const digests = tail === '' ? [] : tail.split(' ')
  return {
    token,
    offset,
    total,
    cap,
    tail: digests.filter((digested) => !digested.startsWith(STRAY)),
    strays: digests.filter((digested) => digested.startsWith(STRAY)).map((digested) => digested.slice(1)),
  }
}

function parts(cursor: string): readonly unknown[] {
  if (cursor.length > LONGEST || !/^[\w-]+$/.test(cursor)) return []
  try {
    const text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const content = text.slice(0, -6)
    if (digest(content).slice(-6) !== text.slice(-6) || toBase64Url(text) !== cursor) return []
    const parsed: unknown = JSON.parse(content)
    return Array.isArray(parsed) ? parsed : []
  } catch {
    // Neither base64 nor JSON: malformed, which the caller says.
    return []
  }
}

function binding(query: readonly (string | number | undefined)[]): string {
  return digest(...query).slice(-4)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

// `btoa` takes no character beyond Latin-1.
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function toBase64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
