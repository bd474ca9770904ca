import { Frontier } from './frontier.ts'
import type { Stretch, WalkRequest } from './list.ts'
import { Lookahead, type TimedAnswer } from './lookahead.ts'
import { walkPagesFrom } from './numbered-pages.ts'

/** An answer whose total can be relied on. */
interface CountedAnswer<Item> extends TimedAnswer<Item> {
  readonly total: number
  /** The offset of the first item. */
  readonly first: number
}

/** An answer whose items from `from` on follow what was yielded. */
interface Joined<Item> {
  readonly answer: CountedAnswer<Item>
  readonly from: number
}

// A page may be empty although the total says it is not. After this many in a row the total is wrong, or the pages.
const MOST_EMPTY_PAGES = 2

// An answer that states the place of another page than was asked for may be a slip, once.
const MOST_MISPLACED = 1

const PLACES_KEPT = 1000

// A true total ends the walk; this is for one that is far too large.
const MOST_ALIKE = 50

/**
 * Walks over a list of numbered pages, newest first, where every page tells the list's total. Exact under arrivals
 * and under deletions, not when both happen within one walk, nor when one of several items that are alike is
 * deleted: a total that fell and rose again looks like one that never changed.
 *
 * Items are numbered from the far end, the oldest with 0, so that arrivals change no number. Why that is enough
 * stands in `WALK.md`.
 *
 * @throws {SmsError} `pagination` where the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { identity, paginate, walkCountedPages } from '@sms/core/provider'
 *
 * // Stands for what an API answers.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkCountedPages,
 *   list: () => ({
 *     ask: async (page, size) => ({
 *       items: stored.slice((page - 1) * size, page * size),
 *       total: stored.length,
 *     }),
 *     identify: ({ id }) => identity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkCountedPages<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { concurrency, pageSize, place, remaining } = request
  const requests = new Lookahead(request)
  const frontier = new Frontier(request)
  const { progress } = frontier
  const { mostAlike } = progress
  progress.mostAlike = MOST_ALIKE
  /** Items in a page, as far as is known: fewer than asked for where the provider caps pages in silence. */
  let size = Math.min(pageSize, place?.cap ?? Infinity)
  /** The total that `next` goes by. */
  let total = place?.total ?? 0
  /** The number of the next item. */
  let next = total - 1 - (place?.offset ?? 0)
  /** The total that the provider has by now, as far as is known. */
  let likely = total
  /** When the last of the answers looked at was received, and whether this one was asked for after that. */
  let received = 0
  let isNewest = false
  let begun = false
  let shrunk = false
  /** Whether the totals may be true: they are told by the same provider that tells the items. */
  let isReliable = true
  let emptyPages = 0
  /** Which page was asked for when an answer stated this offset. */
  const pageByOffset = new Map<number, number>()
  let misplaced = 0

  for (let page = pageOf(next); ; page = pageOf(next)) {
    const taken = await requests.take(page, pageSize)
    const answer = counted(taken, page)
    const joined = answer && (joinByNumber(answer) ?? (await joinOtherwise(answer)))
    if (answer === null || !isReliable) {
      requests.drop()
      progress.mostAlike = mostAlike
      if (frontier.count === 0) requests.putBack(page, taken)
      return yield* walkPagesFrom(request, requests, frontier, pageAt(total - 1 - next - 1))
    }
    if (joined === null) continue

    const { from } = joined
    const { items, first } = joined.answer
    total = joined.answer.total
    likely = shrunk ? total : Math.max(likely, total)
    // A page that is short in the middle holds its numbers all the same.
    const isShort = items.length < size && first + items.length < total
    next = total - 1 - (first + (isShort ? size : items.length))
    const fresh = items.length - from
    const isFruitless = fresh === 0 && next >= 0
    if (isFruitless && items.length > 0) checkRepeat(joined.answer)
    const cap = size < pageSize ? size : null
    const stretch = frontier.accept(joined.answer, from, { offset: first + from, cap, end: next < 0 })
    const ahead = (): void => plan(fresh)
    if (isFruitless) {
      ahead()
      continue
    }
    yield { ...stretch, ahead }
    if (next < 0) return
  }

  function pageOf(number: number): number {
    return pageAt(likely - 1 - number)
  }

  function pageAt(offset: number): number {
    return Math.floor(Math.max(0, offset) / size) + 1
  }

  /** The number of the answer's first item. */
  function numberOf(answer: CountedAnswer<Item>): number {
    return answer.total - 1 - answer.first
  }

  /** Reads the answer's numbers; null when its total cannot be true. */
  function counted(answer: TimedAnswer<Item>, page: number): CountedAnswer<Item> | null {
    const { items, total: stated } = answer
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

  /** Two pages cannot start at the same offset: a provider that says so does not give the page that it is asked for. */
  function checkPlace(first: number, page: number): void {
    const known = pageByOffset.get(first) ?? page
    misplaced += known === page ? 0 : 1
    if (misplaced > MOST_MISPLACED) progress.fail('other pages come than those asked for')
    pageByOffset.set(first, known)
    const [oldest] = pageByOffset.keys()
    if (pageByOffset.size > PLACES_KEPT && oldest !== undefined) pageByOffset.delete(oldest)
  }

  /** Joins an answer where its numbers, or what they say was yielded before, prove how. */
  function joinByNumber(answer: CountedAnswer<Item>): Joined<Item> | null {
    const { items, identities } = answer
    const skip = numberOf(answer) - next
    // Within a page, a total that fell leaves open whether what vanished was read before.
    const hasFallen = answer.total < total
    if (skip === 0 && items.length > 0 && !hasFallen && !frontier.repeatsItem(answer, 0)) {
      emptyPages = 0
      return { answer, from: 0 }
    }
    const overlaps = skip > 0 && skip <= items.length && frontier.endsWith(identities.slice(0, skip))
    return overlaps && !frontier.repeatsItem(answer, skip) ? { answer, from: skip } : null
  }

  /** What else an answer may mean; null to read the page that now holds the next item. */
  async function joinOtherwise(answer: CountedAnswer<Item>): Promise<Joined<Item> | null> {
    if (next < 0) return { answer, from: answer.items.length }
    // It shows an earlier state than others, or cannot be told from one that does.
    if (!isNewest) return null
    const isAbove = answer.items.length > 0 && numberOf(answer) - next >= answer.items.length
    if (isAbove && answer.total > total && !shrunk) {
      // More arrived than a page holds.
      checkRepeat(answer)
      return null
    }
    if (answer.items.length === 0 && answer.first < answer.total && answer.total >= total) {
      emptyPages += 1
      return emptyPages > MOST_EMPTY_PAGES ? distrust() : { answer, from: 0 }
    }
    shrunk = true
    return find(answer)
  }

  /** Looks for what was yielded last by content, from the answer that showed something to be missing. */
  async function find(shown: CountedAnswer<Item>): Promise<Joined<Item> | null> {
    const offset = total - 1 - next
    // What vanished may not have been read yet: before all that is remembered there is nothing to find.
    const furthest = frontier.complete ? Infinity : frontier.remembered - 1
    const vanished = Math.min(Math.max(0, total - shown.total), furthest)
    let page = pageAt(offset - vanished - 1)
    /** The total of the page before, where everything in it was known. */
    let passed = -1
    if (frontier.follow(shown.identities) === shown.items.length) checkRepeat(shown)
    for (let requested = 0; ; requested += 1) {
      progress.none()
      const isShown = page === pageAt(shown.first) && (requested === 0 || passed === shown.total)
      const answer = isShown ? shown : counted(await requests.fresh(page, pageSize), page)
      if (answer === null) return distrust()
      const from = frontier.follow(answer.identities)
      if (from === null) {
        // Nothing of it is known, but all of the page before, and nothing vanished since: it starts with what follows.
        if ((passed !== -1 && passed <= answer.total) || (page === 1 && frontier.complete))
          return { answer, from: 0 }
        if (page === 1) return progress.fail('none of the items read last is there any more')
        if (progress.lastLike(answer) !== undefined) return distrust()
        passed = -1
        page -= 1
      } else if (from < answer.items.length || answer.first + from >= answer.total) {
        return { answer, from }
      } else {
        const last = answer === shown ? undefined : progress.lastLike(answer)
        if (last?.position === page) return distrust()
        if (last !== undefined) progress.fail('the same page comes again and again')
        passed = answer.total
        page += 1
      }
    }
  }

  /** What the totals tell cannot be: from here on, only what the pages hold counts. */
  function distrust(): null {
    isReliable = false
    return null
  }

  /** With the same total, nothing explains that an answer which brings nothing new comes again. */
  function checkRepeat(answer: CountedAnswer<Item>): void {
    progress.none()
    if (progress.lastLike(answer) !== undefined) progress.fail('the same page comes again and again')
  }

  function plan(fresh: number): void {
    if (next < 0) return
    const last = pageAt(likely - 1)
    const pages = Math.min(concurrency, Math.ceil((remaining() - fresh) / size))
    const page = pageOf(next)
    for (let ahead = 0; ahead < pages && page + ahead <= last; ahead += 1)
      requests.ahead(page + ahead, pageSize)
  }
}
