import { LONGEST_TAIL } from './resume-point.ts'
import { isUnique } from './identity.ts'
import { ItemNumbers } from './item-numbers.ts'
import type { JoinPoint } from './join-point.ts'
import type { ItemList, Batch, WalkRequest } from './list.ts'
import type { NumberedResponse } from './arrival.ts'
import { LoopGuard } from './loop-guard.ts'
import { RecentItems } from './recent-items.ts'
import { possibleTotal } from './total.ts'
import type { ReceivedItems } from './unread.ts'

/** What one pass over a list has yielded, for a later pass that must not yield it again. */
export type Yielded = ItemNumbers

/** How far one pass over a list has come: what it read last, and how a response joins that. */
export class Frontier<Item> {
  readonly loopGuard: LoopGuard<Item>
  /** Items with an id: their number in the order of the list, from 1. Others: how many identical ones were read. */
  readonly yielded: Yielded = new ItemNumbers()
  readonly #earlier: readonly Yielded[]
  readonly #newestFirst: boolean | undefined
  readonly #isResumed: boolean
  /** How many of the items that a cursor names may have vanished; in an order that is not known, that cannot be seen. */
  readonly #vanished: number
  readonly #recent: RecentItems
  #lastUnique: string | null = null
  /** Items yielded out of the order of the list: they say nothing about where it was read to. */
  readonly #strays: Set<string>
  /** The number of the first item with an id. */
  #firstNumber = 0
  #count = 0
  /** How many items came again in this pass. */
  #known = 0
  #sent = 0
  #received = 0
  #isInDoubt = false
  #isRepeat = false

  /** @param earlier What earlier passes over the same list have yielded. */
  constructor(
    { provider, pageSize, place, list }: WalkRequest<Item, ItemList<Item>>,
    earlier: readonly Yielded[] = [],
  ) {
    this.loopGuard = new LoopGuard(provider)
    this.#earlier = earlier
    this.#recent = new RecentItems(pageSize)
    this.#newestFirst = list.newestFirst
    this.#isResumed = place !== undefined && place.tail.length === LONGEST_TAIL
    this.#vanished = list.newestFirst === undefined ? 0 : LONGEST_TAIL
    for (const identity of place?.tail ?? []) this.remember(identity)
    this.#strays = new Set(place?.strays)
    for (const identity of this.#strays) this.yielded.add(identity, 1)
  }

  /** How many items were read, those before a cursor included as far as it names them. */
  get count(): number {
    return this.#count
  }

  /** The items read last. */
  get recent(): RecentItems {
    return this.#recent
  }

  /** Whether the item read last has an id, so that it cannot be taken for another one. */
  get lastIsCertain(): boolean {
    return isUnique(this.#recent.last ?? '')
  }

  /** Whether every item read so far is remembered in order. */
  get complete(): boolean {
    return !this.#isResumed && !this.#recent.hasForgotten
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
  get answered(): { readonly sent: number; readonly received: number } {
    return { sent: this.#sent, received: this.#received }
  }

  /** Takes note that an item may have been missed. */
  doubt(): void {
    this.#isInDoubt = true
  }

  /** Whether this very item was read, and not an identical one. */
  knows(identity: string): boolean {
    return isUnique(identity) && this.yielded.get(identity) > 0
  }

  /** How many items arrived in front of the list, by what its first page shows now; null if it shows nothing known. */
  countBefore(identities: readonly string[]): number | null {
    const at = identities.findIndex((identity) => this.#isAnchor(identity))
    return at === -1 ? null : at + 1 - this.yielded.get(identities[at] ?? '')
  }

  /** Whether a response was requested after the one that the last item came from was received. */
  isLater(answer: NumberedResponse<Item>): boolean {
    return answer.sent > this.#received
  }

  /**
   * Joins a response by its content. One that holds the item read last proves what follows it, however old the
   * response is. One that holds only older items proves it too if it is later: the last one has vanished. In any other
   * response, what follows may have been yielded already.
   *
   * @param isSearch Whether the place is looked for, so that the response may come from any part of the list.
   * @param isFront Whether the response starts at the front of the list, where items arrive.
   */
  join(answer: NumberedResponse<Item>, isSearch = false, isFront = false): JoinPoint | null {
    const { identities } = answer
    const [first] = identities
    if (first !== undefined && first === this.#recent.last && isUnique(first)) {
      return { skip: 0, from: 1, behind: 0, isCertain: true }
    }
    const mayBeOld = isSearch || !this.isLater(answer)
    const joinPoint =
      this.#joinById(identities, { isSearch, isFront, mayBeOld }) ??
      this.#recent.joinByContent(identities, isSearch)
    return joinPoint !== null && (joinPoint.behind === 0 || this.isLater(answer)) ? joinPoint : null
  }

  /** Whether a response goes back behind the item read last, although its items from `from` on should follow it. */
  goesBack({ identities }: NumberedResponse<Item>, from: number): boolean {
    const rest = identities.slice(from)
    if (this.#lastUnique !== null && rest.includes(this.#lastUnique)) return true
    // One alone may be an id that the provider has given twice.
    const first = rest.filter(isUnique).slice(0, 2)
    return first.length === 2 && first.every((identity) => this.knows(identity))
  }

  /** Remembers what stands before a cursor's place: the walk that stopped there had it, and the cursor names less. */
  recall(identities: readonly string[]): void {
    this.#recent.replace(identities)
    this.#lastUnique = identities.findLast(isUnique) ?? this.#lastUnique
    const counts = new Map<string, number>()
    for (const identity of identities) {
      const count = (counts.get(identity) ?? 0) + 1
      counts.set(identity, count)
      if (isUnique(identity)) this.yielded.add(identity, 1)
      else this.yielded.set(identity, Math.max(this.yielded.get(identity), count))
    }
  }

  /** Takes a response that shows nothing new. */
  meet({ sent, received }: ReceivedItems<Item>): void {
    this.#sent = sent
    this.#received = received
  }

  /**
   * Takes the new items of a response as the next of the walk: all that were not yielded yet, wherever they stand.
   *
   * @param joinPoint How the response follows what was read.
   * @param offset Of the response's first item in the list.
   */
  accept(
    answer: ReceivedItems<Item>,
    { skip, from }: Pick<JoinPoint, 'skip' | 'from'>,
    { offset, cap, end }: { readonly offset: number; readonly cap: number | null; readonly end: boolean },
  ): Batch<Item> {
    const { length } = answer.items
    // An older response may show an item that has vanished since.
    const isDoubtful = answer.sent > this.#received
    const repeats = new Map<number, number>()
    /** Which items are new, unless all from `from` on are. */
    let places: number[] | null = null
    for (let at = skip; at < from; at += 1) {
      const identity = answer.identities[at] ?? ''
      // Without an id, what stands after a new item is new as well, unless it was read just before.
      const isNew = isUnique(identity)
        ? this.#isNew(identity)
        : places !== null && !this.#recent.endsNear(identity, from)
      if (!isNew) continue
      if (!isUnique(identity)) repeats.set(places?.length ?? 0, this.#countAlike(identity))
      ;(places ??= []).push(at)
      this.#isInDoubt ||= isDoubtful
    }
    const misplaced = places?.length ?? 0
    let taken = misplaced
    const before = this.#known
    for (let at = from; at < length; at += 1) {
      const repeat = this.#take(answer.identities[at] ?? '')
      if (repeat === null) {
        places ??= Array.from({ length: at - from }, (_, index) => from + index)
        continue
      }
      if (repeat > 0) repeats.set(taken, repeat)
      places?.push(at)
      taken += 1
    }
    this.meet(answer)
    const identities =
      places === null ? answer.identities.slice(from) : places.map((at) => answer.identities[at] ?? '')
    const items = places === null ? answer.items.splice(from) : places.map((at) => answer.items[at] as Item)
    answer.items.length = 0
    // A later pass makes progress by items that are new to it.
    const isNew = this.#known < before + length - from || taken > 0
    if (isNew) this.loopGuard.sawNew(answer.identities.slice(from))
    this.#isRepeat = !isNew && from < length
    return {
      items,
      identities,
      repeats,
      misplaced,
      offset: offset + (places === null ? from : 0),
      places,
      next: offset + length,
      total: possibleTotal(answer.total),
      cap,
      end,
    }
  }

  /** Whether a response holds new items: after those read last, or among them. */
  hasNew({ identities }: NumberedResponse<Item>, { skip, from }: Pick<JoinPoint, 'skip' | 'from'>): boolean {
    if (from < identities.length) return true
    return identities.slice(skip, from).some((identity) => this.#isUnknown(identity))
  }

  /**
   * Takes what responses hold that was not yielded: the walk is going to fail, or has ended in doubt. If it was resumed,
   * only what follows a known item is sure to stand after its cursor.
   */
  acceptRest(answers: readonly ReceivedItems<Item>[]): Pick<Batch<Item>, 'items' | 'identities' | 'repeats'> {
    const items: Item[] = []
    const identities: string[] = []
    for (const answer of answers) {
      const known = answer.identities.findIndex((identity) => this.#isAnchor(identity))
      if (this.#isResumed && known === -1) continue
      for (const [at, item] of answer.items.entries()) {
        if (this.#isResumed && at < known) continue
        const identity = answer.identities[at] ?? ''
        if (!isUnique(identity) || !this.#isNew(identity)) continue
        items.push(item)
        identities.push(identity)
      }
    }
    return { items, identities, repeats: new Map() }
  }

  /** Takes note of an item as read before this walk. */
  remember(identity: string): void {
    this.#push(identity)
    if (!isUnique(identity)) this.yielded.set(identity, this.yielded.get(identity) + 1)
    else if (this.yielded.add(identity, this.#count) === 0) this.#firstNumber ||= this.#count
  }

  /** Takes the next item of the list: how many identical ones were yielded before, or null if it was itself. */
  #take(identity: string): number | null {
    this.#push(identity)
    if (isUnique(identity)) {
      if (this.yielded.add(identity, this.#count) > 0) {
        // Its id stands twice in the list, or it has moved here, and then another item may be in its place.
        this.#known += 1
        this.#isInDoubt = true
        return null
      }
      this.#firstNumber ||= this.#count
      return this.#earlier.some((pass) => pass.get(identity) > 0) ? null : 0
    }
    const repeat = this.#countAlike(identity)
    return this.#earlier.some((pass) => pass.get(identity) > repeat) ? null : repeat
  }

  /** Takes an item without an id: how many identical ones came before. */
  #countAlike(identity: string): number {
    const repeat = this.yielded.get(identity)
    this.yielded.set(identity, repeat + 1)
    return repeat
  }

  /** Takes an item out of the order of the list, unless it was yielded before. */
  #isNew(identity: string): boolean {
    if (this.yielded.add(identity, this.#count + 1) > 0) return false
    this.#strays.add(identity)
    return !this.#earlier.some((pass) => pass.get(identity) > 0)
  }

  #push(identity: string): void {
    this.#count += 1
    this.#recent.push(identity)
    if (isUnique(identity)) this.#lastUnique = identity
  }

  /** Whether an item says how far the list was read. */
  #isAnchor(identity: string): boolean {
    return this.knows(identity) && !this.#strays.has(identity)
  }

  #isUnknown(identity: string): boolean {
    return isUnique(identity) && !this.knows(identity)
  }

  #joinById(
    identities: readonly string[],
    {
      isSearch,
      isFront,
      mayBeOld,
    }: { readonly isSearch: boolean; readonly isFront: boolean; readonly mayBeOld: boolean },
  ): JoinPoint | null {
    const first = identities.findIndex((identity) => this.#isAnchor(identity))
    if (first === -1) return null
    const last = this.#indexOfLast(identities)
    const number = this.yielded.get(identities[first] ?? '')
    const hasNewBefore = identities.slice(0, first).some((identity) => this.#isUnknown(identity))
    const next = identities.slice(first + 1).find(isUnique)
    // What arrived stands in front of the whole list, so that what follows its first item was read as well.
    const isFirst =
      !this.#isResumed &&
      number <= this.#firstNumber &&
      (next === undefined || !this.#isUnknown(next) || this.#count === 1)
    const isArrival = this.#newestFirst !== false && (isFirst || isFront)
    // An item that is known, alone among new ones, says nothing about their place.
    const isAlone = hasNewBefore && !isArrival && last === -1 && this.#saysNothing(identities)
    if (isAlone && !isSearch) return null
    let end = last + 1
    if (last === -1) {
      end = first + 1
      for (let at = end; at < identities.length; at += 1) {
        const identity = identities[at] ?? ''
        if (this.#isUnknown(identity)) break
        if (this.#isAnchor(identity)) end = at + 1
      }
    }
    // Before a cursor stands more than the walk knows, but not among what it has read since.
    const isOld =
      this.#isResumed && (this.#newestFirst === false ? mayBeOld : first >= number - this.#vanished)
    const joined = this.#recent.follow(identities, end)
    const behind = this.#count - this.yielded.get(identities[end - 1] ?? '')
    return { skip: isArrival || isOld ? first : 0, ...(joined ?? { from: end, behind }), isCertain: true }
  }

  /** Where the item read last stands; -1 if it is not there. Of two, what a cursor names is the first: nothing is lost. */
  #indexOfLast(identities: readonly string[]): number {
    if (this.#lastUnique === null) return -1
    return this.#isResumed ? identities.indexOf(this.#lastUnique) : identities.lastIndexOf(this.#lastUnique)
  }

  /** Whether known items among new ones say nothing about their place: what stands before a cursor is new as well. */
  #saysNothing(identities: readonly string[]): boolean {
    if (!this.#isResumed) return true
    const hasReadOn = this.#vanished === 0 && this.#count > LONGEST_TAIL
    const isNextToAnother = (identity: string, at: number): boolean =>
      at > 0 && this.#isAnchor(identity) && this.#isAnchor(identities[at - 1] ?? '')
    return hasReadOn && !identities.some(isNextToAnother)
  }
}
