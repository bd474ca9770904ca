import { isUnique } from './identity.ts'
import type { JoinPoint } from './join-point.ts'

const LEAST_KEPT = 1000

// Without ids, so many items in a row identify a place in the middle of a page.
const LEAST_IN_A_ROW = 3

/** The identities of the items read last, in the order of the list, and how those of a response match them. */
export class RecentItems {
  readonly #kept: number
  /** The last one last. */
  #items: string[] = []
  #hasForgotten = false

  constructor(pageSize: number) {
    this.#kept = Math.max(LEAST_KEPT, 2 * pageSize)
  }

  get length(): number {
    return this.#items.length
  }

  /** The last one last. */
  get identities(): readonly string[] {
    return this.#items
  }

  get last(): string | undefined {
    return this.#items.at(-1)
  }

  /** Whether older items than these were read. */
  get hasForgotten(): boolean {
    return this.#hasForgotten
  }

  push(identity: string): void {
    this.#items.push(identity)
    if (this.#items.length <= 2 * this.#kept) return
    this.#items = this.#items.slice(-this.#kept)
    this.#hasForgotten = true
  }

  /** Takes these as the items read last, in place of those that are among them. */
  replace(identities: readonly string[]): void {
    const there = new Set(identities)
    this.#items = [...this.#items.filter((identity) => !there.has(identity)), ...identities]
  }

  /** Whether the items read last are just these, as far back as they are remembered. */
  endsWith(identities: readonly string[]): boolean {
    const last = this.#items.slice(-identities.length)
    const from = identities.length - last.length
    return last.length > 0 && last.every((identity, at) => identity === identities[from + at])
  }

  /** How many of the first items are the ones read last, as far as their identities show. */
  overlapOf(identities: readonly string[]): number {
    for (let end = Math.min(identities.length, this.#items.length); end > 0; end -= 1) {
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

  /**
   * Follows what was read after an item as far as a response shows it; some of it may have vanished. Null if the item is
   * not remembered.
   *
   * @param end The place after that item in the response.
   */
  follow(
    identities: readonly string[],
    end: number,
  ): { readonly from: number; readonly behind: number } | null {
    const place = this.#items.lastIndexOf(identities[end - 1] ?? '')
    if (place === -1) return null
    let next = place + 1
    let from = end
    for (; from < identities.length; from += 1) {
      const found = this.#items.indexOf(identities[from] ?? '', next)
      if (found === -1) break
      next = found + 1
    }
    return { from, behind: this.#items.length - next }
  }

  /** Joins items without ids by the sequence of their contents. */
  joinByContent(identities: readonly string[], isSearch: boolean): JoinPoint | null {
    const [first] = identities
    if (first === undefined || (isUnique(first) && !isSearch)) return null
    const recent = this.#items
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
  endsNear(identity: string, count: number): boolean {
    const place = this.#items.lastIndexOf(identity)
    return place !== -1 && place >= this.#items.length - count
  }

  /** How many items before `end` are the ones read last. */
  #matchBackwards(identities: readonly string[], end: number): number {
    const recent = this.#items
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
    const recent = this.#items
    for (let start = recent.length - length; start >= 0; start -= 1) {
      if (!identities.every((identity, at) => identity === recent[start + at])) continue
      return { skip: length, from: length, behind: recent.length - start - length, isCertain: false }
    }
    return null
  }

  /** What is left of the items read last, of which some have vanished. */
  #joinRemains(identities: readonly string[]): JoinPoint | null {
    const recent = this.#items
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
