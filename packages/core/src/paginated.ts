import type { Page, Paginated } from './contract.ts'
import { decodeCursor } from './cursor.ts'
import { ItemIterator } from './item-iterator.ts'
import type { OpenPage } from './open-page.ts'
import { readPages } from './read-pages.ts'
import type { PageSettings } from './read-options.ts'
import { turn } from './turn.ts'
import { WalkIterator } from './walk-iterator.ts'
import type { ItemList, List, Walk } from './walk/list.ts'

/**
 * Whether an item is wanted. `'beyond'`: it is not, and as far as the order of the list tells, no later one is. One such
 * item may be out of order, so a walk stops after 50 of them in a row.
 */
export type Selection = 'take' | 'skip' | 'beyond'

/** What a provider gives to have a list read page by page. */
export interface PaginatedSource<Item, T, Listing extends ItemList<Item> = List<Item>> {
  /** The provider's name. */
  readonly provider: string
  /** What is read, in full: a cursor is good for the same query only. */
  readonly query: readonly (string | number | undefined)[]
  /** The call's options, checked. */
  readonly settings: PageSettings
  /** How lists of this style are walked over. */
  readonly walk: Walk<Item, Listing>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => Listing
  /**
   * Brings an item into the contract's form.
   *
   * @param key What the contract calls the key: it tells the item from all others, whenever it is read.
   */
  readonly normalize: (item: Item, key: string) => T
  /** Which items are wanted. Default: all. */
  readonly select?: ((item: T) => Selection) | undefined
}

/**
 * A list of one provider, to be read page by page.
 *
 * @throws {SmsError} `invalid_argument` for a cursor that is malformed or belongs elsewhere.
 * @example
 * ```ts
 * import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
 *
 * const stored = ['one', 'two', 'three']
 * const words = paginate<string, string>({
 *   provider: 'acme',
 *   query: ['acme', 'words'],
 *   settings: { limit: Infinity, pageSize: 2, concurrency: 1, cursor: undefined, signal: undefined },
 *   walk: walkOffsets,
 *   list: () => ({
 *     request: async (offset, size) => ({ items: stored.slice(offset, offset + size) }),
 *     identify: (word) => itemIdentity(word, () => []),
 *   }),
 *   normalize: (word) => word.toUpperCase(),
 * })
 * console.log(await words.toArray()) // [ 'ONE', 'TWO', 'THREE' ]
 * ```
 */
export function paginate<Item, T, Listing extends ItemList<Item> = List<Item>>(
  source: PaginatedSource<Item, T, Listing>,
): Paginated<T> {
  const { provider, query, settings } = source
  const { cursor } = settings
  const place = cursor === undefined ? undefined : decodeCursor(provider, cursor, query)
  const walk = (): WalkIterator<OpenPage<Item, T>> =>
    new WalkIterator((ending) => readPages(source, place, ending))
  return {
    pages: () => new WalkIterator((ending) => closePages(readPages(source, place, ending))),
    [Symbol.asyncIterator]: () => new ItemIterator(walk(), settings.signal),
    async toArray() {
      const items: T[] = []
      // One by one: a page may hold more than a call takes arguments.
      for await (const page of walk()) for (const item of page.items()) items.push(item)
      return items
    },
  }
}

async function* closePages<Item, T>(
  pages: AsyncIterable<OpenPage<Item, T>>,
): AsyncGenerator<Page<T>, undefined, void> {
  for await (const page of pages) {
    const closed = page.close()
    if (page.isAhead) await turn()
    yield closed
  }
}
