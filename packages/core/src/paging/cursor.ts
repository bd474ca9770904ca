import { digest } from '../walk/digest.ts'
import { SmsError } from '../error.ts'
import type { ListPlace } from './list-place.ts'

// Marks the digest of an item that was yielded out of order. No digest contains it.
const STRAY = '!'

const VERSION = 2

// Servers refuse a URL of more than 8 KiB, so no token is longer. A cursor with such a token, in base64 and with the
// digests, is shorter than this. The tokens of several lists share it.
const LONGEST = 16_384

/**
 * Writes the place in each list as an opaque, URL-safe string that is bound to provider, participant and query.
 *
 * The binding has only 22 bits: enough to notice a mix-up, too few to recognise a phone number.
 *
 * @throws {SmsError} `invalid_response` for places whose tokens are too long.
 */
export function encodeCursor(
  provider: string,
  places: readonly ListPlace[],
  cursorScope: readonly (string | number | undefined)[],
): string {
  const content = JSON.stringify([VERSION, binding(cursorScope), ...places.map(encodePlace)]).replaceAll(
    /[\u007f-\uffff]/g,
    escaped,
  )
  const cursor = toBase64Url(`${content}${digest(content).slice(-6)}`)
  if (cursor.length > LONGEST) {
    const length = Math.max(...places.map(({ token }) => token?.length ?? 0))
    const message = `${provider} sent a token of ${length} characters for the next page, too many for a cursor. Iterate over the items, or use \`toArray\`: neither makes a cursor.`
    throw new SmsError('invalid_response', message, { provider })
  }
  return cursor
}

/**
 * Reads what `encodeCursor` wrote.
 *
 * @param lists How many lists are read.
 * @throws {SmsError} `invalid_argument` if it is malformed, or for another provider, participant or query.
 */
export function decodeCursor(
  provider: string,
  cursor: string,
  cursorScope: readonly (string | number | undefined)[],
  lists: number,
): readonly ListPlace[] {
  const [version, bound, ...encoded] = parts(cursor)
  const places = encoded.map(decodePlace).filter((place) => place !== null)
  const isWellFormed =
    version === VERSION && typeof bound === 'string' && places.length > 0 && places.length === encoded.length
  if (!isWellFormed) {
    const message = '`cursor` is malformed. Pass the `cursor` of a page unchanged.'
    throw new SmsError('invalid_argument', message, { provider })
  }
  if (bound !== binding(cursorScope) || places.length !== lists) {
    const message =
      '`cursor` belongs to another provider, participant or query. Repeat the call that it came from.'
    throw new SmsError('invalid_argument', message, { provider })
  }
  return places
}

function encodePlace(place: ListPlace): readonly unknown[] {
  const { offset, total, cap, token, pageSize, tail, strays, time, isOver } = place
  const digests = [...tail, ...strays.map((digested) => STRAY + digested)].join(' ')
  return [offset, total, cap, token, pageSize, digests, time, isOver]
}

/** Null for what is no place. */
function decodePlace(encoded: unknown): ListPlace | null {
  const list: readonly unknown[] = Array.isArray(encoded) ? encoded : []
  const [offset, total, cap, token, pageSize, tail, time, isOver] = list
  const isWellFormed =
    isCount(offset) &&
    (total === null || isCount(total)) &&
    (cap === null || (isCount(cap) && cap > 0)) &&
    (token === null || typeof token === 'string') &&
    (pageSize === null || (isCount(pageSize) && pageSize > 0)) &&
    typeof tail === 'string' &&
    (time === null || Number.isSafeInteger(time)) &&
    typeof isOver === 'boolean'
  if (!isWellFormed) return null
  const digests = tail === '' ? [] : tail.split(' ')
  return {
    token,
    pageSize,
    offset,
    total,
    cap,
    tail: digests.filter((digested) => !digested.startsWith(STRAY)),
    strays: digests.filter((digested) => digested.startsWith(STRAY)).map((digested) => digested.slice(1)),
    time: time as number | null,
    isOver,
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

function binding(cursorScope: readonly (string | number | undefined)[]): string {
  return digest(...cursorScope).slice(-4)
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
