/** Ranks that are left when some are gone. Remembers only the ones that are gone. */
export class Deletions {
  /** Ascending. */
  readonly #deleted: number[] = []

  get deleted(): number {
    return this.#deleted.length
  }

  /** The rank that stands at this index when the deleted ones are skipped. */
  rankAt(index: number): number {
    return index + this.#countWhere((rank, deletedBefore) => rank - deletedBefore <= index)
  }

  delete(rank: number): void {
    const place = this.#countWhere((other) => other < rank)
    this.#deleted.splice(place, 0, rank)
  }

  /** Binary search: how many deleted ranks, from the lowest, satisfy a condition that no later one satisfies again. */
  #countWhere(holds: (rank: number, place: number) => boolean): number {
    let low = 0
    let high = this.#deleted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const rank = this.#deleted[middle]
      if (rank !== undefined && holds(rank, middle)) low = middle + 1
      else high = middle
    }
    return low
  }
}
