import { countFirst } from './count-first.ts'

/** Maps the index of a remaining item to its rank in a list from which items were deleted. Stores the deleted ranks only. */
export class Deletions {
  /** Ascending. */
  readonly #ranks: number[] = []

  get count(): number {
    return this.#ranks.length
  }

  /** The rank of the remaining item with this index. */
  rankAt(index: number): number {
    return index + countFirst(this.count, (place) => this.#rankAt(place) - place <= index)
  }

  /** The number of remaining items with a lower rank. */
  remainingBefore(rank: number): number {
    return rank - this.#deletedBefore(rank)
  }

  add(rank: number): void {
    this.#ranks.splice(this.#deletedBefore(rank), 0, rank)
  }

  /** Takes a deletion back. */
  remove(rank: number): void {
    this.#ranks.splice(this.#deletedBefore(rank), 1)
  }

  #deletedBefore(rank: number): number {
    return countFirst(this.count, (place) => this.#rankAt(place) < rank)
  }

  #rankAt(place: number): number {
    return this.#ranks[place] ?? Infinity
  }
}
