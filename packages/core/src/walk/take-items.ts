import type { LastRead } from './last-read.ts'
import { isUnique } from './identity.ts'
import type { JoinPoint } from './join-point.ts'
import type { YieldedItems } from './yielded-items.ts'

/** Which items of a response are new. */
export interface TakenItems {
  /** The places of the new items in the response; null if they are all from the join point on. */
  readonly places: readonly number[] | null
  /** For an item without an id, by its number among the new ones: how many identical ones came before it, if any. */
  readonly repeats: ReadonlyMap<number, number>
  /** How many of the new items stand before the join point, out of the order of the list. */
  readonly misplaced: number
  /** How many items from the join point on were read before in this pass. */
  readonly again: number
}

/** Takes the items of a response as the next of the walk: all that were not yielded yet, wherever they stand. */
export function takeItems(
  identities: readonly string[],
  { skip, from }: Pick<JoinPoint, 'skip' | 'from'>,
  yielded: YieldedItems,
  lastRead: LastRead,
): TakenItems {
  const repeats = new Map<number, number>()
  let places: number[] | null = null
  for (let at = skip; at < from; at += 1) {
    const identity = identities[at] ?? ''
    if (isUnique(identity)) {
      if (yielded.takeStray(identity, lastRead.count + 1)) (places ??= []).push(at)
    } else if (places !== null && !lastRead.recent.endsNear(identity, from)) {
      // Without an id, what stands after a new item is new as well, unless it was read just before.
      repeats.set(places.length, yielded.takeAlike(identity))
      places.push(at)
    }
  }
  const misplaced = places?.length ?? 0
  let taken = misplaced
  let again = 0
  for (let at = from; at < identities.length; at += 1) {
    const identity = identities[at] ?? ''
    const item = yielded.take(identity, lastRead.push(identity))
    if (typeof item === 'string') {
      if (item === 'again') again += 1
      places ??= Array.from({ length: at - from }, (_, index) => from + index)
      continue
    }
    if (item.repeat > 0) repeats.set(taken, item.repeat)
    places?.push(at)
    taken += 1
  }
  return { places, repeats, misplaced, again }
}
