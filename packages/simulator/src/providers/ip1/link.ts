import type { Pagination } from './pagination.ts'

/**
 * The `Link` header (RFC 8288), as documented. Its `start` counts from 1 although the parameter's default is 0, so a
 * client that follows the links misses one message between two pages. Empty if one page holds everything.
 */
export function linkHeader(url: string, { start, limit, order }: Pagination, total: number): string {
  const link = (rel: string, offset: number): string =>
    `<${url}?start=${offset + 1}&limit=${limit}&order=${order}>; rel="${rel}"`
  const links: string[] = []
  if (start > 0) links.push(link('first', 0), link('prev', Math.max(0, start - limit)))
  if (start + limit < total) {
    const pagesAhead = Math.floor((total - 1 - start) / limit)
    links.push(link('next', start + limit), link('last', start + pagesAhead * limit))
  }
  return links.join(', ')
}
