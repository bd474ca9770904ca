import type { Frontier } from './frontier.ts'
import type { Head } from './head.ts'
import { isUnique } from './identity.ts'
import type { Lookahead, TimedAnswer } from './lookahead.ts'

/** The page that what was yielded last is on: its items from `from` on are new. */
export interface FoundPage<Item> {
  readonly page: number
  readonly answer: TimedAnswer<Item>
  readonly from: number
}

/**
 * Looks for the item yielded last, from a page on: arrivals may have pushed it to any later one. Where it has vanished,
 * the last one left of those before it has to do.
 *
 * @throws {SmsError} `pagination` where none of them is left.
 */
export async function findPage<Item>(
  requests: Lookahead<Item>,
  frontier: Frontier<Item>,
  head: Head<Item>,
  from: number,
  pageSize: number,
): Promise<FoundPage<Item>> {
  const { progress } = frontier
  let closest: (FoundPage<Item> & { readonly behind: number }) | null = null
  // Pages may have had another size when the place was noted, so that it is before the first page looked at.
  for (const start of new Set([from, 1])) {
    for (let page = start; ;) {
      const answer = await requests.fresh(page, pageSize)
      if (answer.items.length === 0) break
      const seam = frontier.join(answer, frontier.hasIds ? isUnique : undefined)
      if (seam?.behind === 0) return { page, answer, from: seam.from }
      const last = progress.lastLike(answer)
      if (last !== undefined && (await head.isSameSince(last)))
        progress.fail('the same page comes again and again')
      if (seam !== null && seam.behind < (closest?.behind ?? Infinity)) closest = { page, answer, ...seam }
      page += pagesOn(answer, seam?.behind ?? 0)
    }
    if (closest !== null) return closest
  }
  return progress.fail('the items yielded last are not there any more')
}

/** How many pages on an item is that comes so many items after the last one of an answer; at least one. */
export function pagesOn<Item>({ items }: TimedAnswer<Item>, behind: number): number {
  return Math.max(1, Math.floor((items.length - 1 + behind) / items.length))
}
