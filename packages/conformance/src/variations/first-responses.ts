import type { PlayedCall } from '../harness/played-call.ts'
import { locateItems } from './located-items.ts'

/** Returns how many responses the first page of a walk takes: more than one if a provider merges lists. */
export function countFirstResponses({ call, items, pages }: PlayedCall): number {
  const places = items
    .slice(0, pages[0]?.length)
    .map(({ raw }) => call.exchanges.findIndex(({ response }) => locateItems(response.body, [raw]) !== null))
  return Math.max(0, ...places) + 1
}
