import type { PageSettings } from '../options/call-options.ts'
import type { ItemList, List, StartWalk } from '../walk/list.ts'

/**
 * Whether an item is wanted. `'beyond'`: it is not, and as far as the order of the list shows, no later one is. One such
 * item may be out of order, so a walk stops after 50 of them in a row.
 */
export type Selection = 'take' | 'skip' | 'beyond'

/** What a provider declares so that a list can be read page by page. */
export interface PaginatedSource<Item, T, Listing extends ItemList<Item> = List<Item>> {
  /** The provider's name. */
  readonly provider: string
  /** What is read, in full: a cursor is good for the same query only. */
  readonly query: readonly (string | number | undefined)[]
  /** The call's options, checked. */
  readonly settings: PageSettings
  /** How lists of this style are walked over. */
  readonly walk: StartWalk<Item, Listing>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => Listing
  /**
   * Brings an item into the contract's form.
   *
   * @param key What the contract calls the key: it sets the item apart from all others, whenever it is read.
   */
  readonly normalize: (item: Item, key: string) => T
  /** Which items are wanted. Default: all. */
  readonly select?: ((item: T) => Selection) | undefined
}
