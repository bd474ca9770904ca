/** Maps the index of a remaining item to its rank in a list from which items were deleted. Stores the deleted ranks only. */
export class Deletions {
  /** Ascending. */
  readonly #ranks: number[] = []

  get count(): number {
    return this.#ranks.length
  }

  /** The rank of the remaining item with this index. */
  rankAt(index: number): number {
    return index + this.#countFirst((rank, deletedBefore) => rank - deletedBefore <= index)
  }

  add(rank: number): void {
    const place = this.#countFirst((other) => other < rank)
    this.#ranks.splice(place, 0, rank)
  }

  /** Counts the lowest deleted ranks that meet a condition, by binary search. No higher rank may meet it. */
  #countFirst(meets: (rank: number, place: number) => boolean): number {
    let low = 0
    let high = this.#ranks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const rank = this.#ranks[middle]
      if (rank !== undefined && meets(rank, middle)) low = middle + 1
      else high = middle
    }
    return low
  }
}
