import { SmsError } from '../error.ts'
import { Frontier, type Yielded } from './frontier.ts'
import type { ItemList, List, Batch, WalkRequest } from './list.ts'
import { type ReceivedItems, Unread } from './unread.ts'

/** One pass over a list, from its beginning or a cursor to its end. */
export type ReadPass<Item, Listing extends ItemList<Item>> = (
  request: WalkRequest<Item, Listing>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
) => AsyncGenerator<Batch<Item>, void, void>

/** How often a list is read that contradicts itself each time. */
const MOST_PASSES = 3

/**
 * Reads a list, and once more if it contradicted itself, since then an item may have been missed: until a pass brings
 * nothing new or meets no contradiction. The front of a list whose items move there is always read again.
 *
 * @throws {SmsError} `pagination` if the last pass still meets contradictions and new items; and what a pass throws.
 * Everything received is yielded before.
 */
export async function* readUntilCertain<Item, Listing extends ItemList<Item> = List<Item>>(
  request: WalkRequest<Item, Listing>,
  read: ReadPass<Item, Listing>,
): AsyncGenerator<Batch<Item>, void, void> {
  const { list, place } = request
  const received: ReceivedItems<Item>[] = []
  let pass = new Frontier(request)
  let end: Batch<Item> | null = null
  for await (const batch of readOnce(request, read, pass, received)) {
    if (batch.end) end = batch
    else yield batch
  }
  // A pass that ends without a last response was ended by its reader.
  if (end === null) return
  // A walk that was resumed cannot tell what moved to the front from what was yielded before its cursor.
  const isMoving = list.movesToFront === true && place === undefined
  if (!pass.isInDoubt && !isMoving) {
    // What was received and is not on any page that was accepted has vanished or moved.
    const rest = pass.acceptRest(received)
    if (rest.items.length === 0) return yield end
    if (end.items.length > 0) yield { ...end, end: false }
    return yield { ...after(end, { ...end, ...rest }), end: true }
  }
  if (end.items.length > 0) yield { ...end, end: false }

  const earlier: Yielded[] = []
  for (let passes = 2; ; passes += 1) {
    const isFrontOnly = !pass.isInDoubt
    earlier.push(pass.yielded)
    const { last = '' } = pass.recent
    pass = new Frontier(request, earlier)
    let found = 0
    let isBeyond = false
    for await (const batch of readOnce(request, read, pass, received)) {
      found += batch.items.length
      // What stands behind the end of the pass before has arrived there: a cursor made at it resumes there.
      if (isBeyond) end = { ...batch, end: false }
      if (batch.items.length > 0) yield isBeyond ? end : after(end, batch)
      else if (isFrontOnly) break
      isBeyond ||= pass.knows(last)
      if (!isFrontOnly) batch.ahead?.()
    }
    const isSettled = found === 0 || !pass.isInDoubt
    if (!isSettled && passes < MOST_PASSES) continue
    const rest = pass.acceptRest(received)
    yield { ...after(end, { ...end, ...rest }), end: isSettled }
    if (isSettled) return
    pass.loopGuard.fail('items keep changing their places')
  }
}

/** One pass. One that fails because the pages contradict each other yields what it received before. */
async function* readOnce<Item, Listing extends ItemList<Item>>(
  request: WalkRequest<Item, Listing>,
  read: ReadPass<Item, Listing>,
  pass: Frontier<Item>,
  received: ReceivedItems<Item>[],
): AsyncGenerator<Batch<Item>, void, void> {
  const unread = new Unread<Item>((identity) => pass.knows(identity))
  const ending = new AbortController()
  const signal = AbortSignal.any([request.signal, ending.signal])
  let last: Batch<Item> | null = null
  try {
    for await (const batch of read({ ...request, signal }, pass, unread)) {
      last = batch
      yield batch
    }
  } catch (error) {
    // What still arrives comes too late to be yielded.
    ending.abort()
    const rest = pass.acceptRest([...received, ...unread.responses])
    if (last === null || rest.items.length === 0 || !SmsError.is(error, 'pagination')) throw error
    yield after(last, { ...last, ...rest })
    throw error
  } finally {
    // What was requested ahead must not stay in flight beside the next pass.
    ending.abort()
  }
  received.push(...unread.responses)
}

/** Items found when the list, or a part of it, had been read: a cursor made at one of them resumes after that part. */
function after<Item>({ tokens, next, cap }: Batch<Item>, found: Batch<Item>): Batch<Item> {
  const { items, identities, repeats, total } = found
  const places = items.map(() => next)
  const ending = tokens && { page: tokens.page, next: null }
  return {
    items,
    identities,
    repeats,
    misplaced: items.length,
    offset: 0,
    places,
    next,
    ...(ending && { tokens: ending }),
    total,
    cap,
    end: false,
  }
}
