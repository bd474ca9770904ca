import { Frontier, type Seam } from './frontier.ts'
import { Head } from './head.ts'
import type { Stretch, WalkRequest } from './list.ts'
import { Lookahead, type TimedAnswer } from './lookahead.ts'

// Less than is remembered of what was yielded, so that no step leaps over it.
const LONGEST_STEP = 500

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
 */
export async function* walkOffsets<Item>(
  request: WalkRequest<Item>,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { concurrency, list, place, remaining } = request
  const requests = new Lookahead(request)
  const frontier = new Frontier(request)
  let size = request.pageSize
  let offset = place?.offset ?? 0
  let window = Math.min(concurrency, 2)
  const head = new Head(requests, 0)

  for (;;) {
    const { answer, start, from, behind } = await next()
    const { items } = answer
    const more = answer.more ?? items.length >= answer.size
    const fresh = items.length - from
    if (fresh === 0 && more && !frontier.isLater(answer)) continue
    if (start === 0) head.note(answer)

    offset = start + items.length
    if (more && items.length < answer.size) {
      // The provider caps pages in silence: plan in steps of what it gives.
      size = Math.max(1, items.length - (start === 0 ? 0 : 1))
      requests.drop()
    }
    if (fresh > 0 || !more) {
      if (more) plan(fresh, answer.last)
      yield frontier.accept(answer, from, start + from, !more)
      if (!more) return
      window = concurrency
    } else {
      requests.drop()
      // The item yielded last is so far on, or has vanished: then this answer comes again, and is followed step by step.
      if (behind === 0) await checkRepeat(answer)
      else if (frontier.lastLike(answer) === undefined) offset += behind
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

  /** Looks for what was yielded last: further and further back, and where new items come first, further on as well. */
  async function find(): Promise<Joined<Item>> {
    for (let step = size; ; step += Math.min(step, LONGEST_STEP)) {
      const start = Math.max(0, offset - 1 - step)
      const joined = await joinAt(start)
      if (joined.seam !== null) return { ...joined, ...joined.seam }
      if (start === 0 && list.newestFirst !== true) return startAgain(joined)
      if (start === 0) break
    }
    for (let start = offset; ; start += size) {
      const joined = await joinAt(start)
      if (joined.seam !== null) return { ...joined, ...joined.seam }
      if (joined.answer.more === false || joined.answer.items.length === 0) return startAgain(await joinAt(0))
      frontier.noProgress()
    }
  }

  async function joinAt(
    start: number,
  ): Promise<{ answer: TimedAnswer<Item>; start: number; seam: Seam | null }> {
    const answer = await requests.fresh(start, size + 1)
    return { answer, start, seam: frontier.join(answer) }
  }

  /** Of what was yielded, nothing is there any more: if that is all there was, what is there now is new. */
  function startAgain({ answer, start }: { answer: TimedAnswer<Item>; start: number }): Joined<Item> {
    if (!frontier.complete) return frontier.fail('none of the items read last is there any more')
    return { answer, start, from: 0, behind: 0 }
  }

  function plan(fresh: number, last = Infinity): void {
    const wanted = Math.min(remaining() - fresh, window * size)
    for (let ahead = 0; ahead < wanted && offset + ahead <= last + 1; ahead += size) {
      requests.ahead(offset + ahead - 1, size + 1)
    }
  }

  /** An answer that brings nothing new may come again only if something arrived in front meanwhile. */
  async function checkRepeat(answer: TimedAnswer<Item>): Promise<void> {
    const last = frontier.lastLike(answer)
    if (last === undefined || (list.newestFirst === true && !(await head.isSameSince(last)))) return
    frontier.fail('the same items come again and again')
  }
}
