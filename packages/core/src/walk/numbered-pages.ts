import { findPage, pagesOn } from './find-page.ts'
import type { Frontier } from './frontier.ts'
import type { JoinPoint } from './join-point.ts'
import { Head } from './head.ts'
import { isUnique } from './identity.ts'
import type { Batch, WalkRequest } from './list.ts'
import { Prefetcher, type TimedResponse } from './prefetcher.ts'
import { readUntilCertain } from './read-until-certain.ts'
import { possibleTotal } from './total.ts'
import type { Unread } from './unread.ts'

// If fewer items than this were read, more could arrive between two requests.
const FEW = 50

/**
 * Walks over a list of numbered pages without a total, in an order that is not known. Exact under arrivals, unless
 * between two requests more arrive than the walk has yielded (50 at least). Deletions cannot be seen: nothing tells
 * a page that lost an item from one that never had it.
 *
 * Why that is enough stands in `WALK.md`.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, paginate, walkNumberedPages } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkNumberedPages,
 *   list: () => ({
 *     request: async (page, size) => ({ items: stored.slice((page - 1) * size, page * size) }),
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkNumberedPages<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  yield* readUntilCertain(request, readNumberedPages)
}

function readNumberedPages<Item>(
  request: WalkRequest<Item>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  const { place, pageSize } = request
  const page = Math.ceil((place?.offset ?? 0) / Math.min(pageSize, place?.cap ?? Infinity))
  return readPagesFrom(request, new Prefetcher(request, unread), frontier, Math.max(1, page))
}

const AT_START = { skip: 0, from: 0 }

/**
 * Reads from a page on that what was read so far ends on, unless arrivals have pushed it further.
 *
 * @param knownSize Items in a page, if that is known.
 */
export async function* readPagesFrom<Item>(
  request: WalkRequest<Item>,
  requests: Prefetcher<Item>,
  frontier: Frontier<Item>,
  start: number,
  knownSize = 0,
): AsyncGenerator<Batch<Item>, void, void> {
  const { concurrency, list, pageSize, place, remaining } = request
  const { loopGuard } = frontier
  /** Items in a page as far as is known: the provider may send fewer than requested. */
  let size = knownSize
  /** The page to read next. */
  let page = start
  /** Whether anything was yielded. */
  let begun = false
  /** Responses for that page and those after it. */
  let sight: TimedResponse<Item>[] = []
  const head = new Head(requests, 1)
  /** Whether the last page was shorter than one before it, as only the list's last page is. */
  let wasShort = false
  /** By how many items the last response fell short of the item read last. */
  let lastBehind = 0
  /** How many of the responses in sight are proven to follow. */
  let proven = 0
  /** How many items came again at the start of a page: as many must have arrived in front. */
  let pushed = 0
  /** Whether any item came again on the pages in sight: then at least one must have arrived. */
  let isPushed = false
  /** The item that came again when pages in sight were last dropped for it. */
  let lastRepeat: string | undefined
  /** Whether two pages held items: then the first one was as long as a page can be. */
  let hasTwoPages = false
  /** The most pages that a boundary may need in sight. */
  const mostAhead = concurrency === 1 ? 1 : 2 * concurrency
  /** How many pages are requested ahead: few after some were dropped, and twice as many with each page that joins. */
  let window = mostAhead

  if (frontier.count > 0) {
    const batch = await rejoin(start)
    if (batch !== null) yield batch
  }
  for (;;) {
    const answer = await see(0)
    const isLater = frontier.isLater(answer)
    if (!isLater && proven === 0) proven = await countProven()
    if (!isLater && proven === 0) {
      // Something arrived between these responses: one page after another, until it is passed.
      turnTo(page)
      continue
    }
    sight.shift()
    // A page after a short one: the limit has changed. What came again then, a resumed walk may not know.
    if (wasShort && answer.items.length > 0 && place !== undefined) frontier.doubt()
    const isLonger = begun && answer.items.length > size
    const batch = isLonger ? await relearn(answer) : await (proven > 0 ? follow(answer) : join(answer))
    proven = Math.max(0, proven - 1)
    if (batch === null) continue
    if (frontier.isRepeat) await checkRepeat(answer)
    if (batch.end) await checkEnd(answer)
    yield batch
    if (batch.end) return
  }

  /** A response whose items have all come before may come again only if something has arrived. */
  async function checkRepeat(answer: TimedResponse<Item>): Promise<void> {
    loopGuard.sawNothingNew()
    const last = loopGuard.repeatOf(answer)
    if (last !== undefined && (await head.isSameSince(last))) {
      loopGuard.unexplained('the same page comes again and again')
    }
  }

  /**
   * An end that other responses contradict: pages showed items further on, a total promises more, items came again
   * although fewer have arrived in front, or pages that fell short of what was requested hold more items by now.
   */
  async function checkEnd({ total }: TimedResponse<Item>): Promise<void> {
    const isShort = (possibleTotal(total) ?? 0) > frontier.count
    const isWhole = place === undefined
    if (isWhole && (isShort || requests.unread.hasUnknown)) frontier.doubt()
    const isPushing = isWhole && list.movesToFront !== true && (pushed > 0 || isPushed)
    const isCapped = hasTwoPages && size < pageSize
    if (!isPushing && !isCapped) return
    const { identities } = await requests.requestNow(1, pageSize)
    if (isCapped && identities.length > size) frontier.doubt()
    const arrived = frontier.countBefore(identities)
    if (isPushing && arrived !== null && arrived < Math.max(pushed, 1)) frontier.doubt()
  }

  async function see(at: number): Promise<TimedResponse<Item>> {
    for (;;) {
      const answer = sight[at]
      if (answer !== undefined) return answer
      sight.push(await requests.take(page + sight.length, pageSize))
    }
  }

  /**
   * How many of the next responses, which overlap in time with the one before them, follow it without a gap. A gap
   * means that something arrived in between, and that shows as a repeat on some page from here to the first later one,
   * unless more arrived than these pages hold.
   */
  async function countProven(): Promise<number> {
    const seen = new Set<string>()
    let last = frontier.recent.last
    let isBeyond = wasShort
    for (let at = 0; ; at += 1) {
      const answer = await see(at)
      const { identities } = answer
      if (answer.items.length > size) return 0
      if (identities.length === 0) return (await isSameState()) ? at + 1 : 0
      let repeat = identities[0] === last ? last : undefined
      for (const identity of identities) {
        if (frontier.knows(identity) || seen.has(identity)) repeat ??= identity
        if (isUnique(identity)) seen.add(identity)
      }
      if (repeat !== undefined) {
        // An item that repeats wherever the walk has come to, while nothing arrives, has its id in common with another.
        if (repeat === lastRepeat && (await isSameState())) return at + 1
        lastRepeat = repeat
        // Beyond the end, some servers send another page again.
        isPushed ||= !isBeyond
        return 0
      }
      isBeyond = identities.length < size
      last = identities.at(-1)
      if (!frontier.isLater(answer)) continue
      // An item that moves to the front pushes only those that were before it.
      const isPlenty = list.movesToFront !== true && frontier.count >= FEW && seen.size >= FEW
      return isPlenty || (await isSameState()) ? at + 1 : 0
    }
  }

  /** Whether nothing arrived from the response last joined, and those in sight, to now. */
  async function isSameState(): Promise<boolean> {
    const { answered } = frontier
    const [first = answered] = [...sight, answered].toSorted((one, other) => one.sent - other.sent)
    return head.isSameSince(first)
  }

  async function follow(answer: TimedResponse<Item>): Promise<Batch<Item>> {
    return accept(answer, AT_START, answer.items.length === 0)
  }

  /** Joins a response that is later than what was read; null if it brought nothing. */
  async function join(answer: TimedResponse<Item>): Promise<Batch<Item> | null> {
    const joinPoint = frontier.join(answer, false, page === 1)
    if (joinPoint === null) return joinUnknown(answer)
    // Items without ids that look like those read last are others if nothing has arrived that could have pushed them.
    if (!joinPoint.isCertain && (await isSameState())) return accept(answer, AT_START)
    if (!frontier.hasNew(answer, joinPoint)) return passKnown(answer, joinPoint)
    pushed += joinPoint.from - joinPoint.skip
    return accept(answer, joinPoint)
  }

  /** Nothing in the response was read of late: it follows, unless too little was read to be sure. */
  async function joinUnknown(answer: TimedResponse<Item>): Promise<Batch<Item> | null> {
    if (answer.items.length === 0) return accept(answer, AT_START, true)
    if (frontier.count === 0 || frontier.count >= FEW) return accept(answer, AT_START)
    if (await isSameState()) return accept(answer, AT_START)
    if (!mayHaveArrived(answer)) loopGuard.unexplained('the first item is one from further on')
    return rejoin(Math.max(1, page - 1))
  }

  /** A page longer than any before it: the provider's limit has changed, and with it where pages start. */
  async function relearn(answer: TimedResponse<Item>): Promise<Batch<Item> | null> {
    const read = (page - 1) * size
    frontier.doubt()
    size = answer.items.length
    return rejoin(Math.max(1, Math.ceil(read / size)))
  }

  /** Looks for the page that the item read last is on now, and resumes there. */
  async function rejoin(from: number): Promise<Batch<Item> | null> {
    turnTo(from)
    const offset = begun ? (from - 1) * size : (place?.offset ?? 0)
    const isResuming = place !== undefined && frontier.count === place.tail.length
    const found = await findPage(requests, frontier, head, from, { pageSize, offset })
    page = found.page
    if (isResuming) frontier.recall(found.answer.identities.slice(0, found.from))
    if (found.from < found.answer.items.length) return accept(found.answer, found)
    loopGuard.sawNothingNew()
    const { length } = found.answer.items
    wasShort = length < size
    size = Math.max(size, length)
    frontier.meet(found.answer)
    return turnTo(page + 1)
  }

  /** All items of the response were read before: so much arrived, or the provider repeats itself. */
  async function passKnown(answer: TimedResponse<Item>, joinPoint: JoinPoint): Promise<Batch<Item> | null> {
    if (wasShort) return accept(answer, { skip: answer.items.length, from: answer.items.length }, true)
    if (loopGuard.repeatOf(answer) !== undefined && loopGuard.isSuspicious) {
      loopGuard.unexplained('the same page comes again and again')
    }
    // A response that comes closer to it is on the way there.
    const isExplained = joinPoint.behind < lastBehind || (!(await isSameState()) && mayHaveArrived(answer))
    if (!isExplained) {
      loopGuard.unexplained('the same page comes again and again')
      frontier.doubt()
    }
    lastBehind = joinPoint.behind
    loopGuard.sawNothingNew()
    frontier.meet(answer)
    // Ids that come twice are no measure of how far the list was pushed.
    return turnTo(page + (isExplained ? pagesOn(answer, joinPoint.behind) : 1))
  }

  /**
   * Whether the list has another first item because something arrived. That was never seen before, unless items may move
   * to the front: a provider that puts an old item first repeats itself.
   */
  function mayHaveArrived({ identities }: TimedResponse<Item>): boolean {
    const { identity = '', hasChanged } = head
    if (!hasChanged || list.movesToFront === true) return true
    return !(frontier.knows(identity) || (isUnique(identity) && identities.includes(identity)))
  }

  function turnTo(next: number): null {
    requests.drop()
    sight = []
    page = next
    if (begun) window = 1
    return null
  }

  function accept(
    answer: TimedResponse<Item>,
    joinPoint: Pick<JoinPoint, 'skip' | 'from'>,
    end = false,
  ): Batch<Item> {
    const { length } = answer.items
    if (page === 1) head.note(answer)
    wasShort = length < size
    lastBehind = 0
    size = Math.max(size, length)
    const offset = (page - 1) * Math.max(size, place?.cap ?? 0)
    page += 1
    window = Math.min(mostAhead, 2 * window)
    hasTwoPages ||= begun && length > 0
    const isFirst = !begun
    const cap = begun || place === undefined ? size : place.cap
    begun = true
    const batch = frontier.accept(answer, joinPoint, { offset, cap: cap === pageSize ? null : cap, end })
    return end ? batch : { ...batch, ahead: () => plan(batch.items.length, isFirst) }
  }

  /** Requests ahead: to prove where a response joins, a page beyond those in flight must be seen. */
  function plan(fresh: number, isFirst: boolean): void {
    const isLast = wasShort || (isFirst && size < pageSize)
    const most = isLast ? 1 : isFirst ? Math.min(concurrency, 2) : window
    const pages = Math.min(most, Math.ceil((remaining() - fresh) / size))
    for (let ahead = sight.length; ahead < pages; ahead += 1) requests.ahead(page + ahead, pageSize)
  }
}
