import type { Paginated } from '../contract/paginated.ts'
import type { ItemList, List } from '../walk/list.ts'
import { decodeCursor } from './cursor.ts'
import { ItemIterator } from './item-iterator.ts'
import { PageIterator } from './page-iterator.ts'
import { PageReader } from './page-reader.ts'
import { listsOf, type PaginatedSource } from './source.ts'

/**
 * A list of one provider, or several merged by time, to be read page by page.
 *
 * @throws {SmsError} `invalid_argument` for a cursor that is malformed or belongs elsewhere.
 * @example
 * ```ts
 * import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
 *
 * const stored = ['one', 'two', 'three']
 * const words = paginate<string, string>({
 *   provider: 'acme',
 *   cursorScope: ['acme', 'words'],
 *   settings: { limit: Infinity, pageSize: 2, concurrency: 1, cursor: undefined, signal: undefined },
 *   walk: walkOffsets,
 *   list: () => ({
 *     request: async (offset, size) => stored.slice(offset, offset + size),
 *     read: (items: string[]) => ({ items }),
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
  const { provider, cursorScope, settings } = source
  const { cursor, signal } = settings
  const places =
    cursor === undefined ? undefined : decodeCursor(provider, cursor, cursorScope, listsOf(source).length)
  const start = (): PageReader<Item, T, Listing> => new PageReader(source, places)
  return {
    pages: () => new PageIterator(start()),
    [Symbol.asyncIterator]: () => new ItemIterator(start(), signal),
    async toArray() {
      const caller = new Error()
      const pages = start()
      const items: T[] = []
      try {
        // One by one: a page may hold more than a call takes arguments.
        while (await pages.readPage(caller)) for (const item of pages.items()) items.push(item)
      } finally {
        pages.close()
      }
      return items
    },
  }
}
