import { countFirst } from './count-first.ts'
import type { Deletions } from './deletions.ts'

/** A message that was added with a time before that of another one. */
export interface LateMessage {
  readonly number: number
  /** In milliseconds since 1970. */
  readonly time: number
  /** The number of the first message after it that was not added late. */
  readonly next: number
}

interface Insertion {
  readonly late: LateMessage
  /** The rank of `next` in the list that it is inserted into. */
  readonly rank: number
}

/** Messages that are inserted into a list from which items were deleted. */
export class Insertions {
  /** In the order of the list. */
  readonly #inserted: Insertion[] = []
  readonly #deletions: Deletions

  constructor(deletions: Deletions) {
    this.#deletions = deletions
  }

  get count(): number {
    return this.#inserted.length
  }

  /** The inserted message at an index of the whole list, or null; and how many are inserted before that index. */
  at(index: number): { readonly found: LateMessage | null; readonly before: number } {
    const before = countFirst(this.count, (place) => this.#indexOf(place) < index)
    const found = this.#indexOf(before) === index ? this.#inserted[before]?.late : undefined
    return { found: found ?? null, before }
  }

  add(late: LateMessage, rank: number): void {
    const place = countFirst(this.count, (other) => {
      const inserted = this.#inserted[other]
      return inserted !== undefined && isBefore(inserted.late, late)
    })
    this.#inserted.splice(place, 0, { late, rank })
  }

  remove(number: number): void {
    this.#inserted.splice(
      this.#inserted.findIndex(({ late }) => late.number === number),
      1,
    )
  }

  /** The index in the whole list of the inserted message at a place among the inserted ones. */
  #indexOf(place: number): number {
    const inserted = this.#inserted[place]
    return inserted === undefined ? Infinity : this.#deletions.remainingBefore(inserted.rank) + place
  }
}

function isBefore(one: LateMessage, other: LateMessage): boolean {
  return one.time < other.time || (one.time === other.time && one.number < other.number)
}
