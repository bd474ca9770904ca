import { digestOf } from '../walk/identity.ts'
import type { Batch, ItemList, Walk } from '../walk/list.ts'
import { BEGINNING, LONGEST_TAIL, type ResumePoint } from '../walk/resume-point.ts'
import type { ListPlace } from './list-place.ts'
import type { Selection } from './selection.ts'

// A message may be listed late, or its clock may be wrong, but hardly so many in a row.
const MOST_BEYOND = 50

/** Reads one list in the order of its walk, and notes what was read: enough to resume after it. */
export class ListReader<Item> {
  readonly #list: ItemList<Item>
  readonly #walk: Walk<Item>
  readonly #isResumed: boolean
  /** The batch read last, without its items. */
  #batch: Batch<Item> | null = null
  #items: readonly Item[] = []
  #length = 0
  #read = 0
  /** How many items in a row, up to the last one read, lie beyond what is wanted. */
  #beyond = 0
  /** Whether an item has lain beyond what is wanted. From then on, one page ahead is enough. */
  #isNearEnd = false
  /** Whether the next batch was requested. */
  #isAhead = false
  #hasEnded: boolean
  #hasFailed = false
  /** Where this batch begins, and the digests of what was read before it. */
  #before: ResumePoint

  /**
   * @param list As it was declared.
   * @param isResumed Whether the walk knows items by digests, since it or the walk over another list has resumed.
   * @param place Where the walk resumes; undefined for the beginning.
   */
  constructor(list: ItemList<Item>, walk: Walk<Item>, isResumed: boolean, place: ListPlace | undefined) {
    this.#list = list
    this.#walk = walk
    this.#isResumed = isResumed
    this.#hasEnded = place?.isOver === true
    this.#before = place ?? BEGINNING
  }

  /** Whether the next item is at hand. */
  get hasItem(): boolean {
    return this.#read < this.#length && this.#beyond < MOST_BEYOND
  }

  /** How many items are at hand. */
  get unread(): number {
    return this.#length - this.#read
  }

  /** Whether no item is left that may be wanted. */
  get isOver(): boolean {
    return this.#beyond >= MOST_BEYOND || (this.#hasEnded && this.#read === this.#length)
  }

  /** Whether no item is at hand, and more may come. */
  get isWaiting(): boolean {
    return !this.hasItem && !this.isOver && !this.#hasFailed
  }

  /** The next item. */
  get item(): Item {
    return this.#items[this.#read] as Item
  }

  /** The identity of the next item, as the walk knows it. */
  get identity(): string {
    return this.#batch?.identities[this.#read] ?? ''
  }

  /** The identity of the next item, as the list declares it. */
  get declaredIdentity(): string {
    return this.#isResumed ? this.#list.identify(this.item) : this.identity
  }

  /** How many items identical to the next one came before it in this list. */
  get repeat(): number {
    return this.#batch?.repeats.get(this.#read) ?? 0
  }

  /** Number of items in the whole list, null if the provider does not say. */
  get total(): number | null {
    return this.#batch?.total ?? null
  }

  /** Reads the next batch. */
  async read(): Promise<void> {
    this.#passBatch()
    try {
      const { items, ...batch } = await this.#walk.read()
      this.#batch = { ...batch, items: [] }
      this.#items = items
      this.#length = items.length
      this.#hasEnded = batch.end
    } catch (error) {
      this.#hasFailed = true
      throw error
    }
  }

  /** Takes the next item. */
  take(): Item {
    const { item } = this
    this.#read += 1
    // Else the items would stay while the walk waits for the next batch.
    if (this.#read === this.#length) this.#items = []
    return item
  }

  /** Takes note of whether the last item was wanted. */
  noteSelection(selection: Selection): void {
    this.#beyond = selection === 'beyond' ? this.#beyond + 1 : 0
    if (this.#beyond === MOST_BEYOND) this.#items = []
  }

  /**
   * Requests the next batch, once a second item of this one is wanted.
   *
   * @param wanted How many more items may be wanted, those at hand included.
   */
  prefetch(wanted: number): void {
    this.#noteNearEnd()
    if (this.#isAhead || this.isOver || this.#hasFailed || this.#batch === null) return
    const beyondThese = this.#isNearEnd && wanted === Infinity ? 1 : wanted - this.unread
    if (beyondThese <= 0) return
    this.#isAhead = true
    this.#walk.prefetch(beyondThese)
  }

  /** Forgets the items at hand: none of them is taken any more. */
  close(): void {
    this.#batch = null
    this.#items = []
    this.#length = 0
    this.#read = 0
  }

  /** Where to resume after the last item that was taken. */
  get place(): ResumePoint {
    const place = this.#batch === null ? this.#before : this.#placeIn(this.#batch)
    return this.isOver ? { ...BEGINNING, tail: place.tail, strays: place.strays } : place
  }

  #placeIn(batch: Batch<Item>): ResumePoint {
    const { tokens, total, isCounted, cap } = batch
    // A page that was read whole is left for the next one, if there are tokens.
    const isPassed = this.#read === this.#length && typeof tokens?.next === 'string'
    const token = (isPassed ? tokens.next : tokens?.page) ?? null
    return {
      token,
      pageSize: token === null ? null : (tokens?.size ?? null),
      offset: isPassed ? 0 : this.#offsetIn(batch),
      total: isCounted === false ? null : total,
      cap,
      tail: this.#tailIn(batch),
      strays: this.#straysIn(batch),
    }
  }

  /** The offset after the last item that was taken. The tail names none of those that are left out before the next one. */
  #offsetIn({ offset, places, misplaced, next: end }: Batch<Item>): number {
    const read = this.#read
    const placeOf = (item: number): number => offset + (places?.[item] ?? item)
    if (read > misplaced) return placeOf(read - 1) + 1
    return read === this.#length ? end : placeOf(read)
  }

  #passBatch(): void {
    if (this.#batch === null) return
    this.#noteNearEnd()
    // The walk may have planned more requests before an item lay beyond what is wanted.
    if (this.#isAhead && this.#isNearEnd) this.#walk.prefetch(1)
    this.#before = this.#placeIn(this.#batch)
    this.#isAhead = false
    this.close()
  }

  #noteNearEnd(): void {
    this.#isNearEnd ||= this.#beyond > 0
  }

  /** Digests of the items read last, up to the last one of this batch that was taken or passed over. */
  #tailIn({
    identities,
    misplaced,
    passed = [],
  }: Pick<Batch<Item>, 'identities' | 'misplaced' | 'passed'>): readonly string[] {
    const last = identities.slice(Math.max(misplaced, this.#read - LONGEST_TAIL), this.#read)
    // What was read after those that the page still holds may have vanished. They come last, as they do on the page.
    const onPage = this.#digested(passed)
    const before = withoutLast(this.#before.tail, onPage)
    return [...before, ...onPage, ...this.#digested(last)].slice(-LONGEST_TAIL)
  }

  /** Digests of the last items that stood out of the order of the list. */
  #straysIn({ identities, misplaced }: Pick<Batch<Item>, 'identities' | 'misplaced'>): readonly string[] {
    if (misplaced === 0) return this.#before.strays
    const last = identities.slice(0, Math.min(misplaced, this.#read))
    return [...this.#before.strays, ...this.#digested(last)].slice(-LONGEST_TAIL)
  }

  #digested(identities: readonly string[]): readonly string[] {
    return this.#isResumed ? identities : identities.map(digestOf)
  }
}

/** Returns items without the last occurrence of each of some others. */
function withoutLast(items: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...items]
  for (const other of others) {
    const at = left.lastIndexOf(other)
    if (at !== -1) left.splice(at, 1)
  }
  return left
}
