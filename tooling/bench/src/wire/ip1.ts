import type { Ip1Message } from '@sms/ip1'
import type { PageParser } from './page-parser.ts'
import type { PageWriter } from './page-writer.ts'

/** iP.1: pages from an offset on, each a bare array, with a `Link` header. */
export const ip1: PageWriter & PageParser = {
  asked: (query) => ({ start: Number(query.get('start')), size: Number(query.get('limit')) }),
  envelope({ start, end, size, total, url }) {
    // Counted from 1, as the documentation shows it.
    const link = (rel: string, offset: number): string =>
      `<${url}?start=${offset + 1}&limit=${size}&order=ASC>; rel="${rel}"`
    const last = start + Math.floor((total - 1 - start) / size) * size
    const links = [
      ...(start > 0 ? [link('first', 0), link('prev', Math.max(0, start - size))] : []),
      ...(end < total ? [link('next', end), link('last', last)] : []),
    ]
    return { before: '[', after: ']', ...(links.length > 0 ? { link: links.join(', ') } : {}) }
  },
  url: ({ origin, participant, pageSize }, page) =>
    `${origin}/ip1/v2/conversations/${participant.slice(1)}?start=${(page - 1) * pageSize}&limit=${pageSize}&order=ASC`,
  messages: (body) => body as Ip1Message[],
  text: (message) => (message as Ip1Message).body ?? '',
}
