const MAIL_FORM = /^(\w{3}, )?(\d{1,2}) (\w{3}) (\d{4}) (\d{2}:\d{2})(:\d{2})? (?:([+-]\d{4})|(GMT|UTC?|Z))$/

/** The time in a text that has the form of RFC 2822 (3.3), in milliseconds since 1970, or null for any other text. */
export function mailInstantOf(text: string): number | null {
  const [, , day, month, year, minutes, seconds = ':00', offset = '+0000'] = MAIL_FORM.exec(text) ?? []
  if (day === undefined) return null
  const time = Date.parse(`${day} ${month} ${year} ${minutes}${seconds} ${offset}`)
  return Number.isNaN(time) ? null : time
}

/** A time in the form of another text. Its offset is always zero. */
export function inMailForm(text: string, instant: number): string {
  const [, weekday = '', day = '', , , , seconds, offset, zone = ''] = MAIL_FORM.exec(text) ?? []
  const utc = new Date(instant).toUTCString()
  const date = day.length === 1 ? utc.slice(5, 16).replace(/^0/, '') : utc.slice(5, 16)
  const time = utc.slice(17, seconds === undefined ? 22 : 25)
  return `${weekday && utc.slice(0, 5)}${date} ${time} ${offset === undefined ? zone : '+0000'}`
}
