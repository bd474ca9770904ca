import type { Page } from '../contract.ts'
import { encodeCursor } from './cursor.ts'
import { LONGEST_TAIL } from '../walk/resume-point.ts'
import type { PaginatedSource } from './source.ts'
import { digestOf, keyOf } from '../walk/identity.ts'
import type { Batch } from '../walk/list.ts'

// A message may be listed late, or its clock may be wrong, but hardly so many in a row.
const MOST_BEYOND = 50

/** What a page needs to know of the walk that it belongs to. */
export interface LazyPageContext<Item, T> {
  readonly source: Pick<PaginatedSource<Item, T>, 'provider' | 'query' | 'normalize' | 'select'>
  readonly identify: (item: Item) => string
  /** Whether the walk was resumed. Then it knows all items by digests, since a cursor holds nothing else. */
  readonly isResumed: boolean
  /** How many more items the walk may give, this page's included. */
  readonly remaining: number
  /** Digests of the items read last before this page, and of those that stood out of order. */
  readonly tail: readonly string[]
  readonly strays: readonly string[]
  /** How many items in a row lie beyond what is wanted, before this page. */
  readonly beyond: number
}

/**
 * A page whose items are brought into the contract's form one by one, as they are taken: an item that nobody keeps is
 * gone before the next one is made, and one that nobody takes is never made.
 */
export class LazyPage<Item, T> implements Iterator<T, undefined> {
  readonly #context: LazyPageContext<Item, T>
  readonly #batch: Batch<Item>
  readonly #length: number
  #read = 0
  #taken = 0
  #beyond: number
  #isAhead = false

  constructor(batch: Batch<Item>, context: LazyPageContext<Item, T>) {
    this.#batch = batch
    this.#length = batch.items.length
    this.#context = context
    this.#beyond = context.beyond
  }

  next(): IteratorResult<T, undefined> {
    const result = this.#take()
    // Prefetch from the second item on, so that reading one item costs one request.
    const wantsMore = result.done === true || this.#taken > 1
    if (!this.#isAhead && wantsMore && this.#goesOn) this.#askAhead()
    return result
  }

  /** Whether the next page was requested. */
  get isAhead(): boolean {
    return this.#isAhead
  }

  /** How many items were taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** How many items of the list it holds. */
  get length(): number {
    return this.#length
  }

  /** How many items in a row, up to the last one read, lie beyond what is wanted. */
  get beyond(): number {
    return this.#beyond
  }

  /** Whether no item is left that may be wanted, neither on this page nor on any later one. */
  get isLast(): boolean {
    return this.#beyond >= MOST_BEYOND || (this.#batch.end && this.#isRead)
  }

  /** Digests of the items read last, up to the last one of this page that was taken or passed over. */
  get tail(): readonly string[] {
    const { isResumed, tail } = this.#context
    const { identities, misplaced } = this.#batch
    const last = identities.slice(Math.max(misplaced, this.#read - LONGEST_TAIL), this.#read)
    return [...tail, ...(isResumed ? last : last.map(digestOf))].slice(-LONGEST_TAIL)
  }

  /** Digests of the last items that stood out of the order of the list. */
  get strays(): readonly string[] {
    const { isResumed, strays } = this.#context
    const { identities, misplaced } = this.#batch
    if (misplaced === 0) return strays
    const last = identities.slice(0, Math.min(misplaced, this.#read))
    return [...strays, ...(isResumed ? last : last.map(digestOf))].slice(-LONGEST_TAIL)
  }

  /** All its items. */
  items(): T[] {
    // Where items are selected, this page may turn out to be the last.
    if (this.#context.source.select === undefined) this.#askAhead()
    const items: T[] = []
    for (let item = this.#take(); item.done !== true; item = this.#take()) items.push(item.value)
    if (this.#goesOn) this.#askAhead()
    return items
  }

  /** The page as the contract defines it: all its items, and the cursor to resume after them. */
  toPage(): Page<T> {
    const { provider, query, select } = this.#context.source
    const { offset, places, next: end, tokens, total, isCounted, cap } = this.#batch
    const items = this.items()
    // A page that was read whole is left for the next one, if there are tokens.
    const isPassed = this.#isRead && typeof tokens?.next === 'string'
    const place = this.#isRead ? end : offset + (places?.[this.#read] ?? this.#read)
    const next = isPassed ? { token: tokens.next, offset: 0 } : { token: tokens?.page ?? null, offset: place }
    return {
      items,
      total: select === undefined ? total : null,
      cursor: this.isLast
        ? null
        : encodeCursor(
            provider,
            {
              ...next,
              total: isCounted === false ? null : total,
              cap,
              tail: this.tail,
              strays: this.strays,
            },
            query,
          ),
    }
  }

  #take(): IteratorResult<T, undefined> {
    const { source, remaining } = this.#context
    const { items } = this.#batch
    while (this.#read < this.#length && this.#taken < remaining && this.#beyond < MOST_BEYOND) {
      const value = source.normalize(items[this.#read] as Item, this.#keyOf(this.#read))
      const selection = source.select?.(value) ?? 'take'
      this.#read += 1
      this.#beyond = selection === 'beyond' ? this.#beyond + 1 : 0
      if (selection !== 'take') continue
      this.#taken += 1
      return { done: false, value }
    }
    // Else they would stay for as long as anything holds this page, or what it came from: a walk that waits for the next
    // one does, and so does garbage in old memory, which is collected last.
    items.length = 0
    return { done: true, value: undefined }
  }

  #askAhead(): void {
    if (this.#isAhead) return
    this.#isAhead = true
    this.#batch.ahead?.()
  }

  get #goesOn(): boolean {
    return !this.isLast && this.#taken < this.#context.remaining
  }

  get #isRead(): boolean {
    return this.#read === this.#length
  }

  #keyOf(at: number): string {
    const { source, identify, isResumed } = this.#context
    const { items, identities, repeats } = this.#batch
    const identity = isResumed ? identify(items[at] as Item) : (identities[at] ?? '')
    return keyOf(source.provider, identity, repeats.get(at) ?? 0)
  }
}
