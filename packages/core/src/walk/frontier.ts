import type { NumberedResponse, Times } from './arrival.ts'
import { isUnique } from './identity.ts'
import { Joiner } from './joiner.ts'
import type { JoinPoint } from './join-point.ts'
import { LastRead } from './last-read.ts'
import type { Batch, ItemList, WalkRequest } from './list.ts'
import { LoopGuard } from './loop-guard.ts'
import { LONGEST_TAIL } from './resume-point.ts'
import { takeItems } from './take-items.ts'
import { possibleTotal } from './total.ts'
import type { ReceivedItems } from './unread.ts'
import { type Yielded, YieldedItems } from './yielded-items.ts'

/** How a walk ends. */
export type Ending =
  /** Nothing more was missed, as far as the list shows. */
  | 'settled'
  /** The last pass still met contradictions: the walk is going to fail. */
  | 'unsettled'
  /** A pass has failed. Items without ids count as well, if a response holds more identical ones than were yielded. */
  | 'failed'

/** How far one pass over a list has come. */
export class Frontier<Item> {
  readonly loopGuard: LoopGuard<Item>
  readonly yielded: YieldedItems
  readonly lastRead: LastRead
  readonly joiner: Joiner
  readonly #isResumed: boolean
  /** Whether items may have arrived in front of the place of a cursor. */
  readonly #mayHaveArrivals: boolean
  #answered: Times = { sent: 0, received: 0 }
  #isInDoubt = false
  #isRepeat = false

  /** @param earlier What earlier passes over the same list have yielded. */
  constructor(
    { provider, pageSize, place, list }: WalkRequest<Item, ItemList<Item>>,
    earlier: readonly Yielded[] = [],
  ) {
    const isResumed = place !== undefined && place.tail.length === LONGEST_TAIL
    this.loopGuard = new LoopGuard(provider)
    this.yielded = new YieldedItems(earlier)
    this.lastRead = new LastRead(pageSize)
    this.joiner = new Joiner(this.yielded, this.lastRead, { newestFirst: list.newestFirst, isResumed })
    this.#isResumed = isResumed
    this.#mayHaveArrivals = place !== undefined && list.newestFirst !== false
    for (const identity of place?.tail ?? []) this.yielded.take(identity, this.lastRead.push(identity))
    for (const identity of place?.strays ?? []) this.yielded.recallStray(identity)
  }

  /** Whether every item read so far is remembered in order. */
  get complete(): boolean {
    return !this.#isResumed && !this.lastRead.recent.hasForgotten
  }

  /** Whether the list has contradicted itself, so that an item may have been missed. */
  get isInDoubt(): boolean {
    return this.#isInDoubt
  }

  /** Whether all items that were accepted last had come before, at other places. */
  get isRepeat(): boolean {
    return this.#isRepeat
  }

  /** When the response that the last item came from was requested and received. */
  get answered(): Times {
    return this.#answered
  }

  /** Takes note that an item may have been missed. */
  doubt(): void {
    this.#isInDoubt = true
  }

  /** Whether a response was requested after the one that the last item came from was received. */
  isLater({ sent }: Times): boolean {
    return sent > this.#answered.received
  }

  /**
   * Returns how a response joins what was read; null if it does not show that.
   *
   * @param isSearch Whether the place is looked for, so that the response may come from any part of the list.
   * @param isFront Whether the response starts at the front of the list, where items arrive.
   */
  join(response: NumberedResponse<Item>, isSearch = false, isFront = false): JoinPoint | null {
    return this.joiner.join(response, { isSearch, isFront, isLater: this.isLater(response) })
  }

  /** Remembers what stands before a cursor's place: the walk that stopped there had it, and the cursor names less. */
  recall(identities: readonly string[]): void {
    this.lastRead.recall(identities)
    this.yielded.recall(identities)
  }

  /** Takes a response that shows nothing new. */
  meet({ sent, received }: Times): void {
    this.#answered = { sent, received }
  }

  /**
   * Takes the new items of a response as the next of the walk.
   *
   * @param joinPoint How the response follows what was read.
   * @param offset Of the response's first item in the list.
   */
  accept(
    response: ReceivedItems<Item>,
    joinPoint: Pick<JoinPoint, 'skip' | 'from'>,
    { offset, cap, end }: { readonly offset: number; readonly cap: number | null; readonly end: boolean },
  ): Batch<Item> {
    const { skip, from } = joinPoint
    const { length } = response.items
    const taken = takeItems(response.identities, joinPoint, this.yielded, this.lastRead)
    const { places, misplaced, again } = taken
    // An older response may show an item that has vanished since. An item that comes again has its id in common with
    // another, or it has moved here, and then another item may be in its place.
    this.#isInDoubt ||= again > 0 || (misplaced > 0 && this.isLater(response))
    this.meet(response)
    const identities =
      places === null ? response.identities.slice(from) : places.map((at) => response.identities[at] ?? '')
    const items =
      places === null ? response.items.splice(from) : places.map((at) => response.items[at] as Item)
    response.items.length = offset > 0 && this.#mayHaveMoved(response, skip) ? skip : 0
    // A later pass makes progress by items that are new to it.
    const isNew = again < length - from || items.length > 0
    if (isNew) this.loopGuard.sawNew(response.identities.slice(from))
    this.#isRepeat = !isNew && from < length
    // Objects of its request still hold the response, and are collected late. The texts of all ids would stay with them. A
    // response that only repeats is looked at once more.
    if (!this.#isRepeat) response.identities.length = response.items.length
    return {
      items,
      identities,
      repeats: taken.repeats,
      misplaced,
      offset: offset + (places === null ? from : 0),
      places,
      next: offset + length,
      total: possibleTotal(response.total),
      cap,
      end,
    }
  }

  /**
   * Whether unknown items are skipped although the response does not come from the front of the list. They may have
   * arrived in front of the list's first item. Or that item has moved down behind them: so they are kept, and yielded at
   * the end.
   */
  #mayHaveMoved({ identities }: ReceivedItems<Item>, skip: number): boolean {
    return !this.#isResumed && identities.slice(0, skip).some((identity) => this.yielded.isUnknown(identity))
  }

  /**
   * Takes what responses hold that was not yielded. If the walk was resumed, only what follows a known item is sure to stand
   * after its cursor. What stands before may have arrived since. A later cursor does not name all of it if it is much.
   */
  acceptRest(
    responses: readonly ReceivedItems<Item>[],
    ending: Ending,
  ): Pick<Batch<Item>, 'items' | 'identities' | 'repeats'> {
    const items: Item[] = []
    const identities: string[] = []
    const repeats = new Map<number, number>()
    for (const response of responses) {
      const alike = new Map<string, number>()
      const known = response.identities.findIndex((identity) => this.yielded.isAnchor(identity))
      for (const [at, item] of response.items.entries()) {
        const isBehindKnown = known !== -1 && at >= known
        if (!isBehindKnown && !this.#takesFront(ending)) continue
        const identity = response.identities[at] ?? ''
        if (ending !== 'failed' && !isUnique(identity)) continue
        const count = (alike.get(identity) ?? 0) + 1
        alike.set(identity, count)
        const repeat = this.yielded.takeRest(identity, this.lastRead.count + 1, count)
        if (repeat === null) continue
        if (repeat > 0) repeats.set(items.length, repeat)
        items.push(item)
        identities.push(identity)
      }
    }
    return { items, identities, repeats }
  }

  /** Whether the walk takes an item that no known one stands before. */
  #takesFront(ending: Ending): boolean {
    if (this.#isResumed) return false
    return ending !== 'settled' || !this.#mayHaveArrivals || this.yielded.strayCount < LONGEST_TAIL
  }
}
