import type { NumberedResponse } from './arrival.ts'
import type { WalkRequest } from './list.ts'
import type { LoopGuard } from './loop-guard.ts'

/** A response whose total can be relied on. */
export interface CountedResponse<Item> extends NumberedResponse<Item> {
  readonly total: number
  /** The offset of the first item. */
  readonly first: number
}

// Once, a response may state the place of another page than the requested one by mistake.
const MOST_MISPLACED = 1

const PLACES_KEPT = 1000

/**
 * The numbers of the items in a list with a total. The oldest item has the number 0, so that arrivals change no number.
 */
export class CountedNumbers<Item> {
  /** Items in a page, as far as is known: fewer than requested if the provider caps pages without saying so. */
  size: number
  /** The total that `next` goes by. */
  total: number
  /** The number of the next item. */
  next: number
  /** Whether items have vanished: then totals are lower than before. */
  hasShrunk = false
  readonly #loopGuard: LoopGuard<Item>
  readonly #isResumed: boolean
  /** The total that the provider has by now, as far as is known. */
  #likely: number
  /** When the latest response so far was received, and whether the last one was requested after that. */
  #received = 0
  #isNewest = false
  #hasBegun = false
  /** For each offset that a response stated: the page that was requested. */
  readonly #pageByOffset = new Map<number, number>()
  #misplaced = 0

  constructor({ pageSize, place }: WalkRequest<Item>, loopGuard: LoopGuard<Item>) {
    this.#loopGuard = loopGuard
    this.#isResumed = place !== undefined
    this.size = Math.min(pageSize, place?.cap ?? Infinity)
    this.total = place?.total ?? 0
    this.next = this.total - 1 - (place?.offset ?? 0)
    this.#likely = this.total
  }

  /** Whether a response with a possible total was read. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** Whether the response looked at last was requested after all others were received. */
  get isNewest(): boolean {
    return this.#isNewest
  }

  /** The page that should hold the next item. */
  get page(): number {
    return this.pageAt(this.#likely - 1 - this.next)
  }

  /** The page behind the last item. */
  get pageBehindEnd(): number {
    return this.pageAt(this.#likely)
  }

  pageAt(offset: number): number {
    return Math.floor(Math.max(0, offset) / this.size) + 1
  }

  /** The number of the response's first item. */
  numberOf({ total, first }: CountedResponse<Item>): number {
    return total - 1 - first
  }

  /** Reads the numbers of a response; null if its total cannot be true. */
  read(response: NumberedResponse<Item>): CountedResponse<Item> | null {
    const { position: page, total } = response
    const { length } = response.items
    if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < length) return null
    const isFirst = !this.#hasBegun
    // The first page that a resumed walk reads may be the last one, with a total that counts more than the list has.
    const isCapped = length > 0 && length < this.size && (page - 1) * this.size + length < total
    if (isFirst && isCapped && !(this.#isResumed && page > 1)) this.size = length
    const first = response.first ?? (page - 1) * this.size
    if (length > 0) this.#checkPlace(first, page)
    if (length > 0 && total < first + length) return null
    if (isFirst && !this.#isResumed) {
      this.total = total
      this.next = total - 1
    }
    this.#hasBegun = true
    this.#isNewest = response.sent > this.#received
    this.#received = Math.max(this.#received, response.received)
    this.#noteTotal(total)
    return { ...response, total, first }
  }

  /** Takes the total of a response that joins what was read. */
  takeTotal(total: number): void {
    this.total = total
    this.#noteTotal(total)
  }

  #noteTotal(total: number): void {
    this.#likely = this.hasShrunk ? this.total : Math.max(this.#likely, total)
  }

  /** Two pages cannot start at the same offset: a provider that says so does not send the requested page. */
  #checkPlace(first: number, page: number): void {
    const known = this.#pageByOffset.get(first) ?? page
    this.#misplaced += known === page ? 0 : 1
    if (this.#misplaced > MOST_MISPLACED)
      this.#loopGuard.fail('the provider returns other pages than the requested ones')
    this.#pageByOffset.set(first, known)
    const [oldest] = this.#pageByOffset.keys()
    if (this.#pageByOffset.size > PLACES_KEPT && oldest !== undefined) this.#pageByOffset.delete(oldest)
  }
}
