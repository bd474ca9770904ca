import type { ResumePoint } from './resume-point.ts'

/** A provider's response to a request for a part of a list. */
export interface ListResponse<Item> {
  /** In the list's order, as many as there are from there on, and as the provider gives at most. */
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
 * A list of one provider, requested by number: how to request a part of it.
 *
 * @example
 * ```ts
 * import { itemIdentity, type List } from '@sms/core/provider'
 *
 * const stored = [{ id: 1 }, { id: 2 }, { id: 3 }]
 * const messages: List<{ id: number }> = {
 *   // A list of a real API checks its responses here: `checkShape`, `checkItems`.
 *   request: async (offset, size) => ({
 *     items: stored.slice(offset, offset + size),
 *     more: offset + size < stored.length,
 *   }),
 *   identify: ({ id }) => itemIdentity(String(id), () => []),
 * }
 * console.log(await messages.request(0, 2, new AbortController().signal))
 * ```
 */
export interface List<Item> extends ItemList<Item> {
  /**
   * Requests a part of the list.
   *
   * @param position The number of a page, from 1, or the offset of an item, from 0: whichever the walk counts in.
   * @param size How many items to request.
   */
  request(position: number, size: number, signal: AbortSignal): Promise<ListResponse<Item>>
}

/**
 * A list of one provider, requested by token: each page includes the token of the next page.
 *
 * @example
 * ```ts
 * import { itemIdentity, type TokenList } from '@sms/core/provider'
 *
 * const pages = new Map([
 *   [null, { items: [{ id: 1 }, { id: 2 }], next: 'after-2' }],
 *   ['after-2', { items: [{ id: 3 }], next: null }],
 * ])
 * const messages: TokenList<{ id: number }> = {
 *   request: async (token) => pages.get(token) ?? { items: [], next: null },
 *   identify: ({ id }) => itemIdentity(String(id), () => []),
 * }
 * console.log(await messages.request(null, 2, new AbortController().signal))
 * ```
 */
export interface TokenList<Item> extends ItemList<Item> {
  /**
   * Requests one page.
   *
   * @param token The token of the page, or null for the first page.
   * @param size How many items to request.
   */
  request(token: string | null, size: number, signal: AbortSignal): Promise<TokenResponse<Item>>
}

/** One walk over a list. */
export interface WalkRequest<Item, Listing extends ItemList<Item> = List<Item>> {
  /** The provider's name. */
  readonly provider: string
  /** What is walked over. */
  readonly list: Listing
  /** Items per request. */
  readonly pageSize: number
  /** Maximum number of requests in flight. */
  readonly concurrency: number
  /** Where to resume; undefined for the beginning. */
  readonly place: ResumePoint | undefined
  /** How many more items can matter. */
  readonly remaining: () => number
  /** Ends the walk when it is aborted, and what is in flight. */
  readonly signal: AbortSignal
}

/** The new items of one response, as a walk yields them. */
export interface Batch<Item> {
  /** In the response's order. Given away: when they are read, the array is emptied. */
  readonly items: Item[]
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
  /** The tokens of the items' page and of the page after it; left out if pages have none. */
  readonly tokens?: {
    /** Null for the first page. */
    readonly page: string | null
    /** Null at the end of the list. */
    readonly next: string | null
  }
  /** Number of items in the whole list, null if the provider does not say. */
  readonly total: number | null
  /** False if the items' places do not agree with that total: a cursor then leaves it out. */
  readonly isCounted?: false
  /** The most items that the provider gives for one request, if that is fewer than requested. */
  readonly cap: number | null
  /** Whether the list ends here. */
  readonly end: boolean
  /** Requests what comes next, as far ahead as the walk may. Called once a caller wants more than the first item. */
  readonly ahead?: () => void
}

/** A way to walk over lists that a provider serves in one style. */
export type Walk<Item, Listing extends ItemList<Item> = List<Item>> = (
  request: WalkRequest<Item, Listing>,
) => AsyncGenerator<Batch<Item>, void, void>
