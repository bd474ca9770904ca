import { LONGEST_TAIL } from '../paging/cursor.ts'
import { isUnique } from './identity.ts'
import { ItemNumbers } from './item-numbers.ts'
import type { ItemList, Batch, WalkRequest } from './list.ts'
import type { TimedResponse } from './prefetcher.ts'
import { LoopGuard } from './loop-guard.ts'
import { possibleTotal } from './total.ts'
import type { ReceivedItems } from './unread.ts'

/** How a response joins what was read. */
export interface JoinPoint {
  /** New items before this one arrived in front of the list, or were read before a cursor was made. */
  readonly skip: number
  /** The items from this one on follow the item read last. */
  readonly from: number
  /** How many items were read after the one that the response was joined at. */
  readonly behind: number
  /** Whether an id proves it. Without ids, items that look like the ones read last may be other, identical ones. */
  readonly isCertain: boolean
}

/** What one pass over a list has yielded, for a later pass that must not yield it again. */
export type Yielded = ItemNumbers

const LEAST_KEPT = 1000

// A place in the middle of a page is found by so many items in a row, if there are no ids.
const LEAST_IN_A_ROW = 3

/** How far one pass over a list has come: what it read last, and how a response joins that. */
export class Frontier<Item> {
  readonly loopGuard: LoopGuard<Item>
  /** Items with an id: their number in the order of the list, from 1. Others: how many identical ones were read. */
  readonly yielded: Yielded = new ItemNumbers()
  readonly #earlier: readonly Yielded[]
  readonly #kept: number
  readonly #newestFirst: boolean | undefined
  readonly #isResumed: boolean
  /** How many of the items that a cursor names may have vanished; in an order that is not known, that cannot be seen. */
  readonly #vanished: number
  /** Identities in the order of the list, the last one last. */
  #recent: string[] = []
  #lastUnique: string | null = null
  /** Items yielded out of the order of the list: they say nothing about where it was read to. */
  readonly #strays: Set<string>
  /** The number of the first item with an id. */
  #firstNumber = 0
  #count = 0
  /** How many items came again in this pass. */
  #known = 0
  #hasForgotten = false
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
    this.#kept = Math.max(LEAST_KEPT, 2 * pageSize)
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

  /** How many of the items read last are remembered in order. */
  get remembered(): number {
    return this.#recent.length
  }

  /** The identity of the item read last. */
  get last(): string | undefined {
    return this.#recent.at(-1)
  }

  /** Whether the item read last has an id, so that it cannot be taken for another one. */
  get lastIsCertain(): boolean {
    return isUnique(this.#recent.at(-1) ?? '')
  }

  /** Whether every item read so far is remembered in order. */
  get complete(): boolean {
    return !this.#isResumed && !this.#hasForgotten
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
  isLater(answer: TimedResponse<Item>): boolean {
    return answer.sent > this.#received
  }

  /** Whether the items read last are just these, as far back as they are remembered. */
  endsWith(identities: readonly string[]): boolean {
    const last = this.#recent.slice(-identities.length)
    const from = identities.length - last.length
    return last.length > 0 && last.every((identity, at) => identity === identities[from + at])
  }

  /**
   * Joins a response by its content. One that holds the item read last proves what follows it, however old the
   * response is. One that holds only older items proves it too if it is later: the last one has vanished. In any other
   * response, what follows may have been yielded already.
   *
   * @param isSearch Whether the place is looked for, so that the response may come from any part of the list.
   * @param isFront Whether the response starts at the front of the list, where items arrive.
   */
  join(answer: TimedResponse<Item>, isSearch = false, isFront = false): JoinPoint | null {
    const { identities } = answer
    const [first] = identities
    if (first !== undefined && first === this.#recent.at(-1) && isUnique(first)) {
      return { skip: 0, from: 1, behind: 0, isCertain: true }
    }
    const mayBeOld = isSearch || !this.isLater(answer)
    const seam =
      this.#joinById(identities, { isSearch, isFront, mayBeOld }) ?? this.#joinByContent(identities, isSearch)
    return seam !== null && (seam.behind === 0 || this.isLater(answer)) ? seam : null
  }

  /** Whether a response goes back behind the item read last, although its items from `from` on should follow it. */
  goesBack({ identities }: TimedResponse<Item>, from: number): boolean {
    const rest = identities.slice(from)
    if (this.#lastUnique !== null && rest.includes(this.#lastUnique)) return true
    // One alone may be an id that the provider has given twice.
    const first = rest.filter(isUnique).slice(0, 2)
    return first.length === 2 && first.every((identity) => this.knows(identity))
  }

  /** How many of the first items are the ones read last, as far as their identities show. */
  overlapOf(identities: readonly string[]): number {
    for (let end = Math.min(identities.length, this.#recent.length); end > 0; end -= 1) {
      if (this.#matchBackwards(identities, end) === end) return end
    }
    return 0
  }

  /** Where the items read last end among others: by the longest sequence of them, or 0 if the last one is not there. */
  endIn(identities: readonly string[]): number {
    let longest = 0
    let found = 0
    for (let end = 1; end <= identities.length; end += 1) {
      const length = this.#matchBackwards(identities, end)
      if (length <= longest) continue
      longest = length
      found = end
    }
    return found
  }

  /** Remembers what stands before a cursor's place: the walk that stopped there had it, and the cursor names less. */
  recall(identities: readonly string[]): void {
    const there = new Set(identities)
    this.#recent = [...this.#recent.filter((identity) => !there.has(identity)), ...identities]
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
  meet({ sent = 0, received = 0 }: ReceivedItems<Item>): void {
    this.#sent = sent
    this.#received = received
  }

  /**
   * Takes the new items of a response as the next of the walk: all that were not yielded yet, wherever they stand.
   *
   * @param seam How the response follows what was read.
   * @param offset Of the response's first item in the list.
   */
  accept(
    answer: ReceivedItems<Item>,
    { skip, from }: Pick<JoinPoint, 'skip' | 'from'>,
    { offset, cap, end }: { readonly offset: number; readonly cap: number | null; readonly end: boolean },
  ): Batch<Item> {
    const { length } = answer.items
    // An older response may show an item that has vanished since.
    const isDoubtful = (answer.sent ?? Infinity) > this.#received
    const repeats = new Map<number, number>()
    /** Which items are new, unless all from `from` on are. */
    let places: number[] | null = null
    for (let at = skip; at < from; at += 1) {
      const identity = answer.identities[at] ?? ''
      // Without an id, what stands after a new item is new as well, unless it was read just before.
      const isNew = isUnique(identity)
        ? this.#isNew(identity)
        : places !== null && !this.#endsNear(identity, from)
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
  hasNew({ identities }: TimedResponse<Item>, { skip, from }: Pick<JoinPoint, 'skip' | 'from'>): boolean {
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
    if (this.#recent.length > 2 * this.#kept) {
      this.#recent = this.#recent.slice(-this.#kept)
      this.#hasForgotten = true
    }
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
    const last = this.#lastUnique === null ? -1 : identities.lastIndexOf(this.#lastUnique)
    const number = this.yielded.get(identities[first] ?? '')
    const hasNewBefore = identities.slice(0, first).some((identity) => this.#isUnknown(identity))
    const next = identities.slice(first + 1).find(isUnique)
    // What arrived stands in front of the whole list, so that what follows its first item was read as well.
    const isFirst =
      number <= this.#firstNumber && (next === undefined || !this.#isUnknown(next) || this.#count === 1)
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
    return { skip: isArrival || isOld ? first : 0, ...this.#follow(identities, end), isCertain: true }
  }

  /** Whether a known item among new ones says nothing about their place: what stands before a cursor is new as well. */
  #saysNothing(identities: readonly string[]): boolean {
    if (!this.#isResumed) return true
    const hasReadOn = this.#vanished === 0 && this.#count > LONGEST_TAIL
    return hasReadOn && identities.filter((identity) => this.#isAnchor(identity)).length === 1
  }

  /** Follows what was read after an item as far as a response shows it; some of it may have vanished. */
  #follow(identities: readonly string[], end: number): { readonly from: number; readonly behind: number } {
    const anchor = identities[end - 1] ?? ''
    const place = this.#recent.lastIndexOf(anchor)
    if (place === -1) return { from: end, behind: this.#count - this.yielded.get(anchor) }
    let next = place + 1
    let from = end
    for (; from < identities.length; from += 1) {
      const found = this.#recent.indexOf(identities[from] ?? '', next)
      if (found === -1) break
      next = found + 1
    }
    return { from, behind: this.#recent.length - next }
  }

  /** Joins items without ids by the sequence of their contents. */
  #joinByContent(identities: readonly string[], isSearch: boolean): JoinPoint | null {
    const [first] = identities
    if (first === undefined || (isUnique(first) && !isSearch)) return null
    const recent = this.#recent
    let longest = 0
    let from = 0
    for (let end = 1; end <= identities.length; end += 1) {
      const length = this.#matchBackwards(identities, end)
      const isPrefix = length === end
      const isLong = isSearch && length >= Math.min(LEAST_IN_A_ROW, recent.length)
      if (length <= longest || !(isPrefix || isLong)) continue
      longest = length
      from = end
    }
    if (longest > 0) return { skip: from, from, behind: 0, isCertain: false }
    return isSearch ? this.#joinRemains(identities) : this.#joinWithin(identities)
  }

  /** Whether an item is one of so many read last. */
  #endsNear(identity: string, count: number): boolean {
    const place = this.#recent.lastIndexOf(identity)
    return place !== -1 && place >= this.#recent.length - count
  }

  /** How many items before `end` are the ones read last. */
  #matchBackwards(identities: readonly string[], end: number): number {
    const recent = this.#recent
    let length = 0
    while (
      length < end &&
      length < recent.length &&
      identities[end - 1 - length] === recent.at(-1 - length)
    ) {
      length += 1
    }
    return length
  }

  /** A response of which everything was read: so much has arrived, or the provider repeats itself. */
  #joinWithin(identities: readonly string[]): JoinPoint | null {
    const { length } = identities
    if (length < LEAST_IN_A_ROW) return null
    const recent = this.#recent
    for (let start = recent.length - length; start >= 0; start -= 1) {
      if (!identities.every((identity, at) => identity === recent[start + at])) continue
      return { skip: length, from: length, behind: recent.length - start - length, isCertain: false }
    }
    return null
  }

  /** What is left of the items read last, of which some have vanished. */
  #joinRemains(identities: readonly string[]): JoinPoint | null {
    const recent = this.#recent
    let from = identities.findIndex((identity) => recent.includes(identity))
    if (from === -1) return null
    let next = 0
    for (; from < identities.length; from += 1) {
      const found = recent.indexOf(identities[from] ?? '', next)
      if (found === -1) break
      next = found + 1
    }
    return { skip: from, from, behind: recent.length - next, isCertain: false }
  }
}
