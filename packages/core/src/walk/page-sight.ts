import type { NumberedResponse } from './arrival.ts'
import type { Frontier } from './frontier.ts'
import type { Head } from './head.ts'
import { isUnique } from './identity.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'

// If fewer items than this were read, more could arrive between two requests.
const FEW = 50

/** What is known of a list when its next pages are looked at. */
interface PageSizes {
  /** Items in a page, as far as is known. */
  readonly size: number
  /** Whether the page read last was shorter than one before it. */
  readonly wasShort: boolean
  /** Whether a page may be shorter than others although it is not the last one. */
  readonly pagesVary: boolean
}

/** The next pages of a walk. To prove that a page follows without a gap, the pages behind it must be read as well. */
export class PageSight<Item> {
  /** The page to read next. */
  page: number
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #head: Head<Item>
  readonly #pageSize: number
  readonly #movesToFront: boolean
  /** Responses for that page and those behind it. */
  #responses: NumberedResponse<Item>[] = []
  /** The item that came again when pages in sight were last dropped for it. */
  #lastRepeat: string | undefined
  #isPushed = false

  constructor(
    requests: NumberedPrefetcher<Item>,
    frontier: Frontier<Item>,
    head: Head<Item>,
    {
      page,
      pageSize,
      movesToFront,
    }: { readonly page: number; readonly pageSize: number; readonly movesToFront: boolean },
  ) {
    this.#requests = requests
    this.#frontier = frontier
    this.#head = head
    this.page = page
    this.#pageSize = pageSize
    this.#movesToFront = movesToFront
  }

  /** How many pages are in sight. */
  get length(): number {
    return this.#responses.length
  }

  /** Whether any item came again on pages in sight: then at least one must have arrived in front. */
  get isPushed(): boolean {
    return this.#isPushed
  }

  /** The response for one of the next pages, from 0. */
  async see(at: number): Promise<NumberedResponse<Item>> {
    for (;;) {
      const response = this.#responses[at]
      if (response !== undefined) return response
      this.#responses.push(await this.#requests.take(this.page + this.#responses.length, this.#pageSize))
    }
  }

  /** Takes the response for the next page out of sight. */
  shift(): void {
    this.#responses.shift()
  }

  /** Reads from another page on. */
  turnTo(page: number): void {
    this.#requests.drop()
    this.#responses = []
    this.page = page
  }

  /**
   * Returns how many of the next responses, which overlap in time with the one before, follow it without a gap. A gap
   * means that items arrived in between. Then an item repeats on some page from here to the first later one, unless more
   * items arrived than these pages hold.
   */
  async countProven({ size, wasShort, pagesVary }: PageSizes): Promise<number> {
    const seen = new Set<string>()
    let last = this.#frontier.lastRead.recent.last
    let isBeyond = wasShort
    for (let at = 0; ; at += 1) {
      const response = await this.see(at)
      const { identities } = response
      if (identities.length > size) return 0
      if (identities.length === 0) return (await this.proveUnchanged()) ? at + 1 : 0
      const repeat = this.#repeatIn(identities, last, seen)
      if (repeat !== undefined) return (await this.#checkTwin(repeat, isBeyond)) ? at + 1 : 0
      // What arrived at the end of the list may be missing on the short page.
      if (isBeyond && !pagesVary) return 0
      isBeyond = identities.length < size
      last = identities.at(-1)
      if (!this.#frontier.isLater(response)) continue
      // An item that moves to the front pushes only those that were before it.
      const isPlenty = !this.#movesToFront && this.#frontier.lastRead.count >= FEW && seen.size >= FEW
      return isPlenty || (await this.proveUnchanged()) ? at + 1 : 0
    }
  }

  /** Looks at the head. Returns whether nothing arrived from the response last joined, and those in sight, to now. */
  async proveUnchanged(): Promise<boolean> {
    const { answered } = this.#frontier
    const [first = answered] = [...this.#responses, answered].toSorted((one, other) => one.sent - other.sent)
    return this.#head.proveSameSince(first)
  }

  /** Returns the first item that came before, and adds the others to those seen. */
  #repeatIn(identities: readonly string[], last: string | undefined, seen: Set<string>): string | undefined {
    let repeat = identities[0] === last ? last : undefined
    for (const identity of identities) {
      if (this.#frontier.yielded.knows(identity) || seen.has(identity)) repeat ??= identity
      if (isUnique(identity)) seen.add(identity)
    }
    return repeat
  }

  /** Returns whether an item that repeats has its id in common with another: it does so again while nothing arrives. */
  async #checkTwin(repeat: string, isBeyond: boolean): Promise<boolean> {
    if (repeat === this.#lastRepeat && (await this.proveUnchanged())) return true
    this.#lastRepeat = repeat
    // Beyond the end, some servers send another page again.
    this.#isPushed ||= !isBeyond
    return false
  }
}

/** Whether so many items were read that fewer must arrive between two requests. */
export function isManyRead(count: number): boolean {
  return count >= FEW
}
