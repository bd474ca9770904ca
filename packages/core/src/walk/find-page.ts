import type { Frontier } from './frontier.ts'
import type { JoinPoint } from './join-point.ts'
import type { Head } from './head.ts'
import type { NumberedResponse } from './arrival.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'
import { mostSearched } from './loop-guard.ts'

/** The page that the item read last is on, and how it joins. */
export interface FoundPage<Item> extends JoinPoint {
  readonly page: number
  readonly response: NumberedResponse<Item>
}

/**
 * Looks for the item read last, from a page on: arrivals may have pushed it to any later page. If it has vanished, the
 * last remaining item before it counts. If the list ends first, the search begins again at the first page.
 *
 * @param offset Of the item in the list when it was read: pages that hold fewer items than requested are counted anew.
 * @throws {SmsError} `pagination` if none of them is left.
 */
export async function findPage<Item>(
  requests: NumberedPrefetcher<Item>,
  frontier: Frontier<Item>,
  head: Head<Item>,
  from: number,
  { pageSize, offset }: { readonly pageSize: number; readonly offset: number },
): Promise<FoundPage<Item>> {
  const { loopGuard } = frontier
  let closest: FoundPage<Item> | null = null
  // Pages may have had another size when the place was noted. Then it may be before the page at which the search starts.
  for (const start of new Set([from, 1])) {
    let page = start
    for (let searched = 0; ; searched += 1) {
      const response = await requests.requestNow(page, pageSize)
      if (response.items.length === 0) break
      if (searched >= mostSearched(response.items.length)) {
        loopGuard.fail('the items read last are not where they should be')
      }
      const joinPoint = frontier.join(response, true, page === 1)
      if (joinPoint?.behind === 0) return { page, response, ...joinPoint }
      const last = loopGuard.recordFruitless(response)
      if (last !== undefined && (await head.proveSameSince(last)))
        loopGuard.fail('the same page comes again and again')
      if (joinPoint !== null && joinPoint.behind < (closest?.behind ?? Infinity))
        closest = { page, response, ...joinPoint }
      page += pagesOn(response, joinPoint?.behind ?? 0)
      if (joinPoint === null && response.items.length < pageSize && start === from) {
        page = Math.max(page, Math.ceil(offset / response.items.length))
      }
    }
    if (closest !== null) return closest
  }
  return loopGuard.fail('the items read last are not there any more')
}

/** Returns how many pages further on an item is that comes so many items after a response; at least 1. */
export function pagesOn<Item>({ items }: NumberedResponse<Item>, behind: number): number {
  return Math.max(1, Math.floor((items.length - 1 + behind) / items.length))
}
