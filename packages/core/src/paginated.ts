import type { Page, Paginated } from './contract.ts'
import { decodeCursor } from './cursor.ts'
import { ItemIterator } from './item-iterator.ts'
import { PageIterator } from './page-iterator.ts'
import { readPages } from './read-pages.ts'
import type { PageSettings } from './read-options.ts'
import type { ItemList, List, Walk } from './walk/list.ts'

/** Whether an item is wanted: `'stop'` says that neither it nor any later one is. */
export type Selection = 'take' | 'skip' | 'stop'

/** What a provider gives to have a list read page by page. */
export interface PaginatedSource<Item, T, Listing extends ItemList<Item> = List<Item>> {
  readonly provider: string
  /** What is read, in full: a cursor is good for the same query only. */
  readonly query: readonly (string | number | undefined)[]
  readonly settings: PageSettings
  /** How lists of this style are walked over. */
  readonly walk: Walk<Item, Listing>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => Listing
  /**
   * Brings an item into the contract's form.
   *
   * @param repeat How many items with the same identity the list has before it.
   */
  readonly normalize: (item: Item, repeat: number) => T
  /** Which items are wanted. Default: all. */
  readonly select?: ((item: T) => Selection) | undefined
}

/**
 * A list of one provider, to be read page by page.
 *
 * @throws {SmsError} `invalid_argument` for a cursor that is malformed or belongs elsewhere.
 */
export function paginate<Item, T, Listing extends ItemList<Item> = List<Item>>(
  source: PaginatedSource<Item, T, Listing>,
): Paginated<T> {
  const { provider, query, settings } = source
  const { cursor } = settings
  const place = cursor === undefined ? undefined : decodeCursor(provider, cursor, query)
  const pages = (): AsyncIterableIterator<Page<T>> =>
    new PageIterator((ending) => readPages(source, place, ending))
  return {
    pages,
    [Symbol.asyncIterator]: () => new ItemIterator(pages(), settings.signal),
    async toArray() {
      const items: T[] = []
      // One by one: a page may hold more than a call takes arguments.
      for await (const page of pages()) for (const item of page.items) items.push(item)
      return items
    },
  }
}
