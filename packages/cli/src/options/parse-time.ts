import { UsageError } from '../errors/usage-error.ts'

const HOURS = { h: 1, d: 24, w: 168 } as const
const MS_PER_HOUR = 3_600_000

/** An option that is a time. */
type TimeOption = 'since' | 'until' | 'before'

/**
 * Parses the value of `--since`, `--until` or `--before`: a date with time and offset, as ISO 8601 and Python's `isoformat()` write
 * it; a date alone, for the whole day in UTC; or a number of hours, days or weeks ago (`12h`, `7d`, `2w`).
 *
 * @throws {UsageError} for anything else.
 */
export function parseTime(option: TimeOption, text: string, now: Date): Date {
  const found = ago(text, now) ?? day(option, text) ?? exact(option, text)
  if (found !== null) return found
  throw new UsageError(
    `--${option} takes an ISO date such as 2025-06-05 or 2025-06-05T08:30:00Z, or a time ago such as 12h, 7d or 2w.`,
  )
}

function ago(text: string, now: Date): Date | null {
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  if (unit !== 'h' && unit !== 'd' && unit !== 'w') return null
  return new Date(now.getTime() - Number(count) * HOURS[unit] * MS_PER_HOUR)
}

function day(option: TimeOption, text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  return valid(text, option === 'until' ? '23:59:59.999' : '00:00:00', 'Z')
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:(Z)|([+-]\d\d):?(\d\d)?)?$/

function exact(option: TimeOption, text: string): Date | null {
  const [found, date = '', time = '', utc, hours, minutes = '00'] = DATE_TIME.exec(text) ?? []
  if (found === undefined) return null
  const offset = utc ?? (hours === undefined ? null : `${hours}:${minutes}`)
  if (offset !== null) return valid(date, time, offset)
  // `Date` would use the time zone of this machine.
  throw new UsageError(`--${option}: the time has no offset. Add Z for UTC, or an offset such as +02:00.`)
}

// `Date` reads 30 February as 2 March, and accepts three digits of a second's fraction.
function valid(date: string, time: string, offset: string): Date | null {
  const isDay = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(isDay.getTime()) || isDay.toISOString().slice(0, 10) !== date) return null
  const found = new Date(`${date}T${time.replace(/(\.\d{3})\d+$/, '$1')}${offset}`)
  return Number.isNaN(found.getTime()) ? null : found
}
