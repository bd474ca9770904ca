import type { NumberedResponse } from './arrival.ts'
import { classifyCounted, classifyElsewhere } from './classify-counted.ts'
import type { CountedNumbers, CountedResponse } from './counted-numbers.ts'
import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { WalkRequest } from './list.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'

/** A response whose items from `from` on follow what was yielded. */
export interface JoinedCount<Item> {
  readonly response: CountedResponse<Item>
  readonly skip: number
  readonly from: number
  /** Whether the response's numbers are wrong: then only its items show how far the walk has come. */
  readonly isShifted: boolean
}

// A page may be empty although the total says that it is not. After more of them in a row, the totals cannot be true.
const MOST_EMPTY_PAGES = 2

/** Finds how responses with a total join what was read. */
export class CountedJoiner<Item> {
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #numbers: CountedNumbers<Item>
  readonly #pageSize: number
  readonly #isResumed: boolean
  #emptyPages = 0
  #isReliable = true

  constructor(
    { pageSize, place }: WalkRequest<Item>,
    requests: NumberedPrefetcher<Item>,
    frontier: Frontier<Item>,
    numbers: CountedNumbers<Item>,
  ) {
    this.#requests = requests
    this.#frontier = frontier
    this.#numbers = numbers
    this.#pageSize = pageSize
    this.#isResumed = place !== undefined
  }

  /** Whether the totals may be true: the provider that counts the items also lists them. */
  get isReliable(): boolean {
    return this.#isReliable
  }

  /** Returns how a response joins; null to read the page that now holds the next item, or if the totals cannot be true. */
  async join(taken: NumberedResponse<Item>): Promise<JoinedCount<Item> | null> {
    const response = this.count(taken)
    if (response === null) {
      this.#isReliable = false
      return null
    }
    const joined = (await this.#joinByNumber(response)) ?? (await this.#joinElsewhere(response))
    return this.#isReliable ? joined : null
  }

  /** Reads the numbers of a response; null if its total cannot be true. */
  count(response: NumberedResponse<Item>): CountedResponse<Item> | null {
    const { hasBegun, size } = this.#numbers
    const isLonger = (hasBegun || this.#isResumed) && response.items.length > size
    return isLonger ? this.#distrust() : this.#numbers.read(response)
  }

  /** Joins a response by its numbers; null if they do not prove how it joins. */
  async #joinByNumber(response: CountedResponse<Item>): Promise<JoinedCount<Item> | null> {
    const { recent } = this.#frontier.lastRead
    const { identities } = response
    const above = this.#numbers.numberOf(response) - this.#numbers.next
    const meaning = classifyCounted({
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

  /** Joins a response that was counted and listed at two moments: the items read last stand further on. */
  #joinShifted(response: CountedResponse<Item>, above: number): JoinedCount<Item> | null {
    const joinPoint = this.#frontier.join(response)
    if (joinPoint === null || joinPoint.behind > 0 || joinPoint.from <= above) return null
    const { loopGuard } = this.#frontier
    this.#frontier.doubt()
    if (
      !this.#frontier.joiner.hasNew(response, joinPoint) &&
      loopGuard.recordFruitless(response) !== undefined
    ) {
      // The same response came before: these are other items, whose ids the provider has used before.
      loopGuard.unexplained('the same page comes again and again')
      return nothingNew(response)
    }
    return { response, skip: joinPoint.skip, from: joinPoint.from, isShifted: true }
  }

  /** Requests the page before to decide whether a response begins with the item read last or with an identical one. */
  async #joinAlike(response: CountedResponse<Item>): Promise<JoinedCount<Item> | null> {
    const numbers = this.#numbers
    const page = numbers.pageAt(response.first)
    const before = await this.#requests.requestNow(page - 1, this.#pageSize)
    const again = this.count(await this.#requests.requestNow(page, this.#pageSize))
    if (again === null) return this.#distrust()
    const { recent } = this.#frontier.lastRead
    const above = numbers.numberOf(again) - numbers.next
    // If the page before is unchanged, the response begins with another, identical item.
    const isSame = recent.endsWith(before.identities)
    const from = isSame
      ? above
      : recent.endIn([...before.identities, ...again.identities]) - before.identities.length
    if (from < 0 || from > again.items.length) return null
    return { response: again, skip: from, from, isShifted: from !== above }
  }

  /** Joins a response that starts elsewhere; null to read the page that now holds the next item. */
  async #joinElsewhere(response: CountedResponse<Item>): Promise<JoinedCount<Item> | null> {
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
      this.checkRepeat(response)
      return null
    }
    if (meaning === 'empty') return this.#passEmpty(response)
    // With the same total, no item has vanished: items have changed places.
    if (total === numbers.total && length > 0 && this.#frontier.lastRead.count > 0) this.#frontier.doubt()
    numbers.hasShrunk = true
    return this.#find(response)
  }

  /** Passes an empty page, if the page before it still ends with the item read last. */
  async #passEmpty(response: CountedResponse<Item>): Promise<JoinedCount<Item> | null> {
    this.#emptyPages += 1
    if (this.#emptyPages > MOST_EMPTY_PAGES || !(await this.#isAfterLast(response))) return this.#distrust()
    // Its items may stand elsewhere.
    this.#frontier.doubt()
    return nothingNew(response)
  }

  /** Whether the page before an empty one still ends with the item read last. Else pages have another size now. */
  async #isAfterLast({ first }: CountedResponse<Item>): Promise<boolean> {
    const page = this.#numbers.pageAt(first)
    if (this.#frontier.lastRead.count === 0 || page === 1) return true
    const before = await this.#requests.requestNow(page - 1, this.#pageSize)
    return this.#frontier.join(before, true)?.from === before.items.length
  }

  /** Looks for the items yielded last by their content, starting near the response that showed a change. */
  async #find(shown: CountedResponse<Item>): Promise<JoinedCount<Item> | null> {
    const frontier = this.#frontier
    const { loopGuard } = frontier
    const numbers = this.#numbers
    const offset = numbers.total - 1 - numbers.next
    // The vanished items may not have been read yet. Before the oldest remembered item there is nothing to find.
    const furthest = frontier.complete ? Infinity : frontier.lastRead.recent.length - 1
    const vanished = Math.min(Math.max(0, numbers.total - shown.total), furthest)
    const first = numbers.pageAt(offset - vanished - 1)
    let page = first
    /** Whether the search goes on to the place. All items that have vanished may have stood behind it. */
    let isAhead = true
    /** The total of the page before, if all its items are known; else -1. */
    let passed = -1
    /** Whether it certainly ends with the item read last. */
    let endsWithLast = false
    if (frontier.join(shown, true)?.from === shown.items.length) this.checkRepeat(shown)
    for (let requested = 0; ; requested += 1) {
      loopGuard.sawNothingNew()
      const isShown = page === numbers.pageAt(shown.first) && (requested === 0 || passed === shown.total)
      const response = isShown ? shown : this.count(await this.#requests.requestNow(page, this.#pageSize))
      if (response === null) return this.#distrust()
      const joinPoint = frontier.join(response, true, response.first === 0)
      // Items without ids that look like those read last are other ones, if the page before ends with these.
      const isNext = endsWithLast && passed === response.total
      if (joinPoint === null || (isNext && !joinPoint.isCertain)) {
        // All items of the page before are known, none of this one, and none vanished since: its items follow.
        if ((passed !== -1 && passed <= response.total) || (page === 1 && frontier.complete)) {
          // If the total has not fallen, only pages of another size leave numbers out.
          const leavesOut = response.total >= numbers.total && numbers.numberOf(response) < numbers.next
          return leavesOut ? this.#distrust() : { response, skip: 0, from: 0, isShifted: false }
        }
        if (isAhead && page < numbers.pageAt(offset)) {
          page += 1
          continue
        }
        if (isAhead) page = first
        isAhead = false
        if (page === 1) return loopGuard.fail('none of the items read last is there any more')
        if (loopGuard.recordFruitless(response) !== undefined) return this.#distrust()
        passed = -1
        endsWithLast = false
        page -= 1
      } else if (
        joinPoint.from < response.items.length ||
        response.first + joinPoint.from >= response.total
      ) {
        return { response, skip: joinPoint.skip, from: joinPoint.from, isShifted: false }
      } else {
        // The page before ends with the item read last, but this one holds older items: pages have other sizes now.
        if (endsWithLast && joinPoint.behind > 0) return this.#distrust()
        const last = response === shown ? undefined : loopGuard.recordFruitless(response)
        if (last?.position === page) return this.#distrust()
        if (last !== undefined) loopGuard.fail('the same page comes again and again')
        isAhead = false
        passed = response.total
        endsWithLast = joinPoint.isCertain && joinPoint.behind === 0
        page += 1
      }
    }
  }

  /** Takes note that the totals cannot be true: from here on, only the content of pages counts. */
  #distrust(): null {
    this.#isReliable = false
    this.#frontier.doubt()
    return null
  }

  /** Fails if the same response without new items, with the same total, came before: nothing explains that. */
  checkRepeat(response: CountedResponse<Item>): void {
    const { loopGuard } = this.#frontier
    loopGuard.sawNothingNew()
    if (loopGuard.recordFruitless(response) !== undefined)
      loopGuard.fail('the same page comes again and again')
  }
}

/** Joins a response without new items. */
function nothingNew<Item>(response: CountedResponse<Item>): JoinedCount<Item> {
  const { length } = response.items
  return { response, skip: length, from: length, isShifted: false }
}
