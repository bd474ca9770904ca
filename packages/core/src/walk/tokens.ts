import type { TokenPage } from './arrival.ts'
import { digest } from './digest.ts'
import { SmsError } from '../error.ts'
import { findPlace } from './find-place.ts'
import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { Batch, TokenList, TokenResponse, Walk, WalkRequest } from './list.ts'
import { Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { ResumePoint } from './resume-point.ts'
import type { Unread } from './unread.ts'

// As many times may a page come again: arrivals explain it if a token is an offset in disguise.
const MOST_REPEATS = 2

// Pages that take turns are found out as well.
const PAGES_COMPARED = 4

// Pages looked at beyond the one that should hold the place before it counts as lost.
const MOST_SEARCHED = 100

/**
 * Walks over a list whose pages each include the token of the next one. Exact under arrivals and deletions if a token
 * stands for a place among the items, which is the purpose of tokens.
 *
 * The token of a page is only known when the page before has arrived, so one page is requested ahead. `WALK.md` lists the
 * remaining risks.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, paginate, type TokenList, type TokenResponse, walkTokens } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string, TokenList<{ id: string }>>({
 *   provider: 'acme',
 *   cursorScope: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkTokens,
 *   list: () => ({
 *     request: async (token, size) => {
 *       const from = token === null ? 0 : stored.findIndex(({ id }) => id === token) + 1
 *       const items = stored.slice(from, from + size)
 *       return { items, next: from + size < stored.length ? (items.at(-1)?.id ?? null) : null }
 *     },
 *     read: (page: TokenResponse<{ id: string }>) => page,
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export function walkTokens<Item>(request: WalkRequest<Item, TokenList<Item>>): Walk<Item> {
  return readUntilCertain(request, (pass, frontier, unread) => new TokenWalk(pass, frontier, unread))
}

/** A page, and how many of its first items were read before. */
interface Place<Item> {
  readonly page: TokenPage<Item>
  readonly from: number
}

interface JoinedPage<Item> extends Place<Item> {
  /** How many items that an earlier walk read of the page have vanished. */
  readonly vanished: number
}

class TokenWalk<Item> implements Walk<Item> {
  readonly #request: WalkRequest<Item, TokenList<Item>>
  readonly #frontier: Frontier<Item>
  readonly #requests: Prefetcher<Item, string | null, TokenResponse<Item>>
  /** How many items every page is requested with: that of the cursor, since its token may be good for no other. */
  #size: number
  /** Digests of the tokens that were used: there may be many, and they may be long. */
  readonly #used = new Set<string>()
  /** The page read last, without its items. */
  #last: TokenPage<Item> | null = null
  /** What the last pages held. */
  #recent: readonly string[] = []
  #repeats = 0

  constructor(request: WalkRequest<Item, TokenList<Item>>, frontier: Frontier<Item>, unread: Unread<Item>) {
    this.#request = request
    this.#frontier = frontier
    this.#requests = new Prefetcher(request, unread)
    this.#size = request.place?.pageSize ?? request.pageSize
  }

  async read(): Promise<Batch<Item>> {
    const joined = await this.#next()
    const batch = this.#accept(joined)
    this.#last = { ...joined.page, items: [] }
    return batch
  }

  /** A token is only known when its page has arrived, so one page is requested ahead, whatever the concurrency. */
  prefetch(wanted: number): void {
    const next = this.#last?.next ?? null
    // A token that comes again ends the walk, but only after the items of this page.
    if (next === null || wanted <= 0 || this.#used.has(digest(next))) return
    this.#requests.ahead(next, this.#size)
  }

  async #next(): Promise<JoinedPage<Item>> {
    const last = this.#last
    if (last !== null) {
      const page = await this.#take(last.next)
      return { page, from: await this.#overlapOf(page, last), vanished: 0 }
    }
    const { place } = this.#request
    if (place === undefined) return { page: await this.#take(null), from: 0, vanished: 0 }
    try {
      const { page, from } = await this.#rejoin(place)
      return { page, from, vanished: place.offset - from }
    } catch (error) {
      const isRefused = SmsError.is(error, 'rejected') || SmsError.is(error, 'not_found')
      if (place.token === null || !isRefused) throw error
      return { ...(await this.#rejoinFromHead(place)), vanished: 0 }
    }
  }

  /** Takes the page of a token. No token is used twice. */
  #take(token: string | null): Promise<TokenPage<Item>> {
    if (token !== null) {
      const known = digest(token)
      if (this.#used.has(known)) this.#frontier.loopGuard.fail('a token for the next page comes again')
      this.#used.add(known)
    }
    return this.#requests.take(token, this.#size)
  }

  /**
   * How many items of a page are the ones read last. Without ids, they may also be identical ones: then the page before
   * shows whether something has pushed them on. Arrivals push what is on the first page of any list, but only a token
   * that is an offset in disguise stays the same.
   */
  async #overlapOf({ identities }: TokenPage<Item>, before: TokenPage<Item>): Promise<number> {
    const { recent } = this.#frontier.lastRead
    const overlap = recent.overlapOf(identities)
    if (overlap === 0 || identities.slice(0, overlap).some(isUnique)) return overlap
    // A whole page that came before is no overlap.
    if (overlap === identities.length && overlap === before.identities.length) return 0
    const again = await this.#requests.requestNow(before.position, this.#size)
    const isShifted = again.identities.some(
      (identity, at) => (before.identities[at] ?? identity) !== identity,
    )
    if (!isShifted || (before.position === null && again.next !== before.next)) return 0
    const end = recent.endIn([...again.identities, ...identities])
    return Math.max(0, end - again.identities.length)
  }

  /** Requests the page that an earlier walk stopped in once more, and looks for the place. */
  async #rejoin(stopped: ResumePoint): Promise<Place<Item>> {
    const { token, offset } = stopped
    let page = await this.#take(token)
    // The pages of the earlier walk may have been larger.
    while (page.items.length < offset && page.next !== null) page = await this.#extend(page, page.next)
    return this.#findIn(page, stopped)
  }

  /**
   * Looks for the place of an earlier walk from the first page on: the provider refuses the token. Pages that hold none of
   * the items read last come before it.
   */
  async #rejoinFromHead(stopped: ResumePoint): Promise<Place<Item>> {
    const { tail } = stopped
    // As many items as are remembered may have been read of any page.
    const wanted = { ...stopped, token: null, offset: tail.length }
    this.#size = this.#request.pageSize
    // The pages from the first one on lead to the same token again.
    this.#used.clear()
    let page = await this.#take(null)
    if (tail.length === 0) return { page, from: 0 }
    while (page.next !== null && findPlace(page.identities, wanted, false) === null) {
      this.#repeatsPage(page.identities)
      // An earlier walk has yielded these, or they have arrived since.
      page.items.length = 0
      page = await this.#take(page.next)
    }
    return this.#findIn(page, wanted, false)
  }

  /**
   * Finds the place of an earlier walk in a page, or in those after it.
   *
   * @param mayHaveVanished Whether the page is known to be the one, so that all that was read of it may have vanished.
   */
  async #findIn(begun: TokenPage<Item>, stopped: ResumePoint, mayHaveVanished = true): Promise<Place<Item>> {
    const { token, offset, tail } = stopped
    const isRemembered = mayHaveVanished && offset <= tail.length
    const isFixed = isRemembered && (token !== null || this.#request.list.newestFirst === false)
    let page = begun
    for (let searched = 0; ; searched += 1) {
      const { identities, next } = page
      const found = findPlace(identities, stopped, isFixed)
      const isOpen = found === null ? !isFixed : found.isOpen
      if (!isOpen || next === null || searched === MOST_SEARCHED) {
        if (found === null && !isRemembered) {
          this.#frontier.loopGuard.fail('the items read last are not there any more')
        }
        // If all that was read of the page is remembered and has vanished, it starts with what follows.
        const from = found?.end ?? 0
        if (from > tail.length) this.#frontier.recall(identities.slice(0, from))
        return { page, from }
      }
      // Arrivals may have pushed the place, or what was read last before it, to the next page.
      page = await this.#extend(page, next)
    }
  }

  async #extend(begun: TokenPage<Item>, next: string): Promise<TokenPage<Item>> {
    const more = await this.#take(next)
    if (more.items.length === 0) {
      this.#frontier.loopGuard.sawNothingNew('page after page brings nothing new')
    }
    const items = [...begun.items, ...more.items]
    const identities = [...begun.identities, ...more.identities]
    begun.items.length = 0
    more.items.length = 0
    return { ...more, position: begun.position, items, identities }
  }

  /** Takes the new items of a page as the next of the walk. */
  #accept({ page, from, vanished }: JoinedPage<Item>): Batch<Item> {
    const { identities, position, next } = page
    const { length } = identities
    const start = this.#repeatsPage(identities) ? length : from
    // What arrived in front of a token that is an offset in disguise pushes items on that were yielded.
    const known = identities.slice(start).findIndex((identity) => !this.#frontier.yielded.knows(identity))
    const joinPoint = { skip: start, from: start + (known === -1 ? length - start : known) }
    // What was left out counts as read.
    const batch = this.#frontier.accept(page, joinPoint, { offset: vanished, cap: null, end: next === null })
    if (batch.items.length === 0 && next !== null) {
      this.#frontier.loopGuard.sawNothingNew('page after page brings nothing new')
    }
    return { ...batch, tokens: { page: position, next, size: this.#size } }
  }

  /** Whether a page is just like one of the last, by items that cannot be others. */
  #repeatsPage(identities: readonly string[]): boolean {
    const content = identities.join('\n')
    const isRepeat = this.#recent.includes(content) && identities.some(isUnique)
    this.#recent = [...this.#recent, content].slice(-PAGES_COMPARED)
    this.#repeats = isRepeat ? this.#repeats + 1 : 0
    if (this.#repeats > MOST_REPEATS) this.#frontier.loopGuard.fail('the same page comes again and again')
    return isRepeat
  }
}
