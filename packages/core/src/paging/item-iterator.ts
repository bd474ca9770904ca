import { yieldToEventLoop } from './yield-to-event-loop.ts'

/** A page whose items are taken one by one. */
interface ItemPage<T> extends Iterator<T, undefined> {
  /** Whether the next page was requested. */
  readonly isAhead: boolean
}

/**
 * The items of one walk, one by one, from pages that are iterators themselves. Written out because a generator takes
 * three turns of the microtask queue for each item, which is most of what a large page costs.
 */
export class ItemIterator<T> implements AsyncIterableIterator<T, undefined, void> {
  readonly #pages: AsyncIterator<ItemPage<T>, undefined, void>
  readonly #signal: AbortSignal | undefined
  #page: ItemPage<T> | null = null
  #done = false
  #reading: Promise<void> | null = null

  constructor(pages: AsyncIterator<ItemPage<T>, undefined, void>, signal: AbortSignal | undefined) {
    this.#pages = pages
    this.#signal = signal
  }

  next(): Promise<IteratorResult<T, undefined>> {
    // Nearly always an item is there, and an asynchronous function would take several times as long to give it.
    if (this.#page === null || this.#signal?.aborted === true) return this.#read()
    try {
      const { isAhead } = this.#page
      const result = this.#page.next()
      if (result.done === true) return this.#read()
      const hasAsked = this.#page.isAhead && !isAhead
      return hasAsked ? yieldToEventLoop().then(() => result) : Promise.resolve(result)
    } catch (error) {
      return this.#fail(error)
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#done = true
    this.#page = null
    await this.#pages.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** The next item, of a page that has to be read first; or the end, for good or by the signal. */
  async #read(): Promise<IteratorResult<T, undefined>> {
    // A call that comes while a page is read waits for that page; its error goes to the call that requested it.
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    if (this.#signal?.aborted === true && !this.#done) return this.#fail(this.#signal.reason)
    for (;;) {
      try {
        const result = this.#page?.next()
        if (result?.done === false) return result
      } catch (error) {
        return this.#fail(error)
      }
      this.#page = null
      if (this.#done) return { done: true, value: undefined }
      this.#reading = this.#readPage()
      await this.#reading
    }
  }

  async #fail(error: unknown): Promise<never> {
    await this.return()
    throw error
  }

  async #readPage(): Promise<void> {
    try {
      const page = await this.#pages.next()
      if (page.done === true) this.#done = true
      else if (!this.#done) this.#page = page.value
    } catch (error) {
      this.#done = true
      throw error
    } finally {
      this.#reading = null
    }
  }
}
