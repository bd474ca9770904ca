import type { NumberedResponse } from './arrival.ts'
import type { WalkRequest } from './list.ts'

// One item without an id may look like the one read last. So many in a row hardly do.
const LONGEST_OVERLAP = 8

/** How many items a response of a list that is read from offsets can hold, as far as its responses show. */
export class OffsetSizes {
  /** New items per request. Beside them, a request includes items that prove how its response joins. */
  size: number
  /** The most items that the provider sends for one request, if that is fewer than requested. */
  cap: number | null
  /** Whether the server sends one item for each request, although more are requested. */
  isSingle = false
  /** The most items that any response held. */
  #longest = 0
  /** How many items the last response held, if that was fewer than requested and nothing says whether more follow. */
  #short = 0

  constructor({ pageSize, place }: Pick<WalkRequest<never>, 'pageSize' | 'place'>) {
    this.cap = place?.cap ?? null
    this.size = Math.min(pageSize, Math.max(1, (this.cap ?? Infinity) - 1))
  }

  /** Whether the last response was short, and may be the end of the list. */
  get mayBeEnd(): boolean {
    return this.#short > 0
  }

  /** Whether a response holds as many items as was requested, or as any response held. */
  isFilled<Item>({ items: { length }, size }: NumberedResponse<Item>): boolean {
    return length > 0 && length >= Math.min(size, this.#longest)
  }

  /** Takes note of a response's length. Returns whether requests have another size from now on. */
  learn<Item>({ items: { length }, size, more }: NumberedResponse<Item>): boolean {
    this.#longest = Math.max(this.#longest, length)
    this.isSingle = this.#longest === 1 && (this.isSingle || size > 1)
    const isShort = length > 0 && length < size
    const before = this.cap
    if (isShort && more === true) this.#takeCap(length)
    else if (this.#short > 0 && length > 1) this.#takeCap(this.#short)
    this.#short = isShort && more === undefined ? length : 0
    return this.cap !== before
  }

  /**
   * How many items before an offset to request with those after it.
   *
   * @param isCertain Whether the item read last has an id.
   * @param known How many items read last are remembered.
   */
  overlapAt(offset: number, isCertain: boolean, known: number): number {
    if (offset === 0) return 0
    const room = this.cap === null ? LONGEST_OVERLAP : Math.max(1, this.cap - 1)
    return Math.min(offset, isCertain ? 1 : LONGEST_OVERLAP, room, Math.max(1, known))
  }

  /** The provider caps pages without saying so. Of the items that it sends, one proves how the response joins. */
  #takeCap(length: number): void {
    if (length === this.cap) return
    this.cap = length
    this.size = Math.max(1, length - 1)
  }
}
