import type { Frontier } from './frontier.ts'
import { mostSearched } from './loop-guard.ts'
import type { JoinedOffset } from './offset-search.ts'
import type { OffsetSizes } from './offset-sizes.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'

/**
 * Passes new items in front of the first known one of a response, if they have arrived there, or stand before a cursor.
 * Then every item that was read before the known one has vanished. If one of them still stands in front of the new items,
 * an item has moved there.
 */
export async function passArrivals<Item>(
  joined: JoinedOffset<Item>,
  requests: NumberedPrefetcher<Item>,
  { joiner, yielded }: Frontier<Item>,
  { size }: OffsetSizes,
): Promise<JoinedOffset<Item>> {
  const { response, start, skip } = joined
  const known = joiner.indexOfKnown(response.identities)
  if (known <= skip) return joined
  const newItems = new Set(response.identities.slice(skip, known))
  const number = yielded.numbers.get(response.identities[known] ?? '')
  let from = Math.max(0, start - size)
  for (let searched = 0; searched < mostSearched(size); searched += 1) {
    const { identities, more } = await requests.requestNow(from, size + 1)
    for (const identity of identities) {
      const isKnown = yielded.isAnchor(identity)
      if (isKnown && yielded.numbers.get(identity) < number) return joined
      if (isKnown || newItems.has(identity)) return { ...joined, skip: known }
    }
    if (identities.length === 0 || more === false) break
    // Arrivals have pushed the new items further on, or the provider sends fewer items than requested.
    from += Math.max(1, identities.length - 1)
  }
  return joined
}
