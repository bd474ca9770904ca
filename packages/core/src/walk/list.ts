import type { Place } from '../cursor.ts'

/** What a provider answered when it was asked for a part of a list. */
export interface ListAnswer<Item> {
  readonly items: readonly Item[]
  /** The offset of the first item, where the provider states it; else what was asked for counts. */
  readonly first?: number | undefined
  /** Items in the whole list, where the provider states it. */
  readonly total?: number | null | undefined
  /** Whether there is more after these items; left out where the provider does not say. */
  readonly more?: boolean | undefined
  /** About where the last page starts, as an offset: how far it may be worth to plan. */
  readonly last?: number | undefined
}

/** A list of one provider: how to ask for a part of it. */
export interface List<Item> {
  /**
   * @param position The number of a page, from 1, or the offset of an item, from 0: whichever the walk counts in.
   * @param size How many items to ask for.
   */
  ask(position: number, size: number, signal: AbortSignal): Promise<ListAnswer<Item>>
  /** Whether new items come first, where the provider says so. */
  readonly newestFirst?: boolean
  /** The same text for the same item whenever it is read, and another for any other item as far as can be told. */
  identify(item: Item): string
}

/** One walk over a list. */
export interface WalkRequest<Item> {
  readonly provider: string
  readonly list: List<Item>
  readonly pageSize: number
  readonly concurrency: number
  /** Where to go on, or undefined for the beginning. */
  readonly place: Place | undefined
  /** How many more items can matter. */
  readonly remaining: () => number
  readonly signal: AbortSignal
}

/** Items of a list that follow what the walk gave before without a gap. */
export interface Stretch<Item> {
  readonly items: readonly Item[]
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
  /** For items whose identity was there before, at which place of `items`: how often. */
  readonly repeats: ReadonlyMap<number, number>
  /** The offset of the first item. */
  readonly offset: number
  readonly total: number | null
  /** The most items that the provider gives for one request, where that is fewer than it is asked for. */
  readonly cap: number | null
  /** Whether the list ends here. */
  readonly end: boolean
}

/** A way to walk over lists that a provider serves in one style. */
export type Walk = <Item>(request: WalkRequest<Item>) => AsyncGenerator<Stretch<Item>, void, void>
