import { addCaller } from './add-caller.ts'
import type { Page } from '../contract/paginated.ts'
import { SmsError } from '../error.ts'
import { digestOf, keyOf } from '../walk/identity.ts'
import type { ItemList } from '../walk/list.ts'
import { RequestSlots } from '../walk/request-slots.ts'
import { isBeginning } from '../walk/resume-point.ts'
import { yieldToEventLoop } from '../walk/yield-to-event-loop.ts'
import { encodeCursor } from './cursor.ts'
import type { ListPlace } from './list-place.ts'
import { ListReader } from './list-reader.ts'
import type { MergedOrder } from './merged-order.ts'
import { listsOf, type PaginatedSource, type WalkedList } from './source.ts'

/**
 * Reads the pages of one walk, over one list or over several that are merged. A page ends when one of the lists must be
 * read on.
 *
 * Items are normalised one by one, when they are taken, so that memory holds no page of results.
 */
export class PageReader<Item, T, Listing extends ItemList<Item>> {
  readonly #source: PaginatedSource<Item, T, Listing>
  readonly #places: readonly ListPlace[] | undefined
  readonly #ending = new AbortController()
  readonly #slots: RequestSlots
  /** Empty until the first page is read. */
  #lists: readonly ListReader<Item>[] = []
  /** Null if there is one list only. */
  #order: MergedOrder<Item> | null = null
  /** Why a list could not be read to its end, although its provider responds: thrown after everything received. */
  #failure: SmsError | null = null
  /** How many items of the page were taken. */
  #taken = 0
  /** How many more items may be taken, this page's included. */
  #remaining: number
  /** Whether what follows the page was requested. */
  #isAhead = false
  /** Whether the page is not the first one. */
  #isLater = false
  #isOver = false

  /** @param places Where to resume in each list; undefined for the beginning. */
  constructor(source: PaginatedSource<Item, T, Listing>, places: readonly ListPlace[] | undefined) {
    this.#source = source
    this.#places = places
    this.#slots = new RequestSlots(source.settings.concurrency)
    this.#remaining = source.settings.limit
  }

  /** Whether what follows the page was requested. */
  get isAhead(): boolean {
    return this.#isAhead
  }

  /**
   * Reads the next page; false if there is none.
   *
   * @param caller Made when the caller's method was called, for the stack of an error.
   * @throws What a walk throws, or the reason of the signal.
   */
  async readPage(caller: Error): Promise<boolean> {
    try {
      if (this.#isOver) return false
      this.#source.settings.signal?.throwIfAborted()
      if (this.#lists.length === 0) this.#start()
      else if (!this.#passPage()) {
        this.close()
        return false
      }
      await this.#readOn()
      return !this.#isOver
    } catch (error) {
      if (this.#isOver) return false
      throw this.fail(error, caller)
    }
  }

  /** Returns the next item of the page. Once a second one is wanted, what follows is requested: one item costs one request. */
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
    const [first] = this.#lists
    const isWhole = this.#source.select === undefined && this.#order === null
    return {
      items,
      total: isWhole ? (first?.total ?? null) : null,
      cursor: this.#isLast ? null : this.#cursor(),
    }
  }

  /** Ends the walk at once, with all requests in flight. */
  close(): void {
    this.#isOver = true
    for (const list of this.#lists) list.close()
    this.#ending.abort()
  }

  /** Ends the walk, and returns its error with the lines that led to the call. */
  fail(error: unknown, caller: Error): unknown {
    this.close()
    addCaller(error, caller)
    return error
  }

  #start(): void {
    const { signal } = this.#source.settings
    const ending = this.#ending.signal
    const signals = signal === undefined ? ending : AbortSignal.any([signal, ending])
    const lists = listsOf(this.#source)
    const made = lists.map(({ list }) => list())
    this.#lists = lists.map(({ walk }, at) =>
      this.#startList(walk, made[at] as Listing, this.#places?.[at], signals),
    )
    if (!('lists' in this.#source)) return
    const { provider, merge, timeOf } = this.#source
    const places = this.#places ?? []
    this.#order = merge({ provider, lists: made, readers: this.#lists, timeOf, places })
  }

  #startList(
    walk: WalkedList<Item, Listing>['walk'],
    list: Listing,
    place: ListPlace | undefined,
    signal: AbortSignal,
  ): ListReader<Item> {
    const { provider, settings, select } = this.#source
    const { limit, pageSize, concurrency } = settings
    const isResumed = this.#places !== undefined
    const request = {
      provider,
      // A walk that was resumed knows all items by digests, since a cursor holds nothing else.
      list: isResumed ? digested(list) : list,
      pageSize: select === undefined ? Math.min(pageSize, limit) : pageSize,
      fullPageSize: pageSize,
      concurrency,
      slots: this.#slots,
      place: place === undefined || isBeginning(place) ? undefined : place,
      signal,
    }
    return new ListReader(list, walk(request), isResumed, place)
  }

  /** Leaves the page behind; false if no later one is wanted. */
  #passPage(): boolean {
    if (!this.#goesOn) return false
    this.#remaining -= this.#taken
    this.#taken = 0
    this.#isAhead = false
    this.#isLater = true
    return true
  }

  /** Reads the lists on that have no item left at hand. */
  async #readOn(): Promise<void> {
    const waiting = this.#lists.filter(({ isWaiting }) => isWaiting)
    if (this.#source.settings.concurrency > 1 || this.#isLater) {
      await Promise.all(waiting.map((list) => this.#readList(list)))
    }
    // In turn: an error in the first list costs no request for another one.
    else for (const list of waiting) await this.#readList(list)
    if (this.#readsAhead) await yieldToEventLoop()
    const isEmpty = this.#lists.every(({ hasItem, isWaiting }) => !hasItem && !isWaiting)
    if (this.#failure !== null && isEmpty) throw this.#failure
  }

  async #readList(list: ListReader<Item>): Promise<void> {
    try {
      await list.read()
      if (this.#readsAhead) list.prefetch(this.#remaining)
    } catch (error) {
      if (!SmsError.is(error, 'pagination')) throw error
      this.#failure ??= error
      // The other lists yield what they have received, and request no more.
      this.#slots.refuse(error)
    }
  }

  #take(): IteratorResult<T, undefined> {
    const { provider, normalize, select } = this.#source
    while (this.#taken < this.#remaining) {
      const list = this.#next()
      if (list === null) break
      const repeat = this.#order === null ? list.repeat : this.#order.repeatOf(list)
      const identity = list.declaredIdentity
      const item = list.take()
      // It stood in another list as well.
      if (repeat === null) continue
      const value = normalize(item, keyOf(provider, identity, repeat))
      if (select !== undefined) {
        const selection = select(value)
        list.noteSelection(selection)
        if (selection !== 'take') continue
      }
      this.#taken += 1
      return { done: false, value }
    }
    return { done: true, value: undefined }
  }

  /**
   * Whether a list requests its next page as soon as it was read, before the caller takes an item: if there are more lists
   * than requests in flight, they fall behind while a program computes and keeps the thread. A caller who has read a whole
   * page wants more than one item.
   */
  get #readsAhead(): boolean {
    const { settings, select } = this.#source
    return this.#isLater && settings.concurrency < this.#lists.length && select === undefined
  }

  /** Returns the list that the next item comes from; null if none is at hand. */
  #next(): ListReader<Item> | null {
    if (this.#order !== null) return this.#order.next()
    const [list] = this.#lists
    return list?.hasItem === true ? list : null
  }

  #prefetch(): void {
    if (this.#isAhead || !this.#goesOn) return
    this.#isAhead = true
    const wanted = this.#source.select === undefined ? this.#remaining - this.#taken : Infinity
    for (const list of this.#lists) list.prefetch(wanted)
  }

  /** Whether a later page may hold items that are wanted, or the walk is going to fail. */
  get #goesOn(): boolean {
    return !this.#isLast && this.#taken < this.#remaining
  }

  /** Whether no item is left that may be wanted, neither on this page nor on any later one. */
  get #isLast(): boolean {
    return this.#failure === null && this.#lists.every(({ isOver }) => isOver)
  }

  #cursor(): string {
    const { provider, cursorScope } = this.#source
    const places = this.#lists.map((list, at) => ({
      ...list.place,
      time: this.#order?.timeIn(at) ?? null,
      isOver: list.isOver,
    }))
    return encodeCursor(provider, places, cursorScope)
  }
}

function digested<Item, Listing extends ItemList<Item>>(list: Listing): Listing {
  return { ...list, identify: (item) => digestOf(list.identify(item)) }
}
