import { isUnique } from './identity.ts'
import { ItemNumbers } from './item-numbers.ts'

/** What one pass over a list has yielded, for a later pass that must not yield it again. */
export type Yielded = ItemNumbers

/** What becomes of an item that a pass reads. */
export type Taken =
  /** It is yielded. So many identical ones came before it. */
  | { readonly repeat: number }
  /** It was read before in this pass. */
  | 'again'
  /** An earlier pass has yielded it. */
  | 'yielded'

/** The items that one pass has read, and which of them it yields. */
export class YieldedItems {
  /** Items with an id: their number in the order of the list, from 1. Others: how many identical ones were read. */
  readonly numbers: Yielded = new ItemNumbers()
  readonly #earlier: readonly Yielded[]
  /** Items yielded out of the order of the list: they say nothing about where it was read to. */
  readonly #strays = new Set<string>()
  #firstNumber = 0
  #first: string | null = null

  /** @param earlier What earlier passes over the same list have yielded. */
  constructor(earlier: readonly Yielded[]) {
    this.#earlier = earlier
  }

  /** The first item with an id; null if there is none. */
  get first(): string | null {
    return this.#first
  }

  /** The number of the first item with an id, from 1; 0 if there is none. */
  get firstNumber(): number {
    return this.#firstNumber
  }

  /** How many items were yielded out of the order of the list, those before a cursor included as far as it names them. */
  get strayCount(): number {
    return this.#strays.size
  }

  /** Whether this very item was read, and not an identical one. */
  knows(identity: string): boolean {
    return isUnique(identity) && this.numbers.get(identity) > 0
  }

  /** Whether it is certain that this item was not read. */
  isUnknown(identity: string): boolean {
    return isUnique(identity) && this.numbers.get(identity) === 0
  }

  /** Whether an item says how far the list was read. */
  isAnchor(identity: string): boolean {
    return this.knows(identity) && !this.#strays.has(identity)
  }

  /** Takes the next item of the list. */
  take(identity: string, number: number): Taken {
    if (!isUnique(identity)) {
      const repeat = this.takeAlike(identity)
      return this.#earlier.some((numbers) => numbers.get(identity) > repeat) ? 'yielded' : { repeat }
    }
    if (this.numbers.add(identity, number) > 0) return 'again'
    this.#firstNumber ||= number
    this.#first ??= identity
    return this.#wasYielded(identity) ? 'yielded' : FIRST
  }

  /** Takes an item out of the order of the list. Returns whether it is yielded. */
  takeStray(identity: string, number: number): boolean {
    if (this.numbers.add(identity, number) > 0) return false
    this.#strays.add(identity)
    return !this.#wasYielded(identity)
  }

  /**
   * Takes an item that the walk has received and passed over. Returns how many identical ones were yielded before it; null
   * if it was yielded itself.
   *
   * @param count How many identical items the response holds up to this one.
   */
  takeRest(identity: string, number: number, count: number): number | null {
    if (isUnique(identity)) return this.takeStray(identity, number) ? 0 : null
    if (this.numbers.get(identity) >= count) return null
    const item = this.take(identity, number)
    return typeof item === 'string' ? null : item.repeat
  }

  /** Takes an item without an id. Returns how many identical ones came before. */
  takeAlike(identity: string): number {
    return this.numbers.count(identity)
  }

  /** Takes note of an item that an earlier walk has yielded out of the order of the list. */
  recallStray(identity: string): void {
    this.#strays.add(identity)
    this.numbers.add(identity, 1)
  }

  /** Takes note of items that were read before this walk. */
  recall(identities: readonly string[]): void {
    const counts = new Map<string, number>()
    for (const identity of identities) {
      const count = (counts.get(identity) ?? 0) + 1
      counts.set(identity, count)
      if (isUnique(identity)) this.numbers.add(identity, 1)
      else this.numbers.set(identity, Math.max(this.numbers.get(identity), count))
    }
  }

  #wasYielded(identity: string): boolean {
    return this.#earlier.some((numbers) => numbers.get(identity) > 0)
  }
}

// Made once: nearly every item is one.
const FIRST: Taken = { repeat: 0 }
