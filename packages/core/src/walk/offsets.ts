import { Frontier, type Seam } from './frontier.ts'
import { Head } from './head.ts'
import type { Stretch, WalkRequest } from './list.ts'
import { Lookahead, type TimedAnswer } from './lookahead.ts'

// Less than is remembered of what was yielded, so that no step leaps over it.
const LONGEST_STEP = 500

const MOST_UNEXPLAINED = 1

// Pages may be empty although a link says that there is more, but not one after another.
const MOST_EMPTY_PAGES = 2

// Pages looked at in one direction before a place counts as lost.
const MOST_SCANNED = 1000

/** An answer that joins what was yielded, and the offset it was asked from. */
interface Joined<Item> extends Seam {
  readonly answer: TimedAnswer<Item>
  readonly start: number
}

/**
 * Walks over a list that is read from an offset, in an order that does not change. Exact under arrivals and
 * deletions.
 *
 * Every request but the first asks from one before the item it wants, for one item more: the item yielded last must
 * come first. Where it does not, the list was shifted, and the item is looked for. Why that is enough stands in
 * `WALK.md`.
 *
 * @throws {SmsError} `pagination` where the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { identity, paginate, walkOffsets } from '@sms/core/provider'
 *
 * // Stands for what an API answers.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkOffsets,
 *   list: () => ({
 *     ask: async (offset, size) => ({
 *       items: stored.slice(offset, offset + size),
 *       more: offset + size < stored.length,
 *     }),
 *     identify: ({ id }) => identity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkOffsets<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { concurrency, list, pageSize, place, remaining } = request
  const requests = new Lookahead(request)
  const frontier = new Frontier(request)
  const { progress } = frontier
  let size = Math.min(pageSize, (place?.cap ?? Infinity) - 1)
  let offset = place?.offset ?? 0
  let cap = place?.cap ?? null
  /** Where the last page starts, as far as the provider said so. */
  let lastStart: number | undefined
  /** How many pages to ask ahead where it does not. */
  let window = Math.min(concurrency, 2)
  let unexplained = 0
  let emptyPages = 0
  /** Whether the last answer of a search reached the end of the list. */
  let atEnd = false
  const head = new Head(requests, 0)

  for (;;) {
    const { answer, start, from, behind } = await next()
    const { items } = answer
    const more = answer.more ?? items.length >= answer.size
    const fresh = items.length - from
    if (fresh === 0 && more && !frontier.isLater(answer)) continue
    if (start === 0) head.note(answer)

    offset = start + items.length
    if (more && items.length > 0 && items.length < answer.size) {
      // The provider caps pages in silence: plan in steps of what it gives, less the one that proves the seam.
      cap = items.length
      size = Math.max(1, cap - 1)
      requests.drop()
    }
    if (fresh > 0 || !more) {
      const stretch = frontier.accept(answer, from, { offset: start + from, cap, end: !more })
      if (!more) return yield stretch
      lastStart = answer.last ?? lastStart
      yield { ...stretch, ahead: () => plan(fresh) }
      window = concurrency
      unexplained = 0
      emptyPages = 0
    } else {
      requests.drop()
      if (items.length === 0) emptyPages += 1
      if (emptyPages > MOST_EMPTY_PAGES) progress.fail('pages are empty that should not be')
      if (behind === 0) await checkRepeat(answer)
      else if (progress.lastLike(answer) !== undefined) progress.none()
      // The item yielded last is that much further on where so much arrived in front, unless it has vanished.
      else if (list.newestFirst === true) offset += behind
      frontier.meet(answer)
    }
  }

  async function next(): Promise<Joined<Item>> {
    const overlap = offset === 0 ? 0 : 1
    const start = offset - overlap
    const answer = await requests.take(start, size + overlap)
    if (frontier.count === 0) return { answer, start, from: 0, behind: 0 }
    const seam = frontier.join(answer)
    if (seam !== null) return { answer, start, ...seam }
    const found = await find()
    if (found.from < found.answer.items.length) requests.putBack(start, answer)
    else await checkRepeat(answer)
    return found
  }

  /**
   * Looks for what was yielded last: further and further back, since something may have vanished before it; then, where
   * new items come first, further on; and at last for anything that is left of it.
   */
  async function find(): Promise<Joined<Item>> {
    for (let step = size; offset - 1 - step > -size; step += Math.min(step, LONGEST_STEP)) {
      const joined = await joinAt(Math.max(0, offset - 1 - step))
      if (joined !== null) return joined
    }
    const found = (list.newestFirst === true ? await scan(offset, Infinity) : null) ?? (await scan(0, offset))
    if (found !== null) return found
    if (!frontier.complete) progress.fail('none of the items read last is there any more')
    // All there was has vanished: what is there now is new.
    return { answer: await requests.fresh(0, size), start: 0, from: 0, behind: 0 }
  }

  async function scan(from: number, to: number): Promise<Joined<Item> | null> {
    for (let start = from; start < Math.min(to, from + MOST_SCANNED * size); start += size) {
      const joined = await joinAt(start)
      if (joined !== null || atEnd) return joined
    }
    return null
  }

  async function joinAt(start: number): Promise<Joined<Item> | null> {
    const answer = await requests.fresh(start, size + 1)
    atEnd = answer.items.length === 0 || answer.more === false
    const seam = frontier.join(answer)
    return seam === null ? null : { answer, start, ...seam }
  }

  function plan(fresh: number): void {
    const pages = lastStart === undefined ? window : concurrency
    const wanted = Math.min(remaining() - fresh, pages * size)
    for (let ahead = 0; ahead < wanted && offset + ahead <= (lastStart ?? Infinity) + 1; ahead += size) {
      requests.ahead(offset + ahead - 1, size + 1)
    }
  }

  /**
   * An answer that brings nothing new may come again only if the list has changed: something arrived in front, or
   * vanished, which shows further back.
   */
  async function checkRepeat(answer: TimedAnswer<Item>): Promise<void> {
    progress.none()
    const last = progress.lastLike(answer)
    if (last === undefined || answer.position < last.position) return
    if (list.newestFirst === true) {
      // What arrives and vanishes again leaves the same head.
      unexplained += (await head.isSameSince(last)) ? 1 : 0
      if (unexplained <= MOST_UNEXPLAINED) return
    }
    progress.fail('the same items come again and again')
  }
}
