import type { TwilioMessage } from '@sms/twilio'
import type { BenchList } from '../list.ts'
import type { PageParser } from './page-parser.ts'
import type { PageWriter } from './page-writer.ts'

const LISTS = ['To', 'From'] as const

/** Twilio: a list of the messages to the participant and one of those from it, each page with a link to the next. */
export const twilio: PageWriter & PageParser = {
  asked(query) {
    const size = Number(query.get('PageSize'))
    // A token stands for the message that a page ends with.
    const start = Number(query.get('PageToken')?.slice('PA'.length) ?? 0)
    return { start, size, list: LISTS.findIndex((side) => query.has(side)) }
  },
  envelope({ start, end, size, total, list = 0, url }) {
    const path = new URL(url).pathname.slice('/twilio'.length)
    // A link repeats the filters of its list.
    const next = `${path}?${LISTS[list]}=&PageSize=${size}&Page=${Math.ceil(end / size)}&PageToken=PA${end}`
    const link = JSON.stringify(end < total ? next : null)
    return {
      before: `{"page_size":${size},"start":${start},"next_page_uri":${link},"messages":[`,
      after: ']}',
    }
  },
  url(list, page) {
    const { origin, participant, pageSize } = list
    const [side, index] = placeOf(list, page)
    const path = `${origin}/twilio/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`
    const from = index === 0 ? '' : `&Page=${index}&PageToken=PA${index * pageSize}`
    return `${path}?${side}=${encodeURIComponent(participant)}&PageSize=${pageSize}${from}`
  },
  messages: (body) => (body as { readonly messages: TwilioMessage[] }).messages,
  text: (message) => (message as TwilioMessage).body ?? '',
}

/** Pages of both lists by turns, as long as both have some: so two requests in flight are of two lists. */
function placeOf({ lengths, pageSize }: BenchList, page: number): readonly [string, number] {
  const [to = 0, from = 0] = lengths.map((messages) => Math.ceil(messages / pageSize))
  const inBoth = 2 * Math.min(to, from)
  if (page <= inBoth) return [LISTS[(page - 1) % 2] ?? '', Math.floor((page - 1) / 2)]
  return [to > from ? 'To' : 'From', page - 1 - inBoth / 2]
}
