import { addCaller } from './add-caller.ts'
import type { Page } from '../contract.ts'
import { digestOf, keyOf } from '../walk/identity.ts'
import type { Batch, ItemList, Walk } from '../walk/list.ts'
import { LONGEST_TAIL, type ResumePoint } from '../walk/resume-point.ts'
import { encodeCursor } from './cursor.ts'
import type { PaginatedSource } from './source.ts'

// A message may be listed late, or its clock may be wrong, but hardly so many in a row.
const MOST_BEYOND = 50

/**
 * Reads the pages of one walk. Items are brought into the contract's form one by one, as they are taken: an item that
 * nobody keeps is gone before the next one is made, and one that nobody takes is never made.
 */
export class PageReader<Item, T, Listing extends ItemList<Item>> {
  readonly #source: PaginatedSource<Item, T, Listing>
  readonly #place: ResumePoint | undefined
  readonly #list: Listing
  readonly #ending = new AbortController()
  #walk: Walk<Item> | null = null
  /** The page, without its items. */
  #batch: Batch<Item> | null = null
  #items: readonly Item[] = []
  #length = 0
  /** How many items of the page were read, and how many of them were taken. */
  #read = 0
  #taken = 0
  /** How many more items may be taken, this page's included. */
  #remaining: number
  /** How many items in a row, up to the last one read, lie beyond what is wanted. */
  #beyond = 0
  /** Whether an item has lain beyond what is wanted. From then on, one page ahead is enough. */
  #isNearEnd = false
  /** Whether the next page was requested. */
  #isAhead = false
  #isOver = false
  /** Digests of the items read last before this page, and of those that stood out of order. */
  #tail: readonly string[]
  #strays: readonly string[]

  /** @param place Where to resume; undefined for the beginning. */
  constructor(source: PaginatedSource<Item, T, Listing>, place: ResumePoint | undefined) {
    this.#source = source
    this.#place = place
    this.#list = source.list()
    this.#remaining = source.settings.limit
    this.#tail = place?.tail ?? []
    this.#strays = place?.strays ?? []
  }

  /** Whether the next page was requested. */
  get isAhead(): boolean {
    return this.#isAhead
  }

  /**
   * Reads the next page; false if there is none.
   *
   * @param caller Made when the caller's method was called, for the stack of an error.
   * @throws What the walk throws, or the reason of the signal.
   */
  async readPage(caller: Error): Promise<boolean> {
    try {
      if (this.#isOver) return false
      this.#source.settings.signal?.throwIfAborted()
      if (this.#batch !== null && !this.#passPage(this.#batch)) {
        this.#end()
        return false
      }
      this.#walk ??= this.#start()
      const { items, ...batch } = await this.#walk.read()
      if (this.#isOver) return false
      this.#batch = { ...batch, items: [] }
      this.#items = items
      this.#length = items.length
      return true
    } catch (error) {
      if (this.#isOver) return false
      throw this.fail(error, caller)
    }
  }

  /** Returns the next item of the page. Once a second one is wanted, the next page is requested: one item costs one request. */
  next(): IteratorResult<T, undefined> {
    const result = this.#take()
    if (!this.#isAhead && (result.done === true || this.#taken > 1)) this.#prefetch()
    return result
  }

  /** Returns all items of the page. */
  items(): T[] {
    // If items are selected, this page may turn out to be the last.
    if (this.#source.select === undefined) this.#prefetch()
    const items: T[] = []
    for (let item = this.#take(); item.done !== true; item = this.#take()) items.push(item.value)
    this.#prefetch()
    return items
  }

  /** Returns the whole page: its items, and the cursor to resume after them. */
  page(): Page<T> {
    const items = this.items()
    const { select } = this.#source
    const batch = this.#batch
    return {
      items,
      total: select === undefined ? (batch?.total ?? null) : null,
      cursor: batch === null || this.#isLast(batch) ? null : this.#cursor(batch),
    }
  }

  /** Ends the walk at once, with all requests in flight. */
  close(): void {
    this.#end()
  }

  /** Ends the walk, and returns its error with the lines that led to the call. */
  fail(error: unknown, caller: Error): unknown {
    this.#end()
    addCaller(error, caller)
    return error
  }

  #start(): Walk<Item> {
    const { provider, settings, walk, select } = this.#source
    const { signal, limit, pageSize, concurrency } = settings
    const ending = this.#ending.signal
    return walk({
      provider,
      // A walk that was resumed knows all items by digests, since a cursor holds nothing else.
      list: this.#place === undefined ? this.#list : digested(this.#list),
      pageSize: select === undefined ? Math.min(pageSize, limit) : pageSize,
      concurrency,
      place: this.#place,
      signal: signal === undefined ? ending : AbortSignal.any([signal, ending]),
    })
  }

  #end(): void {
    this.#isOver = true
    this.#batch = null
    this.#items = []
    this.#ending.abort()
  }

  /** Leaves the page behind; false if no later one is wanted. */
  #passPage(batch: Batch<Item>): boolean {
    if (!this.#goesOn(batch)) return false
    this.#isNearEnd ||= this.#beyond > 0
    this.#remaining -= this.#taken
    const tail = this.#tailIn(batch)
    this.#strays = this.#straysIn(batch)
    this.#tail = tail
    this.#batch = null
    this.#items = []
    this.#length = 0
    this.#read = 0
    this.#taken = 0
    this.#isAhead = false
    return true
  }

  #take(): IteratorResult<T, undefined> {
    const { normalize, select } = this.#source
    while (this.#read < this.#length && this.#taken < this.#remaining && this.#beyond < MOST_BEYOND) {
      const value = normalize(this.#items[this.#read] as Item, this.#keyOf(this.#read))
      const selection = select?.(value) ?? 'take'
      this.#read += 1
      this.#beyond = selection === 'beyond' ? this.#beyond + 1 : 0
      if (selection !== 'take') continue
      this.#taken += 1
      return { done: false, value }
    }
    // Else they would stay while the walk waits for the next page.
    this.#items = []
    return { done: true, value: undefined }
  }

  #prefetch(): void {
    if (this.#isAhead || this.#batch === null || this.#walk === null || !this.#goesOn(this.#batch)) return
    this.#isAhead = true
    this.#isNearEnd ||= this.#beyond > 0
    const isFiltered = this.#source.select !== undefined
    const wanted = isFiltered ? (this.#isNearEnd ? 1 : Infinity) : this.#remaining - this.#length
    if (wanted > 0) this.#walk.prefetch(wanted)
  }

  /** Whether a later page may hold items that are wanted. */
  #goesOn(batch: Batch<Item>): boolean {
    return !this.#isLast(batch) && this.#taken < this.#remaining
  }

  /** Whether no item is left that may be wanted, neither on this page nor on any later one. */
  #isLast({ end }: Batch<Item>): boolean {
    return this.#beyond >= MOST_BEYOND || (end && this.#isRead)
  }

  get #isRead(): boolean {
    return this.#read === this.#length
  }

  #cursor({ offset, places, next: end, tokens, total, isCounted, cap, ...batch }: Batch<Item>): string {
    const { provider, query } = this.#source
    // A page that was read whole is left for the next one, if there are tokens.
    const isPassed = this.#isRead && typeof tokens?.next === 'string'
    const place = this.#isRead ? end : offset + (places?.[this.#read] ?? this.#read)
    const next = isPassed ? { token: tokens.next, offset: 0 } : { token: tokens?.page ?? null, offset: place }
    const point = {
      ...next,
      total: isCounted === false ? null : total,
      cap,
      tail: this.#tailIn(batch),
      strays: this.#straysIn(batch),
    }
    return encodeCursor(provider, point, query)
  }

  /** Digests of the items read last, up to the last one of this page that was taken or passed over. */
  #tailIn({ identities, misplaced }: Pick<Batch<Item>, 'identities' | 'misplaced'>): readonly string[] {
    const last = identities.slice(Math.max(misplaced, this.#read - LONGEST_TAIL), this.#read)
    return [...this.#tail, ...this.#digested(last)].slice(-LONGEST_TAIL)
  }

  /** Digests of the last items that stood out of the order of the list. */
  #straysIn({ identities, misplaced }: Pick<Batch<Item>, 'identities' | 'misplaced'>): readonly string[] {
    if (misplaced === 0) return this.#strays
    const last = identities.slice(0, Math.min(misplaced, this.#read))
    return [...this.#strays, ...this.#digested(last)].slice(-LONGEST_TAIL)
  }

  #digested(identities: readonly string[]): readonly string[] {
    return this.#place === undefined ? identities.map(digestOf) : identities
  }

  #keyOf(at: number): string {
    const batch = this.#batch
    const identity =
      this.#place === undefined ? (batch?.identities[at] ?? '') : this.#list.identify(this.#items[at] as Item)
    return keyOf(this.#source.provider, identity, batch?.repeats.get(at) ?? 0)
  }
}

function digested<Item, Listing extends ItemList<Item>>(list: Listing): Listing {
  return { ...list, identify: (item) => digestOf(list.identify(item)) }
}
