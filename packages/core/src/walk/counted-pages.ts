import type { NumberedResponse } from './arrival.ts'
import { CountedNumbers, type CountedResponse } from './counted-numbers.ts'
import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { Batch, Walk, WalkRequest } from './list.ts'
import { NumberedWalk } from './numbered-pages.ts'
import { type NumberedPrefetcher, Prefetcher } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

/**
 * Walks over a list of numbered pages, newest first, where every page includes the list's total. Exact under arrivals
 * and under deletions, but not if both happen within one walk, or if one of several identical items is deleted: a total
 * that fell and rose again looks like one that never changed.
 *
 * Items are numbered from the far end, the oldest with 0, so that arrivals change no number. `WALK.md` explains
 * why that is enough.
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
 *   query: ['acme', 'messages'],
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
  return readUntilCertain(request, (pass, frontier, unread) => new CountedWalk(pass, frontier, unread))
}

/** What a response means for the walk. */
type Meaning =
  /** It starts with the wanted number: only arrivals happened, or nothing. */
  | 'follows'
  /** It starts above the wanted number, and what is above was read last. */
  | 'overlaps'
  /** By its numbers it follows, but it goes back behind the item read last: it was counted and listed at two moments. */
  | 'shifted'
  /** By its numbers it follows, but it starts with an item without an id that looks like the one read last. */
  | 'alike'
  /** It starts elsewhere. */
  | 'elsewhere'

/** What is known of a response, and of the list up to it. */
interface Evidence {
  /** How far above the wanted number it starts; negative if it starts below. */
  readonly above: number
  readonly length: number
  /** Whether its total is lower than before: then what vanished may stand within the page. */
  readonly hasFallen: boolean
  /** Whether the items above the wanted number are the ones read last. */
  readonly overlapIsKnown: boolean
  /** Whether the items that should follow go back behind the item read last. */
  readonly goesBack: boolean
  /** Whether the item that should follow looks like the one read last. */
  readonly startsAlike: boolean
}

function classify(evidence: Evidence): Meaning {
  const { above, length, hasFallen, overlapIsKnown, goesBack, startsAlike } = evidence
  const isNext = above === 0 && length > 0 && !hasFallen
  const overlaps = above > 0 && above <= length && overlapIsKnown
  if (!isNext && !overlaps) return 'elsewhere'
  if (goesBack) return 'shifted'
  if (startsAlike) return 'alike'
  return isNext ? 'follows' : 'overlaps'
}

/** What a response that starts elsewhere means. */
type MeaningElsewhere =
  /** It may show an older state than others. */
  | 'outdated'
  /** More arrived than a page holds. */
  | 'pushed'
  /** It is empty, although the total says that it is not. */
  | 'empty'
  /** It is the newest of all: something has vanished, or items have changed their places. */
  | 'changed'

interface EvidenceElsewhere {
  readonly isNewest: boolean
  /** How far above the wanted number it starts. */
  readonly above: number
  readonly length: number
  readonly first: number
  readonly total: number
  readonly totalBefore: number
  readonly hasShrunk: boolean
}

function classifyElsewhere(evidence: EvidenceElsewhere): MeaningElsewhere {
  const { isNewest, above, length, first, total, totalBefore, hasShrunk } = evidence
  if (!isNewest) return 'outdated'
  if (length > 0 && above >= length && total > totalBefore && !hasShrunk) return 'pushed'
  return length === 0 && first < total && total >= totalBefore ? 'empty' : 'changed'
}

/** A response whose items from `from` on follow what was yielded. */
interface Joined<Item> {
  readonly response: CountedResponse<Item>
  readonly skip: number
  readonly from: number
  /** Whether the response's numbers are off: then only its items say how far the walk has come. */
  readonly isShifted: boolean
}

// A page may be empty although the total says it is not. After this many in a row the total is wrong, or the pages.
const MOST_EMPTY_PAGES = 2

// A true total ends the walk; this is for one that is far too large.
const MOST_ALIKE = 50

class CountedWalk<Item> implements Walk<Item> {
  readonly #request: WalkRequest<Item>
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #numbers: CountedNumbers<Item>
  readonly #isResumed: boolean
  readonly #mostAlike: number
  /** The offset after the last page read. */
  #end: number
  #emptyPages = 0
  /** Whether the totals may be true: the provider that counts the items also lists them. */
  #isReliable = true
  /** Reads on by what the pages hold, once the totals cannot be true. */
  #byContent: NumberedWalk<Item> | null = null
  #wanted = 0

  constructor(request: WalkRequest<Item>, frontier: Frontier<Item>, unread: Unread<Item>) {
    const { place } = request
    this.#request = request
    this.#requests = new Prefetcher(request, unread)
    this.#frontier = frontier
    this.#numbers = new CountedNumbers(request, frontier.loopGuard)
    this.#isResumed = place !== undefined
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
      const joined = await this.#join(taken)
      if (joined === null) {
        if (!this.#isReliable) this.#turnToContent(taken)
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
    const pages = Math.min(concurrency, Math.ceil(wanted / size))
    for (let ahead = 0; ahead < pages && page + ahead <= pageBehindEnd; ahead += 1) {
      this.#requests.ahead(page + ahead, pageSize)
    }
  }

  /** How a response joins; null to read the page that now holds the next item, or by content if totals cannot be true. */
  async #join(taken: NumberedResponse<Item>): Promise<Joined<Item> | null> {
    const response = this.#count(taken)
    if (response === null) {
      this.#isReliable = false
      return null
    }
    const joined = (await this.#joinByNumber(response)) ?? (await this.#joinElsewhere(response))
    return this.#isReliable ? joined : null
  }

  /** Reads the numbers of a response; null if its total cannot be true. */
  #count(response: NumberedResponse<Item>): CountedResponse<Item> | null {
    const { hasBegun, size } = this.#numbers
    const isLonger = (hasBegun || this.#isResumed) && response.items.length > size
    return isLonger ? this.#distrust() : this.#numbers.read(response)
  }

  /** Takes the items of a response; null if it brings nothing, or if its numbers say nothing about places. */
  async #accept(
    { response, skip, from, isShifted }: Joined<Item>,
    taken: NumberedResponse<Item>,
  ): Promise<Batch<Item> | null> {
    const numbers = this.#numbers
    const { pageSize, place } = this.#request
    const { first, total } = response
    const { length } = response.items
    const isShort = length < numbers.size && first + length < total
    // The provider's limit has changed, or it leaves out some items of a page: numbers say nothing about places then.
    const isUncounted = isShort && length > 0
    const isFirst = this.#isResumed && this.#end === place?.offset
    const mayBeCapped = length > 0 && length < numbers.size
    if (isFirst && (isShort || (mayBeCapped && (await this.#isCapped(response))))) {
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
    if (isFruitless && length > 0) this.#checkRepeat(response)
    const cap = numbers.size < pageSize ? numbers.size : null
    // A total alone never ends the walk: after a full page it may be too small.
    const end = numbers.next < 0 && !isFull && !isShort
    const batch = this.#frontier.accept(response, { skip, from }, { offset: first, cap, end })
    if (isFruitless) {
      this.#plan(this.#wanted)
      return null
    }
    if (end) return batch
    if (this.#frontier.isRepeat) this.#checkRepeat(response)
    this.#end = batch.next
    if (isUncounted) this.#turnToContent(taken)
    return batch
  }

  /** Looks beyond a full page that should be the last: a total alone never ends a walk. */
  async #proveEnd(): Promise<Batch<Item> | null> {
    const { pageSize } = this.#request
    const numbers = this.#numbers
    for (;;) {
      const taken = await this.#requests.take(numbers.pageBehindEnd, pageSize)
      const { length } = taken.items
      // Arrivals push what was read to further pages, and then the total has grown by as many.
      const isCounted = length === 0 || this.#count(taken) !== null
      // What a resumed walk finds here it must know: pages may have another size than before its cursor.
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

  /** Joins a response if its numbers, or what they say was read before, prove how. */
  async #joinByNumber(response: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const { recent } = this.#frontier.lastRead
    const { identities } = response
    const above = this.#numbers.numberOf(response) - this.#numbers.next
    const meaning = classify({
      above,
      length: response.items.length,
      hasFallen: response.total < this.#numbers.total,
      overlapIsKnown: above > 0 && recent.endsWith(identities.slice(0, above)),
      goesBack: above >= 0 && this.#frontier.joiner.goesBack(response, above),
      startsAlike: above >= 0 && this.#looksLikeLast(identities[above]),
    })
    if (meaning === 'elsewhere') return null
    if (meaning === 'shifted') return this.#joinShifted(response, above)
    if (meaning === 'alike') return this.#joinAlike(response)
    if (meaning === 'follows') this.#emptyPages = 0
    return { response, skip: above, from: above, isShifted: false }
  }

  /** Whether an item without an id looks like the one read last: it may be that one, or another one. */
  #looksLikeLast(identity: string | undefined): boolean {
    return (
      identity !== undefined && !isUnique(identity) && this.#frontier.lastRead.recent.endsWith([identity])
    )
  }

  /** The provider has counted at another moment than it has listed: the items read last stand further on. */
  #joinShifted(response: CountedResponse<Item>, above: number): Joined<Item> | null {
    const joinPoint = this.#frontier.join(response)
    if (joinPoint === null || joinPoint.behind > 0 || joinPoint.from <= above) return null
    const { loopGuard } = this.#frontier
    this.#frontier.doubt()
    if (!this.#frontier.joiner.hasNew(response, joinPoint) && loopGuard.repeatOf(response) !== undefined) {
      // It comes again: then these are other items with ids that were given before.
      loopGuard.unexplained('the same page comes again and again')
      return nothingNew(response)
    }
    return { response, skip: joinPoint.skip, from: joinPoint.from, isShifted: true }
  }

  /** Decides by the page before whether a response begins with the item read last or with an identical one. */
  async #joinAlike(response: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const { pageSize } = this.#request
    const numbers = this.#numbers
    const page = numbers.pageAt(response.first)
    const before = await this.#requests.requestNow(page - 1, pageSize)
    const again = this.#count(await this.#requests.requestNow(page, pageSize))
    if (again === null) return this.#distrust()
    const { recent } = this.#frontier.lastRead
    const above = numbers.numberOf(again) - numbers.next
    // Nothing has pushed the page before: then the response begins with another, identical item.
    const isSame = recent.endsWith(before.identities)
    const from = isSame
      ? above
      : recent.endIn([...before.identities, ...again.identities]) - before.identities.length
    if (from < 0 || from > again.items.length) return null
    return { response: again, skip: from, from, isShifted: from !== above }
  }

  /** Joins a response that starts elsewhere; null to read the page that now holds the next item. */
  async #joinElsewhere(response: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const numbers = this.#numbers
    const { first, total } = response
    const { length } = response.items
    const meaning = classifyElsewhere({
      isNewest: numbers.isNewest,
      above: numbers.numberOf(response) - numbers.next,
      length,
      first,
      total,
      totalBefore: numbers.total,
      hasShrunk: numbers.hasShrunk,
    })
    if (meaning === 'outdated') return null
    if (meaning === 'pushed') {
      this.#checkRepeat(response)
      return null
    }
    if (meaning === 'empty') return this.#passEmpty(response)
    // With the same total nothing has vanished: items have changed their places.
    if (total === numbers.total && length > 0 && this.#frontier.lastRead.count > 0) this.#frontier.doubt()
    numbers.hasShrunk = true
    return this.#find(response)
  }

  /** Reads on behind an empty page, if the page before it still ends with the item read last. */
  async #passEmpty(response: CountedResponse<Item>): Promise<Joined<Item> | null> {
    this.#emptyPages += 1
    if (this.#emptyPages > MOST_EMPTY_PAGES || !(await this.#isAfterLast(response))) return this.#distrust()
    // Its items may stand elsewhere.
    this.#frontier.doubt()
    return nothingNew(response)
  }

  /** Whether the page before an empty one still ends with the item read last: else pages have another size by now. */
  async #isAfterLast({ first }: CountedResponse<Item>): Promise<boolean> {
    const page = this.#numbers.pageAt(first)
    if (this.#frontier.lastRead.count === 0 || page === 1) return true
    const before = await this.#requests.requestNow(page - 1, this.#request.pageSize)
    return this.#frontier.join(before, true)?.from === before.items.length
  }

  /**
   * Whether a page that looks like the last is short because the provider sends fewer items than requested, which a
   * cursor need not know: then the page before it is short, too.
   */
  async #isCapped({ first }: CountedResponse<Item>): Promise<boolean> {
    const page = this.#numbers.pageAt(first)
    if (page === 1) return false
    const before = await this.#requests.requestNow(page - 1, this.#request.pageSize)
    return before.items.length < this.#numbers.size
  }

  /** Looks for what was yielded last by content, from the response that showed something to be missing. */
  async #find(shown: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const frontier = this.#frontier
    const { loopGuard } = frontier
    const numbers = this.#numbers
    const offset = numbers.total - 1 - numbers.next
    // What vanished may not have been read yet: before all that is remembered there is nothing to find.
    const furthest = frontier.complete ? Infinity : frontier.lastRead.recent.length - 1
    const vanished = Math.min(Math.max(0, numbers.total - shown.total), furthest)
    let page = numbers.pageAt(offset - vanished - 1)
    /** The total of the page before, if everything in it was known; else -1. */
    let passed = -1
    if (frontier.join(shown, true)?.from === shown.items.length) this.#checkRepeat(shown)
    for (let requested = 0; ; requested += 1) {
      loopGuard.sawNothingNew()
      const isShown = page === numbers.pageAt(shown.first) && (requested === 0 || passed === shown.total)
      const response = isShown
        ? shown
        : this.#count(await this.#requests.requestNow(page, this.#request.pageSize))
      if (response === null) return this.#distrust()
      const joinPoint = frontier.join(response, true, response.first === 0)
      if (joinPoint === null) {
        // Nothing of it is known, but all of the page before, and nothing vanished since: it starts with what follows.
        if ((passed !== -1 && passed <= response.total) || (page === 1 && frontier.complete))
          return { response, skip: 0, from: 0, isShifted: false }
        if (page === 1) return loopGuard.fail('none of the items read last is there any more')
        if (loopGuard.repeatOf(response) !== undefined) return this.#distrust()
        passed = -1
        page -= 1
      } else if (
        joinPoint.from < response.items.length ||
        response.first + joinPoint.from >= response.total
      ) {
        return { response, skip: joinPoint.skip, from: joinPoint.from, isShifted: false }
      } else {
        const last = response === shown ? undefined : loopGuard.repeatOf(response)
        if (last?.position === page) return this.#distrust()
        if (last !== undefined) loopGuard.fail('the same page comes again and again')
        passed = response.total
        page += 1
      }
    }
  }

  /** The totals cannot be true: from here on, only what the pages hold counts. */
  #distrust(): null {
    this.#isReliable = false
    this.#frontier.doubt()
    return null
  }

  /** If the total is the same, nothing explains that a response without new items comes again. */
  #checkRepeat(response: CountedResponse<Item>): void {
    const { loopGuard } = this.#frontier
    loopGuard.sawNothingNew()
    if (loopGuard.repeatOf(response) !== undefined) loopGuard.fail('the same page comes again and again')
  }
}

/** How a response without anything new joins. */
function nothingNew<Item>(response: CountedResponse<Item>): Joined<Item> {
  const { length } = response.items
  return { response, skip: length, from: length, isShifted: false }
}
