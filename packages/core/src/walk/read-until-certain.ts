import type { Batch, ItemList, List, Walk, WalkRequest } from './list.ts'
import { foundAfter } from './found-after.ts'
import { Pass, type StartPass } from './pass.ts'
import type { ReceivedItems } from './unread.ts'
import type { Yielded } from './yielded-items.ts'

/** How often a list is read that contradicts itself each time. */
const MOST_PASSES = 3

/**
 * Reads a list again if it contradicted itself, because a contradiction can hide an item. Stops after a pass that finds
 * nothing new or meets no contradiction. If items move to the front of the list, the front is always read again.
 *
 * If the last pass still meets contradictions and new items, the walk ends in `pagination`. Everything received is
 * yielded before.
 */
export function readUntilCertain<Item, Listing extends ItemList<Item> = List<Item>>(
  request: WalkRequest<Item, Listing>,
  startPass: StartPass<Item, Listing>,
): Walk<Item> {
  return new CertainWalk(request, startPass)
}

class CertainWalk<Item, Listing extends ItemList<Item>> implements Walk<Item> {
  readonly #request: WalkRequest<Item, Listing>
  readonly #startPass: StartPass<Item, Listing>
  /** Batches that are read and not returned yet, and the error that follows them, if any. */
  readonly #ready: Batch<Item>[] = []
  #failure: Error | null = null
  #pass: Pass<Item, Listing>
  readonly #earlier: Yielded[] = []
  /** What earlier passes received and did not accept. */
  readonly #received: ReceivedItems<Item>[] = []
  /** The end of the list, without its items; null in the first pass. Later passes yield there what they find. */
  #end: Batch<Item> | null = null
  /** The item that the pass before read last, and whether this pass has read on behind it. */
  #lastBefore = ''
  #isBehind = false
  /** Whether this pass only looks for what has moved to the front. */
  #isFrontOnly = false
  /** Where the next item stands if this pass has found only items that have arrived in front; null behind those. */
  #front: number | null = null
  /** How many items this pass has found that may have been missed before. */
  #found = 0
  #wanted = Infinity

  constructor(request: WalkRequest<Item, Listing>, startPass: StartPass<Item, Listing>) {
    this.#request = request
    this.#startPass = startPass
    this.#pass = new Pass(request, startPass)
  }

  async read(): Promise<Batch<Item>> {
    for (;;) {
      const ready = this.#ready.shift()
      if (ready !== undefined) return ready
      if (this.#failure !== null) throw this.#failure
      const batch = await this.#pass.read(this.#received)
      if (this.#end === null) this.#takeFirst(batch)
      else this.#takeAgain(batch, this.#end)
    }
  }

  prefetch(wanted: number): void {
    this.#wanted = wanted
    if (this.#ready.length === 0) this.#pass.prefetch(wanted)
  }

  /** Takes a batch of the first pass. */
  #takeFirst(batch: Batch<Item>): void {
    if (!batch.end) {
      this.#ready.push(batch)
      return
    }
    this.#closePass()
    this.#end = withoutItems(batch)
    // A walk that was resumed cannot tell what moved to the front from what was yielded before its cursor.
    const isMoving = this.#request.list.movesToFront === true && this.#request.place === undefined
    const isCertain = !this.#pass.frontier.isInDoubt && !isMoving
    // What was received and is not on any page that was accepted has vanished or moved.
    const rest = isCertain ? this.#pass.frontier.acceptRest(this.#received, 'settled') : null
    if (rest?.items.length === 0) {
      this.#ready.push(batch)
      return
    }
    if (batch.items.length > 0) this.#ready.push({ ...batch, end: false })
    if (rest === null) this.#beginPass()
    else this.#ready.push({ ...foundAfter(this.#end, { ...batch, ...rest }), end: true })
  }

  /** Takes a batch of a later pass. */
  #takeAgain(batch: Batch<Item>, end: Batch<Item>): void {
    const { frontier } = this.#pass
    const isEmpty = batch.items.length === 0
    this.#found += batch.items.length - this.#countArrived(batch)
    // Items behind the end of the pass before have arrived there. A cursor at one of them resumes there.
    if (this.#isBehind) this.#end = withoutItems(batch)
    if (!isEmpty) this.#ready.push(this.#isBehind ? { ...batch, end: false } : foundAfter(end, batch))
    this.#isBehind ||= frontier.yielded.knows(this.#lastBefore)
    if (batch.end || (isEmpty && this.#isFrontOnly)) this.#endPass(this.#end ?? end)
    else if (isEmpty) this.#pass.prefetch(this.#wanted)
  }

  /** How many items of a batch have arrived in front of the list since the pass before. They show no contradiction. */
  #countArrived({ items: { length }, offset, places, next }: Batch<Item>): number {
    const front = this.#front
    if (front === null) return 0
    let arrived = 0
    while (arrived < length && offset + (places?.[arrived] ?? arrived) === front + arrived) arrived += 1
    this.#front = next === front + arrived ? next : null
    return arrived
  }

  #endPass(end: Batch<Item>): void {
    const { frontier } = this.#pass
    this.#closePass()
    const isSettled = this.#found === 0 || !frontier.isInDoubt
    if (!isSettled && this.#earlier.length < MOST_PASSES - 1) {
      this.#beginPass()
      return
    }
    const rest = frontier.acceptRest(this.#received, isSettled ? 'settled' : 'unsettled')
    this.#ready.push({ ...foundAfter(end, { ...end, ...rest }), end: isSettled })
    if (!isSettled) this.#failure = frontier.loopGuard.error('items keep changing their places')
  }

  #beginPass(): void {
    const { frontier } = this.#pass
    this.#isFrontOnly = !frontier.isInDoubt
    this.#lastBefore = frontier.lastRead.recent.last ?? ''
    this.#isBehind = false
    const { list, place } = this.#request
    const startsWithArrivals = list.newestFirst === true && list.movesToFront !== true && place === undefined
    this.#front = startsWithArrivals ? 0 : null
    this.#found = 0
    this.#earlier.push(frontier.yielded.numbers)
    this.#pass = new Pass(this.#request, this.#startPass, this.#earlier)
  }

  #closePass(): void {
    this.#received.push(...this.#pass.close())
  }
}

function withoutItems<Item>(batch: Batch<Item>): Batch<Item> {
  return { ...batch, items: [], identities: [], end: false }
}
