import type { PageSettings } from '../options/call-options.ts'
import type { ItemList, List, StartWalk } from '../walk/list.ts'
import type { StartMerge } from './merged-order.ts'
import type { Selection } from './selection.ts'

/** A list, and how it is walked over. */
export interface WalkedList<Item, Listing extends ItemList<Item> = List<Item>> {
  /** How lists of this style are walked over. */
  readonly walk: StartWalk<Item, Listing>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => Listing
}

/** Several lists that are read as one: each in its own order, and all of them by time. */
export interface MergedLists<Item, Listing extends ItemList<Item> = List<Item>> {
  /** What merges them: `mergeByTime`. Named here, because a provider of single lists ships without it. */
  readonly merge: StartMerge
  /** At equal times, the items of the first list come first. All must state the same `newestFirst`. */
  readonly lists: readonly WalkedList<Item, Listing>[]
  /** The time that the lists are sorted by. An item without one takes the time of the item before it in its list. */
  readonly timeOf: (item: Item) => Date | null
}

/** What a provider declares beside the lists, so that they can be read page by page. */
export interface PaginatedRules<Item, T> {
  /** The provider's name. */
  readonly provider: string
  /** What is read, in full: a cursor is good for the same query only. */
  readonly cursorScope: readonly (string | number | undefined)[]
  /** The call's options, checked. */
  readonly settings: PageSettings
  /**
   * Brings an item into the contract's form.
   *
   * @param key What the contract calls the key: it sets the item apart from all others, whenever it is read.
   */
  readonly normalize: (item: Item, key: string) => T
  /** Which items are wanted. Default: all. */
  readonly select?: ((item: T) => Selection) | undefined
}

/** What a provider declares so that a list, or several, can be read page by page. */
export type PaginatedSource<Item, T, Listing extends ItemList<Item> = List<Item>> = PaginatedRules<Item, T> &
  (WalkedList<Item, Listing> | MergedLists<Item, Listing>)

/** Returns the lists of a source: one or several. */
export function listsOf<Item, Listing extends ItemList<Item>>(
  source: WalkedList<Item, Listing> | MergedLists<Item, Listing>,
): readonly WalkedList<Item, Listing>[] {
  return 'lists' in source ? source.lists : [source]
}
