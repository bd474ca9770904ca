import type { RequestSlots } from './request-slots.ts'
import type { ResumePoint } from './resume-point.ts'

/** A provider's response to a request for a part of a list. */
export interface ListResponse<Item> {
  /** The items from the requested position, in the list's order. They may be fewer than requested. */
  readonly items: readonly Item[]
  /** The offset of the first item, if the provider states it; else the requested one counts. */
  readonly first?: number | undefined
  /** Number of items in the whole list, if the provider states it. */
  readonly total?: number | null | undefined
  /** Whether there is more after these items; left out if the provider does not say. */
  readonly more?: boolean | undefined
  /** About where the last page starts, as an offset: how far it may be worth to plan. */
  readonly last?: number | undefined
}

/** A provider's response to a request for the page that a token stands for. */
export interface TokenResponse<Item> {
  /** In the list's order. May be empty while there is more to come. */
  readonly items: readonly Item[]
  /** The token of the page after this one; null if the list ends here. */
  readonly next: string | null
  /** Number of items in the whole list, if the provider states it. */
  readonly total?: number | null | undefined
}

/**
 * What every list declares about its items, however it is requested.
 *
 * @example
 * ```ts
 * import { itemIdentity, type ItemList } from '@sms/core/provider'
 *
 * const messages: ItemList<{ id: number }> = {
 *   newestFirst: true,
 *   identify: ({ id }) => itemIdentity(String(id), () => []),
 * }
 * console.log(messages.identify({ id: 1 }) === messages.identify({ id: 2 })) // false
 * ```
 */
export interface ItemList<Item> {
  /** Whether new items come first, if the provider says so. */
  readonly newestFirst?: boolean
  /** Whether an item may move to the front while the list is read, as in a list that is sorted by last activity. */
  readonly movesToFront?: boolean
  /**
   * What `itemIdentity` returns for an item: the same text for the same item whenever it is read, and another for any other
   * item, as far as its content shows.
   */
  identify(item: Item): string
}

/**
 * A list of one provider, requested by number. A response is kept as it came until the walk reaches it: only then is it
 * read.
 *
 * @example
 * ```ts
 * import { itemIdentity, type List } from '@sms/core/provider'
 *
 * const stored = [{ id: 1 }, { id: 2 }, { id: 3 }]
 * const messages: List<{ id: number }, string> = {
 *   request: async (offset, size) => JSON.stringify(stored.slice(offset, offset + size)),
 *   read: (body, offset, size) => ({ items: JSON.parse(body), more: offset + size < stored.length }),
 *   identify: ({ id }) => itemIdentity(String(id), () => []),
 * }
 * console.log(messages.read(await messages.request(0, 2, new AbortController().signal), 0, 2))
 * ```
 */
export interface List<Item, Received = unknown> extends ItemList<Item> {
  /**
   * Requests a part of the list.
   *
   * @param position The number of a page, from 1, or the offset of an item, from 0: whichever the walk counts in.
   * @param size How many items to request.
   * @param unreadable What `read` has thrown for the response to this request, if it is made again.
   */
  request(position: number, size: number, signal: AbortSignal, unreadable?: Error): Promise<Received>
  /**
   * Whether a response may have no items, as far as that is seen without reading it. Such a response is read before further
   * requests are sent, because they are not needed if the list ends there. Default: each may.
   */
  mayBeEmpty?(received: Received): boolean
  /**
   * Reads a response to a request for this position and size.
   *
   * @throws {SmsError} if the response is none that the walk can use.
   */
  read(received: Received, position: number, size: number): ListResponse<Item>
}

/**
 * A list of one provider, requested by token: each page includes the token of the next page.
 *
 * @example
 * ```ts
 * import { itemIdentity, type TokenList, type TokenResponse } from '@sms/core/provider'
 *
 * const pages = new Map<string | null, TokenResponse<{ id: number }>>([
 *   [null, { items: [{ id: 1 }, { id: 2 }], next: 'after-2' }],
 *   ['after-2', { items: [{ id: 3 }], next: null }],
 * ])
 * const messages: TokenList<{ id: number }, TokenResponse<{ id: number }>> = {
 *   request: async (token) => pages.get(token) ?? { items: [], next: null },
 *   read: (page) => page,
 *   identify: ({ id }) => itemIdentity(String(id), () => []),
 * }
 * console.log(messages.read(await messages.request(null, 2, new AbortController().signal), null, 2))
 * ```
 */
export interface TokenList<Item, Received = unknown> extends ItemList<Item> {
  /**
   * Requests one page.
   *
   * @param token The token of the page, or null for the first page.
   * @param size How many items to request.
   * @param unreadable What `read` has thrown for the response to this request, if it is made again.
   */
  request(token: string | null, size: number, signal: AbortSignal, unreadable?: Error): Promise<Received>
  /**
   * Reads a response to a request for this page.
   *
   * @throws {SmsError} if the response is none that the walk can use.
   */
  read(received: Received, token: string | null, size: number): TokenResponse<Item>
}

/** What one walk reads, and how. */
export interface WalkRequest<Item, Listing extends ItemList<Item> = List<Item>> {
  /** The provider's name. */
  readonly provider: string
  /** What is walked over. */
  readonly list: Listing
  /** Items per request. A walk that may yield fewer requests fewer. */
  readonly pageSize: number
  /** Items per request however few the walk may yield: a token is good for the size of its page only. Default: `pageSize`. */
  readonly fullPageSize?: number | undefined
  /** Maximum number of requests in flight. */
  readonly concurrency: number
  /** Those that this walk shares with the walks over other lists. Default: as many of its own as `concurrency` says. */
  readonly slots?: RequestSlots | undefined
  /** Where to resume; undefined for the beginning. */
  readonly place: ResumePoint | undefined
  /** Ends the walk when it is aborted, and what is in flight. */
  readonly signal: AbortSignal
}

/** The new items of one response, as a walk yields them. */
export interface Batch<Item> {
  /** In the response's order. */
  readonly items: readonly Item[]
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
  /** For an item without an id, by its place in `items`: how many identical ones came before it, if any. */
  readonly repeats: ReadonlyMap<number, number>
  /** How many of the first items stand out of the order of the list, so that no place can be found by them. */
  readonly misplaced: number
  /** Where the places of `items` count from: an offset in the list or, if pages have tokens, in their page. */
  readonly offset: number
  /** The place of each item; null if they are 0, 1, 2 and so on. */
  readonly places: readonly number[] | null
  /** The place in the list, or in the page, after the response's last item. */
  readonly next: number
  /** The identities of the items before them on their page, which were read before; left out if pages have no tokens. */
  readonly passed?: readonly string[]
  /** The tokens of the items' page and of the page after it; left out if pages have none. */
  readonly tokens?: {
    /** Null for the first page. */
    readonly page: string | null
    /** Null at the end of the list. */
    readonly next: string | null
    /** How many items each page is requested with: a token counts on that. */
    readonly size: number
  }
  /** Number of items in the whole list, null if the provider does not say. */
  readonly total: number | null
  /** False if the items' places do not agree with that total: a cursor then leaves it out. */
  readonly isCounted?: false
  /** The most items that the provider gives for one request, if that is fewer than requested. */
  readonly cap: number | null
  /** Whether the list ends here. */
  readonly end: boolean
}

/**
 * One walk over a list. It holds no batch that it has returned.
 *
 * @example
 * ```ts
 * import { type List, walkNumberedPages } from '@sms/core/provider'
 *
 * const words: List<string, string[]> = {
 *   request: async (page) => (page === 1 ? ['one', 'two'] : []),
 *   read: (items) => ({ items }),
 *   identify: (word) => word,
 * }
 * const walk = walkNumberedPages({
 *   provider: 'acme',
 *   list: words,
 *   pageSize: 2,
 *   concurrency: 1,
 *   place: undefined,
 *   signal: new AbortController().signal,
 * })
 * console.log((await walk.read()).items) // [ 'one', 'two' ]
 * walk.prefetch(1)
 * console.log((await walk.read()).end) // true
 * ```
 */
export interface Walk<Item> {
  /** Returns the next batch. Not called again after the batch that ends the list. */
  read(): Promise<Batch<Item>>
  /**
   * Requests ahead, as far as the walk may. Called once a caller wants more than the first item of a batch.
   *
   * @param wanted How many more items can matter, beyond the batch that was read last.
   */
  prefetch(wanted: number): void
}

/** Starts a walk over a list that a provider serves in one style. */
export type StartWalk<Item, Listing extends ItemList<Item> = List<Item>> = (
  request: WalkRequest<Item, Listing>,
) => Walk<Item>
