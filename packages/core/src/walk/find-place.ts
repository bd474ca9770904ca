import type { ResumePoint } from './resume-point.ts'
import { isUnique } from './identity.ts'

/** The place in a page at which an earlier walk stopped. */
export interface FoundPoint {
  /** How many of the page's first items come before the place. */
  readonly end: number
  /** Whether the next page may show that it is further on. */
  readonly isOpen: boolean
}

/**
 * Finds the place at which an earlier walk stopped within a page, by the items that it read last. Null if none of them is
 * there.
 *
 * @param isFixed Whether the page can only start with items that are all remembered, or with what follows them.
 */
export function findPlace(
  identities: readonly string[],
  { tail, offset }: ResumePoint,
  isFixed: boolean,
): FoundPoint | null {
  const there = new Set(identities)
  const newest = tail.findLastIndex((identity) => isUnique(identity) && there.has(identity))
  const anchor = tail[newest]
  if (anchor !== undefined) {
    const before = identities[identities.indexOf(anchor) - 1] ?? ''
    // An item that was not read stands directly before it: the list contains its id twice.
    if (isFixed && offset === 0 && isUnique(before) && !tail.includes(before))
      return { end: 0, isOpen: false }
    const end = follow(identities, identities.indexOf(anchor) + 1, tail.slice(newest + 1))
    return { end, isOpen: end === identities.length }
  }
  // Items without ids may be identical. So only those of this page count: the longest row of them, and of several rows the
  // one that is nearest to the old place.
  const read = tail.slice(Math.max(0, tail.length - offset))
  let end = 0
  let longest = 0
  for (const start of isFixed ? [0] : identities.keys()) {
    const rowEnd = follow(identities, start, read)
    const length = rowEnd - start
    const isNearer = Math.abs(rowEnd - offset) < Math.abs(end - offset)
    if (length < longest || (length === longest && !isNearer)) continue
    longest = length
    end = rowEnd
  }
  if (longest === 0) return null
  if (isFixed || longest === read.length) return { end, isOpen: false }
  // Arrivals may look like these items. The place is certain with an item with an id, or with most of the items in a row.
  const isDoubtful = 2 * longest < read.length || read.some(isUnique)
  return { end, isOpen: isDoubtful || read.includes(identities.at(-1) ?? '') }
}

/** Returns where a row of expected items ends that starts at an item; some of them may have vanished. */
function follow(identities: readonly string[], start: number, expected: readonly string[]): number {
  let end = start
  for (let next = 0; end < identities.length; end += 1) {
    next = expected.indexOf(identities[end] ?? '', next) + 1
    if (next === 0) break
  }
  return end
}
