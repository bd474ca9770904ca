const ISO_FORM =
  /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2})(?:(:\d{2})(\.\d{1,9})?)?(?:(Z)|([+-]\d{2}):?(\d{2}))?)?$/

/** The moment that a text in a form of ISO 8601 names, in milliseconds since 1970; null for any other text. */
export function isoInstantOf(text: string): number | null {
  const match = ISO_FORM.exec(text)
  if (match === null) return null
  const [, date, , minutes = '00:00', seconds = ':00', fraction = '', , hours, quarter] = match
  const zone = hours === undefined ? 'Z' : `${hours}:${quarter}`
  const time = Date.parse(`${date}T${minutes}${seconds}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) ? null : time
}

/** A moment as a text of the form that another one has; its offset is always zero. */
export function inIsoForm(text: string, instant: number): string {
  const [, , separator, minutes, seconds, fraction, zulu, hours] = ISO_FORM.exec(text) ?? []
  const iso = new Date(instant).toISOString()
  if (minutes === undefined) return iso.slice(0, 10)
  const zone = zulu ?? (hours === undefined ? '' : text.at(-3) === ':' ? '+00:00' : '+0000')
  const zeros = fraction === undefined ? '' : `.${'0'.repeat(fraction.length - 1)}`
  return `${iso.slice(0, 10)}${separator}${iso.slice(11, seconds === undefined ? 16 : 19)}${zeros}${zone}`
}

/**
 * The moment that an id begins with: of a MongoDB ObjectId, the first four bytes are seconds since 1970 ("ObjectId").
 * Null where an id can be none.
 */
export function instantOfId(id: string): number | null {
  if (!/^(?=.*[a-f])[0-9a-f]{24}$/.test(id)) return null
  const seconds = Number.parseInt(id.slice(0, 8), 16)
  return seconds > EARLIEST && seconds < LATEST ? seconds * 1000 : null
}

/** What an ObjectId of a moment begins with. */
export function idPrefix(instant: number): string {
  return (instant / 1000).toString(16).padStart(8, '0')
}

const EARLIEST = Date.UTC(2000, 0) / 1000
const LATEST = Date.UTC(2100, 0) / 1000
