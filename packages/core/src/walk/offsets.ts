import type { NumberedResponse } from './arrival.ts'
import { passArrivals } from './arrivals.ts'
import type { Frontier } from './frontier.ts'
import { Head } from './head.ts'
import type { Batch, Walk, WalkRequest } from './list.ts'
import { BEGINNING, type JoinedOffset, OffsetSearch } from './offset-search.ts'
import { OffsetSizes } from './offset-sizes.ts'
import { type NumberedPrefetcher, Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

/**
 * Walks over a list that is read from an offset, in an order that does not change. Exact under arrivals and
 * deletions.
 *
 * Every request but the first starts one item early and requests one item more, so that the item yielded last must come
 * first. If it does not, the list was shifted, and the walk looks for the item. `WALK.md` explains why that is enough.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, type ListResponse, paginate, walkOffsets } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   cursorScope: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkOffsets,
 *   list: () => ({
 *     request: async (offset, size) => ({
 *       items: stored.slice(offset, offset + size),
 *       more: offset + size < stored.length,
 *     }),
 *     read: (page: ListResponse<{ id: string }>) => page,
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export function walkOffsets<Item>(request: WalkRequest<Item>): Walk<Item> {
  return readUntilCertain(
    request,
    (passRequest, frontier, unread) => new OffsetWalk(passRequest, frontier, unread),
  )
}

/** What a response means for the walk. */
type Meaning =
  /** It may show an older state: its items may be known. The place is requested once more. */
  | 'outdated'
  /** New items follow. */
  | 'follows'
  /** The list ends with it. */
  | 'last'
  /** It holds nothing new, but the list continues. */
  | 'known'

/** What is known of a response, and of the list up to it. */
interface Evidence {
  /** Whether it holds new items. */
  readonly hasNew: boolean
  /** Whether it was requested after the response before it was received. */
  readonly isLater: boolean
  /** Whether it holds as many items as a response can. */
  readonly isFilled: boolean
  /** Whether it shows the item read last further on although nothing arrives in front. */
  readonly hasMoved: boolean
}

function classify<Item>(
  { more }: NumberedResponse<Item>,
  { hasNew, isLater, isFilled, hasMoved }: Evidence,
): Meaning {
  // Without a link, a response shows the end if it has room for more items after the one read last.
  const isLast = !(more ?? (hasNew || isFilled))
  if (isLast) return hasMoved && !isLater ? 'outdated' : 'last'
  if (hasNew) return 'follows'
  return isLater ? 'known' : 'outdated'
}

class OffsetWalk<Item> implements Walk<Item> {
  readonly #request: WalkRequest<Item>
  readonly #frontier: Frontier<Item>
  readonly #requests: NumberedPrefetcher<Item>
  readonly #sizes: OffsetSizes
  readonly #search: OffsetSearch<Item>
  readonly #head: Head<Item>
  readonly #isNewestFirst: boolean
  /** Where to read on. */
  #offset: number
  /** Where the last page starts, as far as the provider said so. */
  #lastStart: number | undefined
  /** How many pages to request ahead if no last page is known: 2 at first, then `concurrency`. */
  #window: number
  /** How far items were pushed on. */
  #pushed = 0

  constructor(request: WalkRequest<Item>, frontier: Frontier<Item>, unread: Unread<Item>) {
    this.#request = request
    this.#frontier = frontier
    this.#requests = new Prefetcher(request, unread)
    this.#sizes = new OffsetSizes(request)
    this.#search = new OffsetSearch(this.#requests, frontier, this.#sizes)
    this.#head = new Head(this.#requests, 0)
    this.#isNewestFirst = request.list.newestFirst === true
    this.#offset = request.place?.offset ?? 0
    this.#window = Math.min(request.concurrency, 2)
  }

  async read(): Promise<Batch<Item>> {
    const frontier = this.#frontier
    for (;;) {
      const next = await this.#next()
      const joined = this.#isNewestFirst
        ? await passArrivals(next, this.#requests, frontier, this.#sizes)
        : next
      const { response, start } = joined
      const meaning = classify(response, {
        hasNew: frontier.joiner.hasNew(response, joined),
        isLater: frontier.isLater(response),
        isFilled: this.#sizes.isFilled(response),
        hasMoved: !this.#isNewestFirst && this.#isFurtherOn(joined),
      })
      if (meaning === 'outdated') continue
      this.#notePlace(joined)
      if (meaning === 'known') {
        await this.#passKnown(joined)
        continue
      }
      const isLast = meaning === 'last'
      if (isLast) await this.#checkArrived()
      const batch = frontier.accept(response, joined, { offset: start, cap: this.#sizes.cap, end: isLast })
      if (isLast) return batch
      if (frontier.isRepeat) await this.#checkRepeat(response)
      this.#lastStart = response.last ?? this.#lastStart
      return batch
    }
  }

  prefetch(wanted: number): void {
    const { concurrency } = this.#request
    const { size, isSingle, mayBeEnd } = this.#sizes
    const lastStart = this.#lastStart
    const pages = lastStart !== undefined ? concurrency : mayBeEnd ? 1 : this.#window
    const overlap = isSingle ? 0 : this.#overlap()
    this.#window = concurrency
    for (let ahead = 0; ahead < Math.min(wanted, pages * size); ahead += size) {
      const offset = this.#offset + ahead
      if (offset > (lastStart ?? Infinity) + 1) return
      this.#requests.ahead(offset - overlap, size + overlap)
    }
  }

  /** Takes note of where a response stands in the list. */
  #notePlace(joined: JoinedOffset<Item>): void {
    const { response, start, from } = joined
    if (start === 0) this.#head.note(response)
    // Only what arrives in front pushes items further on.
    const isPushed = this.#isFurtherOn(joined) && this.#frontier.isLater(response)
    if (isPushed && !this.#isNewestFirst) this.#frontier.doubt()
    if (isPushed) this.#pushed += start + from - this.#offset
    this.#offset = start + response.items.length
  }

  /** Whether the item read last stands further on than it did. */
  #isFurtherOn({ start, from, behind }: JoinedOffset<Item>): boolean {
    return behind === 0 && start + from > this.#offset
  }

  /** Reads on behind a response that holds nothing new. */
  async #passKnown({ response, start, behind }: JoinedOffset<Item>): Promise<void> {
    const { loopGuard } = this.#frontier
    this.#requests.drop()
    if (response.items.length === 0) loopGuard.unexplained('pages are empty that should not be')
    if (behind === 0) await this.#checkRepeat(response)
    else {
      const last = loopGuard.recordFruitless(response)
      if (last !== undefined) loopGuard.sawNothingNew()
      // Only arrivals in front push what was read further on. Deletions move it back.
      if (last !== undefined && !this.#isNewestFirst && response.position >= last.position) {
        loopGuard.unexplained('the same items come again and again')
      }
      // The item read last is that much further on if so much arrived in front, unless it has vanished.
      if (last?.position !== start && this.#isNewestFirst) this.#offset += behind
    }
    this.#frontier.meet(response)
  }

  /** Doubts the walk if fewer items have arrived in front than items were pushed on: then one has moved there. */
  async #checkArrived(): Promise<void> {
    if (!this.#isNewestFirst || this.#pushed === 0 || this.#request.place !== undefined) return
    const { identities } = await this.#requests.requestNow(0, this.#sizes.size + 1)
    // Whatever has vanished of the items that were read: those in front of the first one that is left have arrived.
    const arrived = this.#frontier.joiner.indexOfKnown(identities)
    if (arrived !== -1 && arrived < this.#pushed) this.#frontier.doubt()
  }

  /** Requests the items that follow the one read last. */
  async #next(): Promise<JoinedOffset<Item>> {
    const frontier = this.#frontier
    const sizes = this.#sizes
    if (sizes.isSingle && frontier.lastRead.count > 0) return this.#nextAlone()
    const overlap = this.#overlap()
    const start = this.#offset - overlap
    const response = await this.#take(start, sizes.size + overlap)
    if (frontier.lastRead.count === 0) return { response, start, ...BEGINNING }
    if (overlap > 1 && frontier.lastRead.recent.endsWith(response.identities.slice(0, overlap))) {
      return { response, start, skip: overlap, from: overlap, behind: 0, isCertain: true }
    }
    const joinPoint = frontier.join(response, false, start === 0)
    // If more of the items read last come than were requested, arrivals in front have pushed them on.
    const isPushed = this.#isNewestFirst && joinPoint !== null && joinPoint.from > overlap
    if (joinPoint !== null && (joinPoint.isCertain || overlap === 1 || isPushed)) {
      // A server that sends one item for each request leaves no room for an overlap.
      const isAlone = sizes.isSingle && response.items.length === 1 && response.more !== false
      return isAlone ? this.#nextAlone() : { response, start, ...joinPoint }
    }
    const found = await this.#search.find(this.#offset)
    if (found.from < found.response.items.length) this.#requests.putBack(response)
    else await this.#checkRepeat(response)
    return found
  }

  /** Requests the next item alone, and then the one before it once more. If that is in its place, nothing was shifted. */
  async #nextAlone(): Promise<JoinedOffset<Item>> {
    const offset = this.#offset
    const response = await this.#take(offset, this.#sizes.size)
    const before = await this.#requests.requestNow(offset - 1, 1)
    const isInPlace = this.#frontier.lastRead.recent.endsWith(before.identities)
    return isInPlace ? { response, start: offset, ...BEGINNING } : this.#search.find(offset)
  }

  async #take(start: number, size: number): Promise<NumberedResponse<Item>> {
    const response = await this.#requests.take(start, size)
    if (this.#sizes.learn(response)) this.#requests.drop()
    return response
  }

  #overlap(): number {
    const { isCertain, recent } = this.#frontier.lastRead
    return this.#sizes.overlapAt(this.#offset, isCertain, recent.length)
  }

  /**
   * Fails if a response without new items comes again although nothing explains it: neither an arrival in front nor a
   * deletion further back.
   */
  async #checkRepeat(response: NumberedResponse<Item>): Promise<void> {
    const { loopGuard } = this.#frontier
    loopGuard.sawNothingNew()
    const last = loopGuard.recordFruitless(response)
    if (last === undefined || response.position < last.position) return
    // An item that arrives and vanishes again leaves the same head.
    const isExplained = this.#isNewestFirst && !(await this.#head.proveSameSince(last))
    if (!isExplained) loopGuard.unexplained('the same items come again and again')
  }
}
