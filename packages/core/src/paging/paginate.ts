import type { Page, Paginated } from '../contract.ts'
import { decodeCursor } from './cursor.ts'
import { ItemIterator } from './item-iterator.ts'
import type { LazyPage } from './lazy-page.ts'
import { readPages } from './read-pages.ts'
import type { PaginatedSource } from './source.ts'
import { yieldToEventLoop } from './yield-to-event-loop.ts'
import { WalkIterator } from './walk-iterator.ts'
import type { ItemList, List } from '../walk/list.ts'

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
  const walk = (): WalkIterator<LazyPage<Item, T>> =>
    new WalkIterator((ending) => readPages(source, place, ending))
  return {
    pages: () => new WalkIterator((ending) => toPages(readPages(source, place, ending))),
    [Symbol.asyncIterator]: () => new ItemIterator(walk(), settings.signal),
    async toArray() {
      const items: T[] = []
      // One by one: a page may hold more than a call takes arguments.
      for await (const page of walk()) for (const item of page.items()) items.push(item)
      return items
    },
  }
}

async function* toPages<Item, T>(
  pages: AsyncIterable<LazyPage<Item, T>>,
): AsyncGenerator<Page<T>, undefined, void> {
  for await (const page of pages) {
    const closed = page.toPage()
    if (page.isAhead) await yieldToEventLoop()
    yield closed
  }
}
