import type { Frontier } from './frontier.ts'
import type { JoinPoint } from './join-point.ts'
import { Head } from './head.ts'
import type { Batch, WalkRequest } from './list.ts'
import { Prefetcher, type TimedResponse } from './prefetcher.ts'
import { mostSearched } from './loop-guard.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

// Less than is remembered of what was read, so that no step leaps over it.
const LONGEST_STEP = 500

// Items without ids may look like the one read last. So many of them together hardly do.
const LONGEST_OVERLAP = 8

/** A response that joins what was read, and the offset it was requested from. */
interface Joined<Item> extends JoinPoint {
  readonly answer: TimedResponse<Item>
  readonly start: number
}

const BEGINNING = { skip: 0, from: 0, behind: 0, isCertain: true }

/**
 * Walks over a list that is read from an offset, in an order that does not change. Exact under arrivals and
 * deletions.
 *
 * Every request but the first starts one item early and requests one item more: the item yielded last must
 * come first. If it does not, the list was shifted, and the item is looked for. `WALK.md` explains why that is
 * enough.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkOffsets,
 *   list: () => ({
 *     request: async (offset, size) => ({
 *       items: stored.slice(offset, offset + size),
 *       more: offset + size < stored.length,
 *     }),
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkOffsets<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  yield* readUntilCertain(request, readOffsets)
}

async function* readOffsets<Item>(
  request: WalkRequest<Item>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  const { concurrency, list, pageSize, place, remaining } = request
  const { loopGuard } = frontier
  const requests = new Prefetcher(request, unread)
  const isNewestFirst = list.newestFirst === true
  /** New items in a request: the most that fits, beside the items that prove where a response joins. */
  let size = Math.min(pageSize, Math.max(1, (place?.cap ?? Infinity) - 1))
  let offset = place?.offset ?? 0
  let cap = place?.cap ?? null
  /** The most items that any response held. */
  let longest = 0
  /** Whether the server sends one item for each request, although more are requested. */
  let isSingle = false
  /** How many items the last response held, if that was fewer than requested and nothing says whether more follow. */
  let short = 0
  /** Where the last page starts, as far as the provider said so. */
  let lastStart: number | undefined
  /** How many pages to request ahead if it does not. */
  let window = Math.min(concurrency, 2)
  /** Whether the last response of a search reached the end of the list. */
  let atEnd = false
  const head = new Head(requests, 0)
  /** How far items were pushed on. */
  let pushed = 0

  for (;;) {
    const { answer, start, ...joinPoint } = await next()
    const { length } = answer.items
    const isFresh = frontier.hasNew(answer, joinPoint)
    // Without a link, only a response with room for more after the item read last shows the end.
    const isFilled = length > 0 && length >= Math.min(answer.size, longest)
    const more = answer.more ?? (isFresh || isFilled)
    if (!isFresh && more && !frontier.isLater(answer)) continue
    if (start === 0) head.note(answer)
    // Only what arrives in front pushes items further on.
    const isPushed = joinPoint.behind === 0 && start + joinPoint.from > offset && frontier.isLater(answer)
    if (isPushed && !isNewestFirst) frontier.doubt()
    if (isPushed) pushed += start + joinPoint.from - offset

    offset = start + length
    if (isFresh || !more) {
      if (!more) await checkArrived()
      const batch = frontier.accept(answer, joinPoint, { offset: start, cap, end: !more })
      if (!more) return yield batch
      if (frontier.isRepeat) await checkRepeat(answer)
      lastStart = answer.last ?? lastStart
      yield { ...batch, ahead: () => plan(batch.items.length) }
      window = concurrency
    } else {
      requests.drop()
      if (length === 0) loopGuard.unexplained('pages are empty that should not be')
      if (joinPoint.behind === 0) await checkRepeat(answer)
      else {
        const last = loopGuard.repeatOf(answer)
        if (last !== undefined) loopGuard.sawNothingNew()
        // Only arrivals in front push what was read further on.
        if (last !== undefined && !isNewestFirst) loopGuard.unexplained('the same items come again and again')
        // The item read last is that much further on if so much arrived in front, unless it has vanished.
        if (last?.position !== start && isNewestFirst) offset += joinPoint.behind
      }
      frontier.meet(answer)
    }
  }

  /** Whether as much has arrived in front as items were pushed on: else one has moved there from further on. */
  async function checkArrived(): Promise<void> {
    if (!isNewestFirst || pushed === 0 || place !== undefined) return
    const { identities } = await requests.requestNow(0, size + 1)
    const arrived = frontier.countBefore(identities)
    if (arrived !== null && arrived < pushed) frontier.doubt()
  }

  async function next(): Promise<Joined<Item>> {
    if (isSingle && frontier.count > 0) return nextAlone()
    const overlap = overlapAt(offset)
    const start = offset - overlap
    const answer = learn(await requests.take(start, size + overlap))
    if (frontier.count === 0) return { answer, start, ...BEGINNING }
    if (overlap > 1 && frontier.recent.endsWith(answer.identities.slice(0, overlap))) {
      return { answer, start, skip: overlap, from: overlap, behind: 0, isCertain: true }
    }
    const joinPoint = frontier.join(answer, false, start === 0)
    // A longer sequence of what was read last than was requested has been pushed on by what arrived in front.
    const isPushed = isNewestFirst && joinPoint !== null && joinPoint.from > overlap
    if (joinPoint !== null && (joinPoint.isCertain || overlap === 1 || isPushed)) {
      // A server that sends one item for each request leaves no room for an overlap.
      const isAlone = isSingle && answer.items.length === 1 && answer.more !== false
      return isAlone ? nextAlone() : { answer, start, ...joinPoint }
    }
    const found = await find()
    if (found.from < found.answer.items.length) requests.putBack(start, answer)
    else await checkRepeat(answer)
    return found
  }

  /** The next item by itself, and then once more the one before it: if that is in its place, nothing was shifted. */
  async function nextAlone(): Promise<Joined<Item>> {
    const answer = learn(await requests.take(offset, size))
    const before = await requests.requestNow(offset - 1, 1)
    const isInPlace = frontier.recent.endsWith(before.identities)
    return isInPlace ? { answer, start: offset, ...BEGINNING } : find()
  }

  /** How many items before an offset to request with those after it. */
  function overlapAt(at: number): number {
    if (at === 0) return 0
    const room = cap === null ? LONGEST_OVERLAP : Math.max(1, cap - 1)
    return Math.min(
      at,
      frontier.lastIsCertain ? 1 : LONGEST_OVERLAP,
      room,
      Math.max(1, frontier.recent.length),
    )
  }

  /** The provider may cap pages in silence: then plan in steps of what it gives, less what proves where a response joins. */
  function learn(answer: TimedResponse<Item>): TimedResponse<Item> {
    const { length } = answer.items
    longest = Math.max(longest, length)
    isSingle = longest === 1 && (isSingle || answer.size > 1)
    const isShort = length > 0 && length < answer.size
    if (isShort && answer.more === true) takeCap(length)
    else if (short > 0 && length > 1) takeCap(short)
    short = isShort && answer.more === undefined ? length : 0
    return answer
  }

  function takeCap(length: number): void {
    if (length === cap) return
    cap = length
    size = Math.max(1, cap - 1)
    requests.drop()
  }

  /**
   * Looks for what was read last: further and further back, since something may have vanished before it; then further
   * on, to the end of the list; and only then from the beginning, for anything that is left of it.
   */
  async function find(): Promise<Joined<Item>> {
    let searched = 0
    for (let step = size; offset - 1 - step > -size; step += Math.min(step, LONGEST_STEP)) {
      if (++searched > mostSearched(size)) break
      const joined = await joinAt(Math.max(0, offset - 1 - step))
      if (joined !== null) return joined
    }
    const found = (await scan(offset)) ?? (await scan(0))
    if (found !== null) return found
    if (!frontier.complete) loopGuard.fail('none of the items read last is there any more')
    // All that was read has vanished: what is there now is new.
    return { answer: await requests.requestNow(0, size), start: 0, ...BEGINNING }
  }

  async function scan(from: number): Promise<Joined<Item> | null> {
    let start = from
    for (let searched = 0; ; searched += 1) {
      if (searched >= mostSearched(size)) loopGuard.fail('the items read last are not where they should be')
      const joined = await joinAt(start)
      if (joined !== null || atEnd) return joined
      start += size
    }
  }

  async function joinAt(start: number): Promise<Joined<Item> | null> {
    const answer = learn(await requests.requestNow(start, size + 1))
    atEnd = answer.items.length === 0 || answer.more === false
    const joinPoint = frontier.join(answer, true, start === 0)
    return joinPoint === null ? null : { answer, start, ...joinPoint }
  }

  function plan(fresh: number): void {
    // A short page may be the last, if no link says otherwise.
    const pages = lastStart !== undefined ? concurrency : short > 0 ? 1 : window
    const wanted = Math.min(remaining() - fresh, pages * size)
    const overlap = isSingle ? 0 : overlapAt(offset)
    for (let ahead = 0; ahead < wanted && offset + ahead <= (lastStart ?? Infinity) + 1; ahead += size) {
      requests.ahead(offset + ahead - overlap, size + overlap)
    }
  }

  /**
   * A response that brings nothing new may come again only if the list has changed: something arrived in front, or
   * vanished, which shows further back.
   */
  async function checkRepeat(answer: TimedResponse<Item>): Promise<void> {
    loopGuard.sawNothingNew()
    const last = loopGuard.repeatOf(answer)
    if (last === undefined || answer.position < last.position) return
    // What arrives and vanishes again leaves the same head.
    const isExplained = isNewestFirst && !(await head.isSameSince(last))
    if (!isExplained) loopGuard.unexplained('the same items come again and again')
  }
}
