import type { NumberedResponse } from './arrival.ts'
import { findPage, pagesOn } from './find-page.ts'
import type { Frontier } from './frontier.ts'
import { Head } from './head.ts'
import { isUnique } from './identity.ts'
import type { JoinPoint } from './join-point.ts'
import type { Batch, Walk, WalkRequest } from './list.ts'
import { isManyRead, PageSight } from './page-sight.ts'
import { type NumberedPrefetcher, Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import { possibleTotal } from './total.ts'

/**
 * Walks over a list of numbered pages without a total, in an unknown order. Exact under arrivals, unless more arrive
 * between two requests than the walk has yielded (50 at least). It cannot see deletions: a page that lost an item looks
 * like any other.
 *
 * `WALK.md` explains why that is enough.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, type ListResponse, paginate, walkNumberedPages } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   cursorScope: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkNumberedPages,
 *   list: () => ({
 *     request: async (page, size) => ({ items: stored.slice((page - 1) * size, page * size) }),
 *     read: (page: ListResponse<{ id: string }>) => page,
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export function walkNumberedPages<Item>(request: WalkRequest<Item>): Walk<Item> {
  return readUntilCertain(request, (passRequest, frontier, unread) => {
    const { place, pageSize } = passRequest
    const page = Math.ceil((place?.offset ?? 0) / Math.min(pageSize, place?.cap ?? Infinity))
    return new NumberedWalk(passRequest, new Prefetcher(passRequest, unread), frontier, Math.max(1, page))
  })
}

/** What a page means for the walk. */
type Meaning =
  /** Items may have arrived between this response and the one before: the page is requested once more. */
  | 'unproven'
  /** It is longer than any before it: the provider's limit has changed, and with it where pages start. */
  | 'longer'
  /** It follows without a gap. */
  | 'follows'
  /** It was requested after all that was read had arrived: its items show how it joins. */
  | 'later'

/** What is known of a page, and of the list up to it. */
interface Evidence {
  readonly isLater: boolean
  readonly isProven: boolean
  readonly isLonger: boolean
}

function classify({ isLater, isProven, isLonger }: Evidence): Meaning {
  if (!isLater && !isProven) return 'unproven'
  if (isLonger) return 'longer'
  return isProven ? 'follows' : 'later'
}

const AT_START = { skip: 0, from: 0 }

/** Reads on from the page on which the item read last should be, unless arrivals have pushed it further. */
export class NumberedWalk<Item> implements Walk<Item> {
  readonly #request: WalkRequest<Item>
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #head: Head<Item>
  readonly #sight: PageSight<Item>
  /** Items in a page as far as is known: the provider may send fewer than requested. */
  #size: number
  /** How many batches were accepted. */
  #batches = 0
  /** Whether the place at which the walk resumes was found. */
  #isJoined: boolean
  /** Whether the last page was shorter than one before it, as only the list's last page is. */
  #wasShort = false
  /** Whether a short page that another page follows was requested once more, and had not grown. */
  #pagesVary = false
  /** By how many items the last response fell short of the item read last. */
  #lastBehind = 0
  /** How many of the responses in sight are proven to follow. */
  #proven = 0
  /** How many items came again at the start of a page: as many must have arrived in front. */
  #pushed = 0
  /** Whether two pages held items: then the first one was as long as a page can be. */
  #hasTwoPages = false
  /** The most pages that a boundary may need in sight. */
  readonly #mostAhead: number
  /** How many pages are requested ahead: few after some were dropped, and twice as many with each page that joins. */
  #window: number

  /** @param knownSize Items in a page, if that is known. */
  constructor(
    request: WalkRequest<Item>,
    requests: NumberedPrefetcher<Item>,
    frontier: Frontier<Item>,
    start: number,
    knownSize = 0,
  ) {
    const { concurrency, list, pageSize } = request
    this.#request = request
    this.#requests = requests
    this.#frontier = frontier
    this.#head = new Head(requests, 1)
    const movesToFront = list.movesToFront === true
    this.#sight = new PageSight(requests, frontier, this.#head, { page: start, pageSize, movesToFront })
    this.#size = knownSize
    this.#isJoined = frontier.lastRead.count === 0
    this.#mostAhead = concurrency === 1 ? 1 : 2 * concurrency
    this.#window = this.#mostAhead
  }

  async read(): Promise<Batch<Item>> {
    if (!this.#isJoined) {
      this.#isJoined = true
      const batch = await this.#rejoin(this.#sight.page)
      if (batch !== null) return batch
    }
    for (;;) {
      const batch = await this.#readPage()
      if (batch !== null) return batch
    }
  }

  /** Requests ahead: to prove where a response joins, a page beyond those in flight must be seen. */
  prefetch(wanted: number): void {
    if (this.#batches === 0) return
    const { concurrency, pageSize } = this.#request
    const isFirst = this.#batches === 1
    const isLast = this.#wasShort || (isFirst && this.#size < pageSize)
    const most = isLast ? 1 : isFirst ? Math.min(concurrency, 2) : this.#window
    const pages = Math.min(most, Math.ceil(wanted / this.#size))
    for (let ahead = this.#sight.length; ahead < pages; ahead += 1) {
      this.#requests.ahead(this.#sight.page + ahead, pageSize)
    }
  }

  /** Reads the next page; null if it brings nothing. */
  async #readPage(): Promise<Batch<Item> | null> {
    const response = await this.#sight.see(0)
    const isLater = this.#frontier.isLater(response)
    const wasShort = this.#wasShort
    if (!isLater && this.#proven === 0) {
      const sizes = { size: this.#size, wasShort, pagesVary: this.#pagesVary }
      this.#proven = await this.#sight.countProven(sizes)
    }
    const { length } = response.items
    const isLonger = this.#batches > 0 && length > this.#size
    const meaning = classify({ isLater, isProven: this.#proven > 0, isLonger })
    if (meaning === 'unproven') return this.#turnTo(this.#sight.page)
    this.#sight.shift()
    this.#proven = Math.max(0, this.#proven - 1)
    // A page follows a short one that has not grown: the provider's limit has changed. A resumed walk may not know which
    // items repeat.
    const isBehindShort = wasShort && this.#pagesVary && length > 0
    if (isBehindShort && this.#request.place !== undefined) this.#frontier.doubt()
    const batch = await this.#take(meaning, response)
    if (batch === null) return null
    if (this.#frontier.isRepeat) await this.#checkRepeat(response)
    if (batch.end) await this.#checkEnd(response)
    return batch
  }

  #take(
    meaning: Exclude<Meaning, 'unproven'>,
    response: NumberedResponse<Item>,
  ): Promise<Batch<Item> | null> | Batch<Item> {
    if (meaning === 'longer') return this.#relearn(response)
    if (meaning === 'later') return this.#join(response)
    return this.#accept(response, AT_START, response.items.length === 0)
  }

  /** Joins a response that is later than what was read; null if it brought nothing. */
  async #join(response: NumberedResponse<Item>): Promise<Batch<Item> | null> {
    const joinPoint = this.#frontier.join(response, false, this.#sight.page === 1)
    if (joinPoint === null) return this.#joinUnknown(response)
    // Items without ids that look like those read last are other ones if nothing has arrived.
    if (!joinPoint.isCertain && (await this.#sight.proveUnchanged())) return this.#accept(response, AT_START)
    if (!this.#frontier.joiner.hasNew(response, joinPoint)) return this.#passKnown(response, joinPoint)
    this.#pushed += joinPoint.from - joinPoint.skip
    return this.#accept(response, joinPoint)
  }

  /** Joins a response without known items: it follows, unless too few items were read to be sure. */
  async #joinUnknown(response: NumberedResponse<Item>): Promise<Batch<Item> | null> {
    const { lastRead, loopGuard } = this.#frontier
    if (response.items.length === 0) return this.#accept(response, AT_START, true)
    // What arrives at the end of a list fills the short page first.
    if (this.#wasShort && !this.#pagesVary) {
      this.#pagesVary = true
      return this.#rejoin(Math.max(1, this.#sight.page - 1))
    }
    if (lastRead.count === 0 || isManyRead(lastRead.count) || (await this.#sight.proveUnchanged())) {
      return this.#accept(response, AT_START)
    }
    if (!this.#mayHaveArrived(response)) loopGuard.unexplained('the first item is one from further on')
    return this.#rejoin(Math.max(1, this.#sight.page - 1))
  }

  /** Passes a response whose items were all read before: so many arrived, or the provider repeats itself. */
  async #passKnown(response: NumberedResponse<Item>, joinPoint: JoinPoint): Promise<Batch<Item> | null> {
    const { length } = response.items
    const { loopGuard } = this.#frontier
    if (this.#wasShort) return this.#accept(response, { skip: length, from: length }, true)
    if (loopGuard.recordFruitless(response) !== undefined && loopGuard.isSuspicious) {
      loopGuard.unexplained('the same page comes again and again')
    }
    // A response that is closer to the item read last is on the way there.
    const isExplained =
      joinPoint.behind < this.#lastBehind ||
      (!(await this.#sight.proveUnchanged()) && this.#mayHaveArrived(response))
    if (!isExplained) {
      loopGuard.unexplained('the same page comes again and again')
      this.#frontier.doubt()
    }
    this.#lastBehind = joinPoint.behind
    loopGuard.sawNothingNew()
    this.#frontier.meet(response)
    // Repeated ids do not show how far the list was pushed.
    return this.#turnTo(this.#sight.page + (isExplained ? pagesOn(response, joinPoint.behind) : 1))
  }

  /** Resumes in a list whose pages have become longer: the item read last stands on another page. */
  async #relearn(response: NumberedResponse<Item>): Promise<Batch<Item> | null> {
    const read = (this.#sight.page - 1) * this.#size
    this.#frontier.doubt()
    this.#size = response.items.length
    return this.#rejoin(Math.max(1, Math.ceil(read / this.#size)))
  }

  /** Looks for the page that the item read last is on now, and resumes there. */
  async #rejoin(from: number): Promise<Batch<Item> | null> {
    this.#turnTo(from)
    const { pageSize, place } = this.#request
    const frontier = this.#frontier
    const offset = this.#batches > 0 ? (from - 1) * this.#size : (place?.offset ?? 0)
    const isResuming = place !== undefined && frontier.lastRead.count === place.tail.length
    const found = await findPage(this.#requests, frontier, this.#head, from, { pageSize, offset })
    const { response } = found
    this.#sight.page = found.page
    if (isResuming) frontier.recall(response.identities.slice(0, found.from))
    if (found.from < response.items.length) {
      this.#pagesVary = false
      return this.#accept(response, found)
    }
    frontier.loopGuard.sawNothingNew()
    const { length } = response.items
    this.#wasShort = length < this.#size
    this.#size = Math.max(this.#size, length)
    frontier.meet(response)
    return this.#turnTo(found.page + 1)
  }

  #turnTo(page: number): null {
    this.#sight.turnTo(page)
    if (this.#batches > 0) this.#window = 1
    return null
  }

  #accept(
    response: NumberedResponse<Item>,
    joinPoint: Pick<JoinPoint, 'skip' | 'from'>,
    end = false,
  ): Batch<Item> {
    const { length } = response.items
    const { pageSize, place } = this.#request
    const hasBegun = this.#batches > 0
    if (this.#sight.page === 1) this.#head.note(response)
    this.#wasShort = length < this.#size
    this.#lastBehind = 0
    this.#size = Math.max(this.#size, length)
    // A resumed walk may have seen the list's last page only, which is shorter than the pages before it.
    const knownSize = place === undefined ? 0 : Math.min(pageSize, place.cap ?? Infinity)
    const offset = (this.#sight.page - 1) * Math.max(this.#size, knownSize)
    this.#sight.page += 1
    this.#window = Math.min(this.#mostAhead, 2 * this.#window)
    this.#hasTwoPages ||= hasBegun && length > 0
    const cap = hasBegun || place === undefined ? this.#size : place.cap
    this.#batches += 1
    return this.#frontier.accept(response, joinPoint, { offset, cap: cap === pageSize ? null : cap, end })
  }

  /** Fails if a response without new items comes again although nothing has arrived. */
  async #checkRepeat(response: NumberedResponse<Item>): Promise<void> {
    const { loopGuard } = this.#frontier
    loopGuard.sawNothingNew()
    const last = loopGuard.recordFruitless(response)
    if (last !== undefined && (await this.#head.proveSameSince(last))) {
      loopGuard.unexplained('the same page comes again and again')
    }
  }

  /**
   * Doubts an end that other responses contradict: pages showed items further on; a total promises more; more items came
   * again than have arrived in front; or pages that were shorter than requested are longer now.
   */
  async #checkEnd({ total }: NumberedResponse<Item>): Promise<void> {
    const { list, pageSize, place } = this.#request
    const frontier = this.#frontier
    const isShort = (possibleTotal(total) ?? 0) > frontier.lastRead.count
    const isWhole = place === undefined
    const isBehind = this.#requests.unread.hasUnknownBehind(frontier.yielded.first)
    if (isWhole && (isShort || isBehind)) frontier.doubt()
    const isPushing = isWhole && list.movesToFront !== true && (this.#pushed > 0 || this.#sight.isPushed)
    const isCapped = this.#hasTwoPages && this.#size < pageSize
    if (!isPushing && !isCapped) return
    const { identities } = await this.#requests.requestNow(1, pageSize)
    if (isCapped && identities.length > this.#size) frontier.doubt()
    const arrived = frontier.joiner.countBefore(identities)
    if (isPushing && arrived !== null && arrived < Math.max(this.#pushed, 1)) frontier.doubt()
  }

  /**
   * Whether the list has another first item because one arrived. Such an item is unknown, unless items may move to the
   * front. A provider that puts a known item first repeats itself.
   */
  #mayHaveArrived({ identities }: NumberedResponse<Item>): boolean {
    const { identity = '', hasChanged } = this.#head
    if (!hasChanged || this.#request.list.movesToFront === true) return true
    return !(this.#frontier.yielded.knows(identity) || (isUnique(identity) && identities.includes(identity)))
  }
}
