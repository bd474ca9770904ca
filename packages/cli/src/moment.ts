import { UsageError } from './usage-error.ts'

const HOURS = { h: 1, d: 24, w: 168 } as const
const MS_PER_HOUR = 3_600_000

/**
 * The moment that `--since` or `--until` names: an ISO date with its time and offset, a date alone (the whole day,
 * UTC), or so many hours, days or weeks ago (`12h`, `7d`, `2w`).
 *
 * @throws {UsageError} for anything else.
 */
export function moment(option: 'since' | 'until', text: string, now: Date): Date {
  const found = ago(text, now) ?? day(option, text) ?? exact(text)
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

function day(option: 'since' | 'until', text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  return valid(text, `${text}${option === 'since' ? 'T00:00:00Z' : 'T23:59:59.999Z'}`)
}

// Without an offset it would be the time of wherever this happens to run.
function exact(text: string): Date | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? valid(text.slice(0, 10), text)
    : null
}

// `Date` makes 2 March of 30 February.
function valid(date: string, text: string): Date | null {
  const isDay = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(isDay.getTime()) || isDay.toISOString().slice(0, 10) !== date) return null
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time
}
