import { invalidArgument } from '../options/invalid-argument.ts'
import { isUnique } from '../walk/identity.ts'
import { ItemNumbers } from '../walk/item-numbers.ts'
import type { ItemList } from '../walk/list.ts'
import type { ListPlace } from './list-place.ts'
import type { ListReader } from './list-reader.ts'

/** One of the lists that are merged. */
interface MergedList<Item> {
  readonly reader: ListReader<Item>
  /** The time of the item read last: one without a time takes it over. */
  time: number
  /** The time of the next item; null until it was looked at. */
  next: number | null
}

/**
 * The order of several lists that are read as one: by time, and each list in its own order. At equal times the first list
 * comes first.
 */
export class MergedOrder<Item> {
  readonly #lists: readonly MergedList<Item>[]
  readonly #timeOf: (item: Item) => Date | null
  readonly #isNewestFirst: boolean
  /** The time of a list of which nothing was read that has a time: what stands there comes first. */
  readonly #first: number
  /** The items yielded. An id stands for one item, in whichever list; of identical ones without ids, the number counts. */
  readonly #yielded = new ItemNumbers()

  /** @param places Where the lists resume; empty for their beginnings. */
  constructor(
    readers: readonly ListReader<Item>[],
    timeOf: (item: Item) => Date | null,
    isNewestFirst: boolean,
    places: readonly ListPlace[],
  ) {
    this.#timeOf = timeOf
    this.#isNewestFirst = isNewestFirst
    this.#first = isNewestFirst ? Infinity : -Infinity
    this.#lists = readers.map((reader, at) => ({
      reader,
      time: places[at]?.time ?? this.#first,
      next: null,
    }))
    for (const { tail, strays } of places) {
      for (const identity of [...tail, ...strays]) this.#yielded.count(identity)
    }
  }

  /** Passes on to the next item: returns the list to take it from, or null if one of them must be read first, or none is left. */
  next(): ListReader<Item> | null {
    let first: MergedList<Item> | null = null
    for (const list of this.#lists) {
      if (list.reader.isWaiting) return null
      if (!list.reader.hasItem) continue
      list.next ??= this.#timeOf(list.reader.item)?.getTime() ?? list.time
      if (first === null || this.#isBefore(list.next, first.next ?? this.#first)) first = list
    }
    if (first === null) return null
    first.time = first.next ?? first.time
    first.next = null
    return first.reader
  }

  /** How many items identical to the next one of a list were yielded before; null if it was itself, from another list. */
  repeatOf({ identity, repeat }: ListReader<Item>): number | null {
    const before = this.#yielded.count(identity, repeat)
    return isUnique(identity) && before > 0 ? null : before
  }

  /** The time that an item of a list takes over; null if there is none. */
  timeIn(list: number): number | null {
    const time = this.#lists[list]?.time ?? this.#first
    return time === this.#first ? null : time
  }

  #isBefore(time: number, other: number): boolean {
    return this.#isNewestFirst ? time > other : time < other
  }
}

/** Lists that are to be merged. */
export interface MergeRequest<Item> {
  readonly provider: string
  /** As they were declared. */
  readonly lists: readonly ItemList<Item>[]
  /** What reads each list. */
  readonly readers: readonly ListReader<Item>[]
  readonly timeOf: (item: Item) => Date | null
  /** Where the lists resume; empty for their beginnings. */
  readonly places: readonly ListPlace[]
}

/** Decides in which order the items of several lists come. */
export type StartMerge = <Item>(request: MergeRequest<Item>) => MergedOrder<Item>

/**
 * Merges lists by time: `merge` of a source of several lists.
 *
 * @throws {SmsError} `invalid_argument` if the lists do not all state the same `newestFirst`.
 * @example
 * ```ts
 * import { itemIdentity, mergeByTime, type MergedLists, type WalkedList, walkOffsets } from '@sms/core/provider'
 *
 * const listOf = (stored: readonly number[]): WalkedList<number> => ({
 *   walk: walkOffsets,
 *   list: () => ({
 *     newestFirst: false,
 *     request: async (offset, size) => stored.slice(offset, offset + size),
 *     read: (items: number[]) => ({ items }),
 *     identify: (item) => itemIdentity(String(item), () => []),
 *   }),
 * })
 * const numbers: MergedLists<number> = {
 *   merge: mergeByTime,
 *   lists: [listOf([1, 4]), listOf([2, 3])],
 *   timeOf: (item) => new Date(item),
 * }
 * console.log(numbers.lists.length) // 2
 * ```
 */
export const mergeByTime: StartMerge = ({ provider, lists, readers, timeOf, places }) =>
  new MergedOrder(readers, timeOf, sharedOrder(provider, lists), places)

/** Whether all lists are newest first. */
function sharedOrder(provider: string, lists: readonly Pick<ItemList<never>, 'newestFirst'>[]): boolean {
  const order = lists[0]?.newestFirst
  if (order !== undefined && lists.every(({ newestFirst }) => newestFirst === order)) return order
  throw invalidArgument(provider, 'lists', 'lists that all state the same `newestFirst`')
}
