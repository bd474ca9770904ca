import type { NumberedResponse } from './arrival.ts'
import { CountedJoiner, type JoinedCount } from './counted-joiner.ts'
import { CountedNumbers } from './counted-numbers.ts'
import type { Frontier } from './frontier.ts'
import type { Batch, Walk, WalkRequest } from './list.ts'
import { NumberedWalk } from './numbered-pages.ts'
import { type NumberedPrefetcher, Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

/**
 * Walks over a list of numbered pages, newest first, if every page includes the list's total. Exact under arrivals, and
 * exact under deletions. Not exact if both happen within one walk, because a total that fell and rose again looks
 * unchanged; nor if one of several identical items without ids is deleted.
 *
 * The oldest item has the number 0, so that arrivals change no number. `WALK.md` explains why that is enough.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, type ListResponse, paginate, walkCountedPages } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   cursorScope: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkCountedPages,
 *   list: () => ({
 *     request: async (page, size) => ({
 *       items: stored.slice((page - 1) * size, page * size),
 *       total: stored.length,
 *     }),
 *     read: (page: ListResponse<{ id: string }>) => page,
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export function walkCountedPages<Item>(request: WalkRequest<Item>): Walk<Item> {
  return readUntilCertain(
    request,
    (passRequest, frontier, unread) => new CountedWalk(passRequest, frontier, unread),
  )
}

// A true total ends the walk; this is for one that is far too large.
const MOST_ALIKE = 50

class CountedWalk<Item> implements Walk<Item> {
  readonly #request: WalkRequest<Item>
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #numbers: CountedNumbers<Item>
  readonly #joiner: CountedJoiner<Item>
  readonly #isResumed: boolean
  readonly #mostAlike: number
  /** Whether the number of items in a page is known. */
  #isSizeKnown: boolean
  /** The offset after the last page read. */
  #end: number
  /** Reads on by the content of pages. Null as long as the totals can be true. */
  #byContent: NumberedWalk<Item> | null = null
  #wanted = 0

  constructor(request: WalkRequest<Item>, frontier: Frontier<Item>, unread: Unread<Item>) {
    const { place } = request
    this.#request = request
    this.#requests = new Prefetcher(request, unread)
    this.#frontier = frontier
    this.#numbers = new CountedNumbers(request, frontier.loopGuard)
    this.#joiner = new CountedJoiner(request, this.#requests, frontier, this.#numbers)
    this.#isResumed = place !== undefined
    this.#isSizeKnown = place === undefined
    this.#end = place?.offset ?? 0
    this.#mostAlike = frontier.loopGuard.mostAlike
    frontier.loopGuard.mostAlike = MOST_ALIKE
    if (place !== undefined && place.total === null) this.#turnToContent()
  }

  async read(): Promise<Batch<Item>> {
    while (this.#byContent === null) {
      const { next, hasBegun, page } = this.#numbers
      if (next < 0 && (hasBegun || this.#isResumed)) {
        const batch = await this.#proveEnd()
        if (batch !== null) return batch
        continue
      }
      const taken = await this.#requests.take(page, this.#request.pageSize)
      if (!this.#isSizeKnown && (await this.#learnSize(taken))) continue
      const joined = await this.#joiner.join(taken)
      if (joined === null) {
        if (!this.#joiner.isReliable) this.#turnToContent(taken)
        continue
      }
      const batch = await this.#accept(joined, taken)
      if (batch !== null) return batch
    }
    return { ...(await this.#byContent.read()), isCounted: false }
  }

  prefetch(wanted: number): void {
    this.#wanted = wanted
    if (this.#byContent !== null) this.#byContent.prefetch(wanted)
    else this.#plan(wanted)
  }

  #plan(wanted: number): void {
    const { concurrency, pageSize } = this.#request
    const { next, page, pageBehindEnd, size } = this.#numbers
    if (next < 0) return
    // A page that is full and should be the last takes one more request to prove it.
    const pages = Math.min(Math.ceil(wanted / size), pageBehindEnd - page + 1)
    for (let ahead = 0; ahead < Math.min(concurrency, pages); ahead += 1) {
      this.#requests.ahead(page + ahead, pageSize)
    }
    const isSequential = concurrency === 1
    const hasMore = pages > concurrency && !isSequential
    this.#requests.aheadAfterNext(hasMore ? { position: page + concurrency, size: pageSize } : null)
  }

  /** Accepts the items of a response; null if none is new, or if its numbers do not show places. */
  async #accept(
    { response, skip, from, isShifted }: JoinedCount<Item>,
    taken: NumberedResponse<Item>,
  ): Promise<Batch<Item> | null> {
    const numbers = this.#numbers
    const { pageSize, place } = this.#request
    const { first, total } = response
    const { length } = response.items
    const isShort = length < numbers.size && first + length < total
    // The provider's limit has changed, or a page lacks some of its items. Then numbers do not show places.
    const isUncounted = isShort && length > 0
    const isFirst = this.#isResumed && this.#end === place?.offset
    if (isFirst && isShort) {
      this.#turnToContent(taken)
      return null
    }
    if (isUncounted) this.#frontier.doubt()
    numbers.takeTotal(total)
    const isFull = length >= numbers.size
    numbers.next = isShifted
      ? numbers.next - (length - from)
      : total - 1 - (first + (isShort ? numbers.size : length))
    const isFruitless = !this.#frontier.joiner.hasNew(response, { skip, from }) && numbers.next >= 0
    if (isFruitless && length > 0) this.#joiner.checkRepeat(response)
    const cap = numbers.size < pageSize ? numbers.size : null
    // A total alone never ends the walk: after a full page it may be too small.
    const end = numbers.next < 0 && !isFull && !isShort
    const batch = this.#frontier.accept(response, { skip, from }, { offset: first, cap, end })
    if (isFruitless) {
      this.#plan(this.#wanted)
      return null
    }
    if (end) return batch
    if (this.#frontier.isRepeat) this.#joiner.checkRepeat(response)
    this.#end = batch.next
    if (isUncounted) this.#turnToContent(taken)
    return batch
  }

  /** Requests the page behind a full page that should be the last: a total alone never ends a walk. */
  async #proveEnd(): Promise<Batch<Item> | null> {
    const { pageSize } = this.#request
    const numbers = this.#numbers
    for (;;) {
      const taken = await this.#requests.take(numbers.pageBehindEnd, pageSize)
      const { length } = taken.items
      // Arrivals push items onto later pages, and the total grows by as many.
      const isCounted = length === 0 || this.#joiner.count(taken) !== null
      // A resumed walk must know all items here: else pages have another size than before its cursor.
      const isFound = !this.#isResumed || length === 0 || this.#frontier.join(taken, true)?.from === length
      if (!(isCounted && isFound) && !(await this.#isReadBefore(taken))) {
        this.#turnToContent(taken)
        return null
      }
      if (!isCounted || length < numbers.size) {
        const cap = numbers.size < pageSize ? numbers.size : null
        const joinPoint = { skip: this.#isResumed ? length : 0, from: length }
        return this.#frontier.accept(taken, joinPoint, { offset: this.#end, cap, end: true })
      }
      this.#frontier.loopGuard.sawNothingNew()
    }
  }

  /** Whether a response is another page in place of one beyond the end. */
  async #isReadBefore(response: NumberedResponse<Item>): Promise<boolean> {
    if (this.#frontier.join(response, true)?.from === response.items.length) return true
    if (!this.#isResumed)
      return response.identities.every((identity) => this.#frontier.yielded.knows(identity))
    const { identities } = await this.#requests.requestNow(1, this.#request.pageSize)
    return identities[0] === response.identities[0]
  }

  /** Reads on by what the pages hold, as if they had no total. */
  #turnToContent(taken?: NumberedResponse<Item>): void {
    const { hasBegun, next, size, total } = this.#numbers
    const { place } = this.#request
    const frontier = this.#frontier
    this.#requests.drop()
    frontier.loopGuard.mostAlike = this.#mostAlike
    if (taken !== undefined && frontier.lastRead.count === 0) this.#requests.putBack(taken)
    const offset = hasBegun || place === undefined ? total - 1 - next - 1 : place.offset - 1
    const page = this.#numbers.pageAt(offset)
    const knownSize = hasBegun ? size : 0
    this.#byContent = new NumberedWalk(this.#request, this.#requests, frontier, page, knownSize)
  }

  /**
   * Learns from the first page after a cursor whether the provider sends fewer items than requested, which the cursor need
   * not know. Then this page is short, and so is the page before it. Returns whether pages have another size now.
   */
  async #learnSize({ position: page, items: { length } }: NumberedResponse<Item>): Promise<boolean> {
    const numbers = this.#numbers
    this.#isSizeKnown = length > 0
    if (page === 1 || length === 0 || length >= numbers.size) return false
    const before = await this.#requests.requestNow(page - 1, this.#request.pageSize)
    if (before.items.length === 0 || before.items.length >= numbers.size) return false
    numbers.size = before.items.length
    this.#isSizeKnown = false
    return true
  }
}
