import { isUnique } from './identity.ts'
import type { ItemList, Stretch, WalkRequest } from './list.ts'
import type { TimedAnswer } from './lookahead.ts'
import { Progress } from './progress.ts'
import { RecentMap } from './recent-map.ts'
import { possibleTotal } from './total.ts'

/** Where an answer joins what was yielded. */
export interface Seam {
  /** The answer's items from here on are new. */
  readonly from: number
  /** How many items were yielded after the one that the answer was joined at. */
  readonly behind: number
}

const LEAST_KEPT = 1000

// Of so many items one is remembered for much longer: any part of the list of as many shows one of those.
const LANDMARK_EVERY = 32

/** How far a walk has come: what it yielded last, and how an answer joins that. */
export class Frontier<Item> {
  readonly progress: Progress<Item>
  readonly #kept: number
  /** The number of the last item with an identity, in the order of yielding, from 1; up to `#indexed`. */
  readonly #numbers: RecentMap<number>
  #indexed = 0
  /** How many items with an identity that is not unique were yielded before the last one. */
  readonly #repeats: RecentMap<number>
  /** Identities in the order of yielding, the last one last. */
  #recent: string[] = []
  #lastUnique: string | null = null
  /** How many unique identities were yielded. */
  #unique = 0
  /** Some of the unique identities, at even distances. */
  readonly #landmarks: RecentMap<true>
  #count = 0
  #sent = 0
  #received = 0
  #complete: boolean

  constructor({ provider, pageSize, place }: WalkRequest<Item, ItemList<Item>>) {
    this.progress = new Progress(provider)
    this.#kept = Math.max(LEAST_KEPT, 2 * pageSize)
    this.#numbers = new RecentMap(this.#kept)
    this.#repeats = new RecentMap(this.#kept)
    this.#landmarks = new RecentMap(this.#kept)
    this.#complete = place === undefined || place.offset === place.tail.length
    for (const identity of place?.tail ?? []) this.remember(identity)
  }

  /** How many items were yielded, those of an earlier walk included as far as its cursor tells. */
  get count(): number {
    return this.#count
  }

  /** How many of the items yielded last are remembered in order. */
  get remembered(): number {
    return this.#recent.length
  }

  /** Whether every item yielded so far is still remembered. */
  get complete(): boolean {
    return this.#complete
  }

  /** When the answer that the last yielded item came from was asked for and received. */
  get answered(): { readonly sent: number; readonly received: number } {
    return { sent: this.#sent, received: this.#received }
  }

  /** Whether any item remembered has an id. */
  get hasIds(): boolean {
    return this.#recent.some(isUnique)
  }

  /** Whether just this item was yielded, not one that is alike. */
  knows(identity: string): boolean {
    return isUnique(identity) && (this.isLandmark(identity) || this.#index().has(identity))
  }

  /** Whether just this item was yielded and is one of those that are remembered for longest. */
  isLandmark(identity: string): boolean {
    return this.#landmarks.has(identity)
  }

  /** Whether an answer was asked for after the one that the last yielded item came from was received. */
  isLater(answer: TimedAnswer<Item>): boolean {
    return answer.sent > this.#received
  }

  /** Whether the items yielded last are just these, as far back as they are remembered. */
  endsWith(identities: readonly string[]): boolean {
    const last = this.#recent.slice(-identities.length)
    const from = identities.length - last.length
    return last.length > 0 && last.every((identity, at) => identity === identities[from + at])
  }

  /**
   * Joins an answer by its content. One that holds the item yielded last proves what follows it, however old the
   * answer is. One that holds only items yielded before proves it too if it is later: the last one has vanished.
   * In any other answer, what follows may have been yielded already.
   *
   * @param counts Which identities tell items apart well enough.
   */
  join(answer: TimedAnswer<Item>, counts: (identity: string) => boolean = () => true): Seam | null {
    if (this.#startsWithLast(answer)) return { from: 1, behind: 0 }
    const numbers = this.#index()
    let newest = 0
    let from = 0
    for (let at = 0; at < answer.identities.length; at += 1) {
      const identity = answer.identities[at] ?? ''
      const number = numbers.get(identity) ?? 0
      // Where an item comes twice, what follows it follows its last appearance. Items that are alike are two.
      const isNewest = number > newest || (number === newest && isUnique(identity))
      if (number === 0 || !isNewest || !counts(identity)) continue
      newest = number
      from = at + 1
    }
    if (newest === 0) return null
    let behind = this.#count - newest
    // Items that are alike tell nothing by themselves, but in line with what was yielded they do.
    const { length } = answer.identities
    while (behind > 0 && from < length && answer.identities[from] === this.#recent.at(-behind)) {
      from += 1
      behind -= 1
    }
    return behind === 0 || this.isLater(answer) ? { from, behind } : null
  }

  /**
   * How many of an answer's first items were yielded already, where items may be alike: as many as come in the same
   * order among those yielded last. Null when none was.
   */
  follow(identities: readonly string[]): number | null {
    const numbers = this.#index()
    const forgotten = this.#count - this.#recent.length
    let at = identities.findIndex((identity) => (numbers.get(identity) ?? 0) > forgotten)
    if (at === -1) return null
    for (let place = 0; at < identities.length; at += 1) {
      place = this.#recent.indexOf(identities[at] ?? '', place) + 1
      if (place === 0) break
    }
    return at
  }

  /** Remembers just these as yielded last: the walk that stopped after them had them, and its cursor tells less. */
  recall(identities: readonly string[]): void {
    this.#recent = []
    this.#numbers.clear()
    this.#indexed = this.#count
    this.#repeats.clear()
    for (const identity of identities) this.remember(identity)
  }

  /** Takes an answer that shows the item yielded last again, or what is left of those before it, and nothing new. */
  meet(answer: TimedAnswer<Item>): void {
    this.#sent = answer.sent
    this.#received = answer.received
  }

  /** Takes an answer's items from `from` on, `offset` in the list, out of it as the next of the walk. */
  accept(
    answer: TimedAnswer<Item>,
    from: number,
    { offset, cap, end }: Pick<Stretch<Item>, 'offset' | 'cap' | 'end'>,
  ): Stretch<Item> {
    const identities = answer.identities.slice(from)
    this.progress.made(identities)
    const repeats = new Map<number, number>()
    for (let at = 0; at < identities.length; at += 1) {
      const repeat = this.remember(identities[at] ?? '')
      if (repeat > 0) repeats.set(at, repeat)
    }
    this.#sent = answer.sent
    this.#received = answer.received
    const items = answer.items.splice(from)
    return { items, identities, repeats, offset, total: possibleTotal(answer.total), cap, end }
  }

  /**
   * Whether an answer gives an item as new that was yielded already, and is no other one that is alike. A part of the
   * list that goes back behind what was yielded holds the item yielded last, or begins among landmarks.
   */
  repeatsItem(answer: TimedAnswer<Item>, from: number): boolean {
    const fresh = answer.identities.slice(from)
    const first = fresh.filter(isUnique).slice(0, LANDMARK_EVERY)
    if (first.some((identity) => this.isLandmark(identity))) return true
    return this.#lastUnique !== null && fresh.includes(this.#lastUnique)
  }

  /** Takes note of an item as yielded. Gives how many that are alike were yielded before. */
  remember(identity: string): number {
    this.#count += 1
    this.#recent.push(identity)
    if (this.#recent.length > 2 * this.#kept) {
      this.#recent = this.#recent.slice(-this.#kept)
      this.#complete = false
    }
    if (isUnique(identity)) {
      if (this.#unique % LANDMARK_EVERY === 0) this.#landmarks.set(identity, true)
      this.#unique += 1
      this.#lastUnique = identity
      return 0
    }
    const repeat = (this.#repeats.get(identity) ?? -1) + 1
    this.#repeats.set(identity, repeat)
    return repeat
  }

  /** Whether an answer's first item, and no other, is the one yielded last: nearly every answer that overlaps is so. */
  #startsWithLast({ identities }: TimedAnswer<Item>): boolean {
    const [first] = identities
    if (first === undefined || first !== this.#recent.at(-1)) return false
    return isUnique(first) && identities.lastIndexOf(first) === 0
  }

  /** What is remembered, to be looked up: of counted pages and offsets only where the list may have changed. */
  #index(): RecentMap<number> {
    const forgotten = this.#count - this.#recent.length
    // Items that were forgotten before they were looked up would leave a gap, behind which all would pass for new.
    if (this.#indexed < forgotten) this.#numbers.clear()
    for (let at = Math.max(0, this.#indexed - forgotten); at < this.#recent.length; at += 1) {
      this.#numbers.set(this.#recent[at] ?? '', forgotten + at + 1)
    }
    this.#indexed = this.#count
    return this.#numbers
  }
}
