import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { Batch, WalkRequest } from './list.ts'
import { Prefetcher, type TimedResponse } from './prefetcher.ts'
import { readPagesFrom } from './numbered-pages.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

/** A response whose total can be relied on. */
interface CountedResponse<Item> extends TimedResponse<Item> {
  readonly total: number
  /** The offset of the first item. */
  readonly first: number
}

/** A response whose items from `from` on follow what was yielded. */
interface Joined<Item> {
  readonly answer: CountedResponse<Item>
  readonly skip: number
  readonly from: number
  /** Whether the response's numbers are off: then only its items say how far the walk has come. */
  readonly isShifted: boolean
}

// A page may be empty although the total says it is not. After this many in a row the total is wrong, or the pages.
const MOST_EMPTY_PAGES = 2

// A response may state the place of another page than the requested one by mistake, once.
const MOST_MISPLACED = 1

const PLACES_KEPT = 1000

// A true total ends the walk; this is for one that is far too large.
const MOST_ALIKE = 50

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
 * import { itemIdentity, paginate, walkCountedPages } from '@sms/core/provider'
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
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkCountedPages<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  yield* readUntilCertain(request, readCountedPages)
}

async function* readCountedPages<Item>(
  request: WalkRequest<Item>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  const { concurrency, pageSize, place, remaining } = request
  const requests = new Prefetcher(request, unread)
  const { loopGuard } = frontier
  const { mostAlike } = loopGuard
  loopGuard.mostAlike = MOST_ALIKE
  /** Items in a page, as far as is known: fewer than requested if the provider caps pages without saying so. */
  let size = Math.min(pageSize, place?.cap ?? Infinity)
  /** The total that `next` goes by. */
  let total = place?.total ?? 0
  /** The number of the next item. */
  let next = total - 1 - (place?.offset ?? 0)
  /** The offset after the last page read. */
  let end = place?.offset ?? 0
  /** The total that the provider has by now, as far as is known. */
  let likely = total
  /** When the last response that was looked at was received, and whether this one was requested after that. */
  let received = 0
  let isNewest = false
  let begun = false
  let shrunk = false
  /** Whether the totals may be true: the provider that counts the items also lists them. */
  let isReliable = true
  let emptyPages = 0
  /** The page that was requested when a response stated this offset. */
  const pageByOffset = new Map<number, number>()
  let misplaced = 0

  const isResumed = place !== undefined
  if (isResumed && place.total === null) return yield* readByContent()
  for (let page = pageOf(next); next >= 0 || isAtStart(); page = pageOf(next)) {
    const taken = await requests.take(page, pageSize)
    const answer = counted(taken, page)
    const joined = answer && ((await joinByNumber(answer)) ?? (await joinOtherwise(answer)))
    if (answer === null || !isReliable) return yield* readByContent(taken)
    if (joined === null) continue

    const { from, isShifted } = joined
    const { items, first } = joined.answer
    const { length } = items
    const isShort = length < size && first + length < joined.answer.total
    // The provider's limit has changed, or it leaves out some items of a page: numbers say nothing about places then.
    const isUncounted = isShort && length > 0
    const isFirst = isResumed && end === place.offset
    if (isFirst && isShort) return yield* readByContent(taken)
    if (isFirst && length > 0 && length < size && (await isCapped(joined.answer))) {
      return yield* readByContent(taken)
    }
    if (isUncounted) frontier.doubt()
    total = joined.answer.total
    likely = shrunk ? total : Math.max(likely, total)
    const isFull = length >= size
    next = isShifted ? next - (length - from) : total - 1 - (first + (isShort ? size : length))
    const isFruitless = !frontier.hasNew(joined.answer, joined) && next >= 0
    if (isFruitless && length > 0) checkRepeat(joined.answer)
    const cap = size < pageSize ? size : null
    // A total alone never ends the walk: after a full page it may be too small.
    const isLast = next < 0 && !isFull && !isShort
    const batch = frontier.accept(joined.answer, joined, { offset: first, cap, end: isLast })
    const ahead = (): void => plan(batch.items.length)
    if (isFruitless) {
      ahead()
      continue
    }
    if (isLast) return yield batch
    if (frontier.isRepeat) checkRepeat(joined.answer)
    end = batch.next
    yield { ...batch, ahead }
    if (isUncounted) return yield* readByContent(taken)
  }
  yield* proveEnd()

  /** Looks beyond a full page that should be the last: a total alone never ends a walk. */
  async function* proveEnd(): AsyncGenerator<Batch<Item>, void, void> {
    for (;;) {
      const page = pageAt(likely)
      const taken = await requests.take(page, pageSize)
      const { length } = taken.items
      // Arrivals push what was read to further pages, and then the total has grown by as many.
      const isCounted = length === 0 || counted(taken, page) !== null
      // What a resumed walk finds here it must know: pages may have another size than before its cursor.
      const isFound = !isResumed || length === 0 || frontier.join(taken, true)?.from === length
      if (!(isCounted && isFound) && !(await isReadBefore(taken))) return yield* readByContent(taken)
      if (!isCounted || length < size) {
        const cap = size < pageSize ? size : null
        const joinPoint = { skip: isResumed ? length : 0, from: length }
        return yield frontier.accept(taken, joinPoint, { offset: end, cap, end: true })
      }
      loopGuard.sawNothingNew()
    }
  }

  /** Whether a response is another page in place of one beyond the end. */
  async function isReadBefore(answer: TimedResponse<Item>): Promise<boolean> {
    if (frontier.join(answer, true)?.from === answer.items.length) return true
    if (!isResumed) return answer.identities.every((identity) => frontier.knows(identity))
    const { identities } = await requests.requestNow(1, pageSize)
    return identities[0] === answer.identities[0]
  }

  /** Reads on by what the pages hold, as if they had no total. */
  async function* readByContent(taken?: TimedResponse<Item>): AsyncGenerator<Batch<Item>, void, void> {
    requests.drop()
    loopGuard.mostAlike = mostAlike
    if (taken !== undefined && frontier.count === 0) requests.putBack(taken.position, taken)
    const page = pageAt(begun || !isResumed ? total - 1 - next - 1 : place.offset - 1)
    const batches = readPagesFrom(request, requests, frontier, page, begun ? size : 0)
    for await (const batch of batches) yield { ...batch, isCounted: false }
  }

  function isAtStart(): boolean {
    return !begun && !isResumed
  }

  function pageOf(number: number): number {
    return pageAt(likely - 1 - number)
  }

  function pageAt(offset: number): number {
    return Math.floor(Math.max(0, offset) / size) + 1
  }

  /** The number of the response's first item. */
  function numberOf(answer: CountedResponse<Item>): number {
    return answer.total - 1 - answer.first
  }

  /** Reads the response's numbers; null if its total cannot be true. */
  function counted(answer: TimedResponse<Item>, page: number): CountedResponse<Item> | null {
    const { items, total: stated } = answer
    if ((begun || isResumed) && items.length > size) return distrust()
    if (typeof stated !== 'number' || !Number.isSafeInteger(stated) || stated < items.length) return null
    if (!begun && items.length > 0 && items.length < size && (page - 1) * size + items.length < stated) {
      size = items.length
    }
    const first = answer.first ?? (page - 1) * size
    if (items.length > 0) checkPlace(first, page)
    if (items.length > 0 && stated < first + items.length) return null
    if (!begun && place === undefined) {
      total = stated
      next = stated - 1
    }
    begun = true
    isNewest = answer.sent > received
    received = Math.max(received, answer.received)
    likely = shrunk ? total : Math.max(likely, stated)
    return { ...answer, total: stated, first }
  }

  /** Two pages cannot start at the same offset: a provider that says so does not send the requested page. */
  function checkPlace(first: number, page: number): void {
    const known = pageByOffset.get(first) ?? page
    misplaced += known === page ? 0 : 1
    if (misplaced > MOST_MISPLACED) loopGuard.fail('other pages come than those asked for')
    pageByOffset.set(first, known)
    const [oldest] = pageByOffset.keys()
    if (pageByOffset.size > PLACES_KEPT && oldest !== undefined) pageByOffset.delete(oldest)
  }

  /** Joins a response if its numbers, or what they say was read before, prove how. */
  async function joinByNumber(answer: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const { items, identities } = answer
    const skip = numberOf(answer) - next
    // Within a page, a total that fell leaves open whether what vanished was read before.
    const hasFallen = answer.total < total
    const isNext = skip === 0 && items.length > 0 && !hasFallen
    const overlaps = skip > 0 && skip <= items.length && frontier.recent.endsWith(identities.slice(0, skip))
    if (!isNext && !overlaps) return null
    if (frontier.goesBack(answer, skip)) return joinShifted(answer, skip)
    if (looksLikeLast(identities[skip])) return joinAlike(answer)
    if (isNext) emptyPages = 0
    return { answer, skip, from: skip, isShifted: false }
  }

  /** Whether an item without an id looks like the one read last: it may be that one, or another one. */
  function looksLikeLast(identity: string | undefined): boolean {
    return identity !== undefined && !isUnique(identity) && frontier.recent.endsWith([identity])
  }

  /** The provider has counted at another moment than it has listed: the items read last stand further on. */
  function joinShifted(answer: CountedResponse<Item>, skip: number): Joined<Item> | null {
    const joinPoint = frontier.join(answer)
    if (joinPoint === null || joinPoint.behind > 0 || joinPoint.from <= skip) return null
    if (!frontier.hasNew(answer, joinPoint) && loopGuard.repeatOf(answer) !== undefined) {
      // It comes again: then these are other items with ids that were given before.
      loopGuard.unexplained('the same page comes again and again')
      frontier.doubt()
      return { answer, ...nothingNew(answer), isShifted: false }
    }
    frontier.doubt()
    return { answer, skip: joinPoint.skip, from: joinPoint.from, isShifted: true }
  }

  /** Decides by the page before whether a response begins with the item read last or with an identical one. */
  async function joinAlike(answer: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const page = pageAt(answer.first)
    const before = await requests.requestNow(page - 1, pageSize)
    const again = counted(await requests.requestNow(page, pageSize), page)
    if (again === null) return distrust()
    // Nothing has pushed the page before: then the response begins with another, identical item.
    const isSame = frontier.recent.endsWith(before.identities)
    const from = isSame
      ? numberOf(again) - next
      : frontier.recent.endIn([...before.identities, ...again.identities]) - before.identities.length
    const isShifted = from !== numberOf(again) - next
    return from >= 0 && from <= again.items.length ? { answer: again, skip: from, from, isShifted } : null
  }

  /** What else a response may mean; null to read the page that now holds the next item. */
  async function joinOtherwise(answer: CountedResponse<Item>): Promise<Joined<Item> | null> {
    // It shows an earlier state than others, or may do so.
    if (!isNewest) return null
    const isAbove = answer.items.length > 0 && numberOf(answer) - next >= answer.items.length
    if (isAbove && answer.total > total && !shrunk) {
      // More arrived than a page holds.
      checkRepeat(answer)
      return null
    }
    if (answer.items.length === 0 && answer.first < answer.total && answer.total >= total) {
      emptyPages += 1
      if (emptyPages > MOST_EMPTY_PAGES || !(await isAfterLast(answer))) return distrust()
      // Its items may stand elsewhere.
      frontier.doubt()
      return { answer, ...nothingNew(answer), isShifted: false }
    }
    // With the same total nothing has vanished: items have changed their places.
    if (answer.total === total && answer.items.length > 0 && frontier.count > 0) frontier.doubt()
    shrunk = true
    return find(answer)
  }

  /** Whether the page before an empty one still ends with the item read last: else pages have another size by now. */
  async function isAfterLast({ first }: CountedResponse<Item>): Promise<boolean> {
    const page = pageAt(first)
    if (frontier.count === 0 || page === 1) return true
    const before = await requests.requestNow(page - 1, pageSize)
    return frontier.join(before, true)?.from === before.items.length
  }

  /**
   * Whether a page that looks like the last is short because the provider sends fewer items than requested, which a
   * cursor need not know: then the page before it is short, too.
   */
  async function isCapped({ first }: CountedResponse<Item>): Promise<boolean> {
    const page = pageAt(first)
    return page > 1 && (await requests.requestNow(page - 1, pageSize)).items.length < size
  }

  /** How a response without anything new joins. */
  function nothingNew({ items: { length } }: TimedResponse<Item>): {
    readonly skip: number
    readonly from: number
  } {
    return { skip: length, from: length }
  }

  /** Looks for what was yielded last by content, from the response that showed something to be missing. */
  async function find(shown: CountedResponse<Item>): Promise<Joined<Item> | null> {
    const offset = total - 1 - next
    // What vanished may not have been read yet: before all that is remembered there is nothing to find.
    const furthest = frontier.complete ? Infinity : frontier.recent.length - 1
    const vanished = Math.min(Math.max(0, total - shown.total), furthest)
    let page = pageAt(offset - vanished - 1)
    /** The total of the page before, if everything in it was known; else -1. */
    let passed = -1
    if (frontier.join(shown, true)?.from === shown.items.length) checkRepeat(shown)
    for (let requested = 0; ; requested += 1) {
      loopGuard.sawNothingNew()
      const isShown = page === pageAt(shown.first) && (requested === 0 || passed === shown.total)
      const answer = isShown ? shown : counted(await requests.requestNow(page, pageSize), page)
      if (answer === null) return distrust()
      const joinPoint = frontier.join(answer, true, answer.first === 0)
      if (joinPoint === null) {
        // Nothing of it is known, but all of the page before, and nothing vanished since: it starts with what follows.
        if ((passed !== -1 && passed <= answer.total) || (page === 1 && frontier.complete))
          return { answer, skip: 0, from: 0, isShifted: false }
        if (page === 1) return loopGuard.fail('none of the items read last is there any more')
        if (loopGuard.repeatOf(answer) !== undefined) return distrust()
        passed = -1
        page -= 1
      } else if (joinPoint.from < answer.items.length || answer.first + joinPoint.from >= answer.total) {
        return { answer, skip: joinPoint.skip, from: joinPoint.from, isShifted: false }
      } else {
        const last = answer === shown ? undefined : loopGuard.repeatOf(answer)
        if (last?.position === page) return distrust()
        if (last !== undefined) loopGuard.fail('the same page comes again and again')
        passed = answer.total
        page += 1
      }
    }
  }

  /** The totals cannot be true: from here on, only what the pages hold counts. */
  function distrust(): null {
    isReliable = false
    frontier.doubt()
    return null
  }

  /** If the total is the same, nothing explains that a response without new items comes again. */
  function checkRepeat(answer: CountedResponse<Item>): void {
    loopGuard.sawNothingNew()
    if (loopGuard.repeatOf(answer) !== undefined) loopGuard.fail('the same page comes again and again')
  }

  function plan(fresh: number): void {
    if (next < 0) return
    // A page that is full and should be the last takes one more request to prove it.
    const last = pageAt(likely)
    const pages = Math.min(concurrency, Math.ceil((remaining() - fresh) / size))
    const page = pageOf(next)
    for (let ahead = 0; ahead < pages && page + ahead <= last; ahead += 1)
      requests.ahead(page + ahead, pageSize)
  }
}
