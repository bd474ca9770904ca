const ISO_FORM =
  /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2})(?:(:\d{2})(\.\d{1,9})?)?(?:(Z)|([+-]\d{2}):?(\d{2}))?)?$/

/** The time in a text that has a form of ISO 8601, in milliseconds since 1970, or null for any other text. */
export function isoInstantOf(text: string): number | null {
  const match = ISO_FORM.exec(text)
  if (match === null) return null
  const [, date, , minutes = '00:00', seconds = ':00', fraction = '', , hours, quarter] = match
  const zone = hours === undefined ? 'Z' : `${hours}:${quarter}`
  const time = Date.parse(`${date}T${minutes}${seconds}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) ? null : time
}

/** A time in the form of another text. Its offset is always zero. */
export function inIsoForm(text: string, instant: number): string {
  const [, , separator, minutes, seconds, fraction, zulu, hours] = ISO_FORM.exec(text) ?? []
  const iso = new Date(instant).toISOString()
  if (minutes === undefined) return iso.slice(0, 10)
  const zone = zulu ?? (hours === undefined ? '' : text.at(-3) === ':' ? '+00:00' : '+0000')
  const zeros = fraction === undefined ? '' : `.${'0'.repeat(fraction.length - 1)}`
  return `${iso.slice(0, 10)}${separator}${iso.slice(11, seconds === undefined ? 16 : 19)}${zeros}${zone}`
}

/**
 * The time at the beginning of an id, or null if the id is no MongoDB ObjectId. The first four bytes of an ObjectId are
 * seconds since 1970 (MongoDB manual, "ObjectId").
 */
export function instantOfId(id: string): number | null {
  if (!/^(?=.*[a-f])[0-9a-f]{24}$/.test(id)) return null
  const seconds = Number.parseInt(id.slice(0, 8), 16)
  return seconds > EARLIEST && seconds < LATEST ? seconds * 1000 : null
}

/** The beginning of an ObjectId of this time. */
export function idPrefix(instant: number): string {
  return (instant / 1000).toString(16).padStart(8, '0')
}

const EARLIEST = Date.UTC(2000, 0) / 1000
const LATEST = Date.UTC(2100, 0) / 1000
