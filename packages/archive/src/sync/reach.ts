import type { ListEnd } from '../store/member-store.ts'
import type { Store } from '../store/store.ts'
import type { Between, ListedPlace, ListPart } from '../store/vanishing-store.ts'

/** So many messages show where an end of a list is: a single one may have moved there, or have an odd time. */
export const SHOWN_AT_END = 50

/**
 * The part of a stored list that the provider still reaches. A provider that keeps its newest messages only drops the others
 * from the old end: what is older than all that it lists has not vanished.
 *
 * @param oldEnd Which end has the oldest messages; null if the provider does not say.
 * @returns Null if nothing is listed that shows how far the provider reaches.
 */
export async function readReach(
  store: Store,
  conversation: number,
  oldEnd: ListEnd | null,
): Promise<ListPart | null> {
  const top = await store.readListedEnd(conversation, 'top', SHOWN_AT_END)
  const end = await store.readListedEnd(conversation, 'end', SHOWN_AT_END)
  const { prunedBefore } = await store.readRules()
  const place =
    oldEnd === null || prunedBefore === null
      ? null
      : await findListedOldPlace(store, conversation, oldEnd, top.length > 0)
  if (top.length === 0 && place === null) return null
  const ends = [...top, ...end]
  const positions = rangeOf(ends.map(({ position }) => position))
  const ranks = rangeOf(ends.map(({ rank }) => rank).filter((rank) => rank !== null))
  return {
    ...partBetween(ranks, positions, oldEnd),
    ...timesInReach(top.map(timeOf), end.map(timeOf), oldEnd),
    kept: keptAfter(place, prunedBefore, oldEnd),
  }
}

/** Where the list reaches back to what was pruned. If nothing else is listed, one old message may be a later one with an odd time. */
async function findListedOldPlace(
  store: Store,
  conversation: number,
  oldEnd: ListEnd,
  isOtherListed: boolean,
): Promise<number | null> {
  const oldest = await store.findOldPlace(conversation, oldEnd, null)
  if (isOtherListed) return oldest
  const newest = await store.findOldPlace(conversation, oldEnd === 'top' ? 'end' : 'top', null)
  return oldest === newest ? null : oldest
}

/** What has a listed message on its old side that was left out because of its age, and is newer than the limit. */
export function keptAfter(
  place: number | null,
  prunedBefore: number | null,
  oldEnd: ListEnd | null,
): ListPart['kept'] {
  if (place === null || prunedBefore === null || oldEnd === null) return null
  const positions =
    oldEnd === 'top' ? { after: place, before: Infinity } : { after: -Infinity, before: place }
  return { positions, from: prunedBefore }
}

/**
 * What has a listed message on its old side. If no one knows which side that is, it needs one on each.
 *
 * @param ranks The lowest and the highest rank of a listed message. The oldest one has the lowest, if the list has an order.
 * @param positions The same for the positions.
 */
export function partBetween(
  ranks: Between,
  positions: Between,
  oldEnd: ListEnd | null,
): Pick<ListPart, 'ranks' | 'positions'> {
  return {
    ranks: { ...ranks, before: oldEnd === null ? ranks.before : Infinity },
    positions: {
      after: oldEnd === 'end' ? -Infinity : positions.after,
      before: oldEnd === 'top' ? Infinity : positions.before,
    },
  }
}

/** By the times of the messages at each end of a list: when the part begins that the provider reaches. */
export function timesInReach(
  top: readonly (number | null)[],
  end: readonly (number | null)[],
  oldEnd: ListEnd | null,
): Pick<ListPart, 'oldest' | 'newerThan'> {
  const ends = oldEnd === null ? [top, end] : [oldEnd === 'top' ? top : end]
  const times = ends.map((one) => one.filter((time) => time !== null))
  return {
    oldest: least(times.flat(), -Infinity),
    // Another account's list has no place among the stored messages: only its times show what it should have.
    newerThan: least(times.map(median)),
  }
}

/** A time that is no odd one, if at most one is odd: the upper one in the middle, of at least two. */
function median(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.max(1, Math.floor(sorted.length / 2))] ?? Infinity
}

function least(values: readonly number[], otherwise = Infinity): number {
  return values.length === 0 ? otherwise : Math.min(...values)
}

function rangeOf(values: readonly number[]): Between {
  return { after: least(values), before: Math.max(-Infinity, ...values) }
}

function timeOf({ time }: ListedPlace): number | null {
  return time
}
