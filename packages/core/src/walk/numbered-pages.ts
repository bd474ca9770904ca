import { findPage, pagesOn } from './find-page.ts'
import { Frontier } from './frontier.ts'
import { Head } from './head.ts'
import { isUnique } from './identity.ts'
import type { Stretch, WalkRequest } from './list.ts'
import { Lookahead, type TimedAnswer } from './lookahead.ts'

// With fewer items than this to tell by, more could arrive between two requests.
const FEW = 50

/**
 * Walks over a list of numbered pages without a total, in an order that is not known. Exact under arrivals, unless
 * between two requests more arrive than the walk has yielded (50 at least). Deletions cannot be seen: nothing tells
 * a page that lost an item from one that never had it.
 *
 * Why that is enough stands in `WALK.md`.
 *
 * @throws {SmsError} `pagination` where the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { identity, paginate, walkNumberedPages } from '@sms/core/provider'
 *
 * // Stands for what an API answers.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkNumberedPages,
 *   list: () => ({
 *     ask: async (page, size) => ({ items: stored.slice((page - 1) * size, page * size) }),
 *     identify: ({ id }) => identity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkNumberedPages<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { place, pageSize } = request
  const page = Math.ceil((place?.offset ?? 0) / Math.min(pageSize, place?.cap ?? Infinity))
  yield* walkPagesFrom(request, new Lookahead(request), new Frontier(request), Math.max(1, page))
}

/** The same, from a page on that what was yielded so far ends on, unless arrivals have pushed it further. */
export async function* walkPagesFrom<Item>(
  request: WalkRequest<Item>,
  requests: Lookahead<Item>,
  frontier: Frontier<Item>,
  start: number,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { concurrency, pageSize, place, remaining } = request
  const { progress } = frontier
  /** Items in a page as far as is known: the provider may give fewer than it is asked for. */
  let size = 0
  /** The page to read next. */
  let page = start
  /** Whether anything was yielded. */
  let begun = false
  /** Answers for that page and those after it. */
  let sight: TimedAnswer<Item>[] = []
  const head = new Head(requests, 1)
  /** Whether the last page was shorter than one before it, as only the list's last page is. */
  let wasShort = false
  /** By how many items the last answer fell short of the item yielded last. */
  let lastBehind = 0
  /** How many of the answers in sight are proven to follow. */
  let proven = 0

  if (frontier.count > 0) {
    const stretch = await rejoin(start)
    if (stretch !== null) yield stretch
  }
  for (;;) {
    const answer = await see(0)
    const isLater = frontier.isLater(answer)
    if (!isLater && proven === 0) proven = await countProven()
    if (!isLater && proven === 0) {
      // Something arrived between these answers: one page after another, until it is passed.
      turnTo(page)
      continue
    }
    sight.shift()
    const stretch = proven > 0 ? accept(answer, 0, answer.items.length === 0) : await join(answer)
    proven = Math.max(0, proven - 1)
    if (stretch === null) continue
    yield stretch
    if (stretch.end) return
  }

  async function see(at: number): Promise<TimedAnswer<Item>> {
    for (;;) {
      const answer = sight[at]
      if (answer !== undefined) return answer
      sight.push(await requests.take(page + sight.length, pageSize))
    }
  }

  /**
   * How many of the next answers, which overlap in time with the one before them, follow it without a gap. A gap means
   * that something arrived in between, and that shows as a repeat on some page from here to the first later one, unless
   * more arrived than these pages hold.
   */
  async function countProven(): Promise<number> {
    const seen = new Set<string>()
    for (let at = 0; ; at += 1) {
      const answer = await see(at)
      if (answer.items.length === 0) return (await isSameState()) ? at + 1 : 0
      for (const identity of answer.identities) {
        if (frontier.knows(identity) || seen.has(identity)) return 0
        if (isUnique(identity)) seen.add(identity)
      }
      if (!frontier.isLater(answer)) continue
      const isPlenty = frontier.count >= FEW && seen.size >= FEW
      return isPlenty || (await isSameState()) ? at + 1 : 0
    }
  }

  /** Whether nothing arrived from the answer last joined, and those in sight, to now. */
  async function isSameState(): Promise<boolean> {
    const { answered } = frontier
    const [first = answered] = [...sight, answered].toSorted((one, other) => one.sent - other.sent)
    return head.isSameSince(first)
  }

  /** Joins an answer that is later than what was yielded; null where it brought nothing. */
  async function join(answer: TimedAnswer<Item>): Promise<Stretch<Item> | null> {
    const seam = frontier.join(answer, isUnique)
    if (seam === null) return joinUnknown(answer)
    return seam.from < answer.items.length ? accept(answer, seam.from) : passKnown(answer, seam.behind)
  }

  /** Nothing with an id in the answer was yielded of late: it follows, unless too little was yielded to tell. */
  async function joinUnknown(answer: TimedAnswer<Item>): Promise<Stretch<Item> | null> {
    if (answer.items.length === 0) return accept(answer, 0, true)
    // So much arrived that only items come which were yielded longer ago than is remembered in order.
    if (answer.identities.some((identity) => frontier.isLandmark(identity))) return rejoin(page)
    if (frontier.count === 0 || frontier.count >= FEW) return accept(answer, 0)
    if (await isSameState()) return accept(answer, 0)
    if (!mayHaveArrived(answer)) progress.fail('the first item is one from further on')
    return rejoin(Math.max(1, page - 1))
  }

  /** Looks for the page that the item yielded last is on now, and goes on from there. */
  async function rejoin(from: number): Promise<Stretch<Item> | null> {
    turnTo(from)
    const isResuming = place !== undefined && frontier.count === place.tail.length
    const found = await findPage(requests, frontier, head, from, pageSize)
    page = found.page
    if (isResuming) frontier.recall(found.answer.identities.slice(0, found.from))
    if (found.from < found.answer.items.length) return accept(found.answer, found.from)
    progress.none()
    frontier.meet(found.answer)
    return turnTo(page + 1)
  }

  /** All items of the answer were yielded before: so much arrived, or the provider repeats itself. */
  async function passKnown(answer: TimedAnswer<Item>, behind: number): Promise<Stretch<Item> | null> {
    if (wasShort) return accept(answer, answer.items.length, true)
    // An answer that comes closer to it is on the way there.
    const isExplained = behind < lastBehind || (!(await isSameState()) && mayHaveArrived(answer))
    if (!isExplained) progress.fail('the same page comes again and again')
    lastBehind = behind
    progress.none()
    frontier.meet(answer)
    return turnTo(page + pagesOn(answer, behind))
  }

  /**
   * Whether the list has another first item because something arrived. That was never seen before: a provider that puts
   * an old item first is repeating itself.
   */
  function mayHaveArrived({ identities }: TimedAnswer<Item>): boolean {
    const { identity = '', hasChanged } = head
    return !hasChanged || !(frontier.knows(identity) || (isUnique(identity) && identities.includes(identity)))
  }

  function turnTo(next: number): null {
    requests.drop()
    sight = []
    page = next
    return null
  }

  function accept(answer: TimedAnswer<Item>, from: number, end = false): Stretch<Item> {
    const { items } = answer
    if (page === 1) head.note(answer)
    wasShort = items.length < size
    lastBehind = 0
    size = Math.max(size, items.length)
    const offset = (page - 1) * Math.max(size, place?.cap ?? 0) + from
    page += 1
    const isFirst = !begun
    const cap = begun || place === undefined ? size : place.cap
    const fresh = items.length - from
    begun = true
    const stretch = frontier.accept(answer, from, { offset, cap: cap === pageSize ? null : cap, end })
    return end ? stretch : { ...stretch, ahead: () => plan(fresh, isFirst) }
  }

  /** Asks ahead: to prove a seam, a page beyond those in flight must be seen. */
  function plan(fresh: number, isFirst: boolean): void {
    const isLast = wasShort || (isFirst && size < pageSize)
    const most = concurrency === 1 ? 1 : 2 * concurrency
    const window = isLast ? 1 : isFirst ? Math.min(concurrency, 2) : most
    const pages = Math.min(window, Math.ceil((remaining() - fresh) / size))
    for (let ahead = sight.length; ahead < pages; ahead += 1) requests.ahead(page + ahead, pageSize)
  }
}
