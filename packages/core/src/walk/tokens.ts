import type { TokenPage } from './arrival.ts'
import { classifyFromHead, classifyRefusal } from './classify-tokens.ts'
import { digest } from './digest.ts'
import { findPlace } from './find-place.ts'
import type { Frontier } from './frontier.ts'
import { HeadSearch, ROW } from './head-search.ts'
import { isUnique } from './identity.ts'
import type { Batch, TokenList, TokenResponse, Walk, WalkRequest } from './list.ts'
import { Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { ResumePoint } from './resume-point.ts'
import { isTokenRefusal } from './token-refusal.ts'
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
  // A cursor keeps the size of its token's page. So pages are full even if a limit cuts the first one.
  const pageSize = request.fullPageSize ?? request.pageSize
  return readUntilCertain(
    { ...request, pageSize },
    (pass, frontier, unread) => new TokenWalk(pass, frontier, unread),
  )
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
  /** The token requested last. */
  #requested: string | null = null
  /** How many tokens in a row were refused, and how many items were read when the last of them was. */
  #refusals = 0
  #readAtRefusal = -1

  constructor(request: WalkRequest<Item, TokenList<Item>>, frontier: Frontier<Item>, unread: Unread<Item>) {
    this.#request = request
    this.#frontier = frontier
    this.#requests = new Prefetcher(request, unread)
    this.#size = request.place?.pageSize ?? request.pageSize
  }

  async read(): Promise<Batch<Item>> {
    const joined = await this.#next()
    const last = { ...joined.page, items: [], identities: [...joined.page.identities] }
    const batch = this.#accept(joined)
    this.#last = last
    return batch
  }

  /** A token is only known when its page has arrived, so one page is requested ahead, whatever the concurrency. */
  prefetch(wanted: number): void {
    const next = this.#last?.next ?? null
    // A token that comes again ends the walk, but only after the items of this page.
    if (next === null || wanted <= 0 || this.#used.has(digest(next))) return
    this.#requests.ahead(next, this.#size)
  }

  /** Returns the next page. If the provider refuses its token, the place is found from the first page on. */
  async #next(): Promise<JoinedPage<Item>> {
    let isRefused = false
    for (;;) {
      try {
        return await (isRefused ? this.#findFromHead(ROW) : this.#follow())
      } catch (error) {
        this.#meetRefusal(error)
        isRefused = true
      }
    }
  }

  async #follow(): Promise<JoinedPage<Item>> {
    const last = this.#last
    if (last !== null) {
      const page = await this.#take(last.next)
      return { page, from: await this.#overlapOf(page, last), vanished: 0 }
    }
    const { place } = this.#request
    if (place === undefined) return { page: await this.#take(null), from: 0, vanished: 0 }
    const { page, from } = await this.#rejoin(place)
    return { page, from, vanished: place.offset - from }
  }

  /** Takes note that a token was refused. Throws any other error. */
  #meetRefusal(error: unknown): void {
    if (!isTokenRefusal(error)) throw error
    const { lastRead, loopGuard } = this.#frontier
    this.#refusals = lastRead.count === this.#readAtRefusal ? this.#refusals + 1 : 1
    this.#readAtRefusal = lastRead.count
    const meaning = classifyRefusal(this.#requested === null, this.#refusals)
    if (meaning === 'list') throw error
    if (meaning === 'again') throw loopGuard.error('the tokens of its pages are refused', error)
  }

  /** Takes the page of a token. No token is used twice. */
  #take(token: string | null): Promise<TokenPage<Item>> {
    if (token !== null) {
      const known = digest(token)
      if (this.#used.has(known)) this.#frontier.loopGuard.fail('a token for the next page comes again')
      this.#used.add(known)
    }
    this.#requested = token
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
    this.#requested = before.position
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
   * Looks for the items read last, from the first page on.
   *
   * @param leastInARow How many items in a row show the place if they have no ids.
   */
  async #findFromHead(leastInARow: number): Promise<JoinedPage<Item>> {
    const { complete: isComplete, loopGuard } = this.#frontier
    const search = new HeadSearch(this.#frontier, leastInARow)
    this.#size = this.#request.pageSize
    for (let page = await this.#takeFirst(); ; page = await this.#take(page.next)) {
      const { identities, next } = page
      const { length } = identities
      const end = search.look(identities)
      const { longestRow } = search
      const meaning = classifyFromHead({ end, length, isLast: next === null, longestRow, isComplete })
      if (meaning === 'lost') loopGuard.fail('the items read last are not there any more')
      this.#keepNew(page, end ?? length, search.hasNewAmongRead)
      if (meaning === 'place') return { page, from: end ?? 0, vanished: 0 }
      page.items.length = 0
      if (meaning === 'doubtful') return this.#findFromHead(longestRow)
      if (meaning === 'all-new') return { page: await this.#takeFirst(), from: 0, vanished: 0 }
    }
  }

  /**
   * Keeps the first items of a page for the end of the walk, if some of them are new: they have come there since.
   *
   * @param isAmongRead Whether a new one stands among those that were read. After a cursor, the others may have been read.
   */
  #keepNew(page: TokenPage<Item>, count: number, isAmongRead: boolean): void {
    const { complete, yielded } = this.#frontier
    const isWhole = complete && this.#request.place === undefined
    const identities = page.identities.slice(0, count)
    if (isAmongRead) this.#frontier.doubt()
    else if (!isWhole || !identities.some((identity) => yielded.isUnknown(identity))) return
    const response = { ...page, identities, items: page.items.slice(0, count) }
    this.#requests.unread.keep({ response, read: () => response })
  }

  /** Takes the first page once more. The pages from there on lead to the same tokens. */
  #takeFirst(): Promise<TokenPage<Item>> {
    this.#used.clear()
    this.#recent = []
    return this.#take(null)
  }

  /** Finds the place of an earlier walk in its page, or in those after it. */
  async #findIn(begun: TokenPage<Item>, stopped: ResumePoint): Promise<Place<Item>> {
    const { token, offset, tail } = stopped
    const isRemembered = offset <= tail.length
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
    const passed = identities.slice(0, from)
    const start = this.#repeatsPage(identities) ? length : from
    // What arrived in front of a token that is an offset in disguise pushes items on that were yielded.
    const known = identities.slice(start).findIndex((identity) => !this.#frontier.yielded.knows(identity))
    const joinPoint = { skip: start, from: start + (known === -1 ? length - start : known) }
    // What was left out counts as read.
    const batch = this.#frontier.accept(page, joinPoint, { offset: vanished, cap: null, end: next === null })
    if (batch.items.length === 0 && next !== null) {
      this.#frontier.loopGuard.sawNothingNew('page after page brings nothing new')
    }
    return { ...batch, passed, tokens: { page: position, next, size: this.#size } }
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
