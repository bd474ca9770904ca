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
  url: (list, page) => urlIn(list, ...placeOf(list, page)),
  messages: messagesOf,
  text: (message) => (message as TwilioMessage).body ?? '',
}

/**
 * @param index Of the list.
 * @param page Of that list, from 1.
 */
export function urlIn({ origin, participant, pageSize }: BenchList, index: number, page: number): string {
  const path = `${origin}/twilio/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`
  const from = page === 1 ? '' : `&Page=${page - 1}&PageToken=PA${(page - 1) * pageSize}`
  return `${path}?${LISTS[index]}=${encodeURIComponent(participant)}&PageSize=${pageSize}${from}`
}

export function messagesOf(body: unknown): TwilioMessage[] {
  return (body as { readonly messages: TwilioMessage[] }).messages
}

/**
 * The list that a page is of, and its number there: pages of both lists by turns, as long as both have some. So two requests
 * in flight are of two lists.
 */
function placeOf({ lengths, pageSize }: BenchList, page: number): [number, number] {
  const [to = 0, from = 0] = lengths.map((messages) => Math.ceil(messages / pageSize))
  const inBoth = 2 * Math.min(to, from)
  if (page <= inBoth) return [(page - 1) % 2, Math.ceil(page / 2)]
  return [to > from ? 0 : 1, page - inBoth / 2]
}
