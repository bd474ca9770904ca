import type { ItemList } from '../walk/list.ts'
import type { PageReader } from './page-reader.ts'
import { yieldToEventLoop } from '../walk/yield-to-event-loop.ts'

/**
 * The items of one walk, one by one. Written out because a generator takes three turns of the microtask queue for each
 * item, which is most of what a large page costs.
 */
export class ItemIterator<Item, T, Listing extends ItemList<Item>> implements AsyncIterableIterator<
  T,
  undefined,
  void
> {
  readonly #pages: PageReader<Item, T, Listing>
  readonly #signal: AbortSignal | undefined
  #isOnPage = false
  #reading: Promise<boolean> | null = null

  constructor(pages: PageReader<Item, T, Listing>, signal: AbortSignal | undefined) {
    this.#pages = pages
    this.#signal = signal
  }

  next(): Promise<IteratorResult<T, undefined>> {
    // Nearly always an item is there, and an asynchronous function would take several times as long to return it.
    if (!this.#isOnPage || this.#signal?.aborted === true) return this.#readOn()
    try {
      const { isAhead } = this.#pages
      const result = this.#pages.next()
      if (result.done === true) return this.#readOn()
      const hasRequested = this.#pages.isAhead && !isAhead
      return hasRequested ? yieldToEventLoop().then(() => result) : Promise.resolve(result)
    } catch (error) {
      return Promise.reject(this.#pages.fail(error, new Error()))
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#isOnPage = false
    this.#pages.close()
    await this.#reading?.catch(() => undefined)
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #nextOnPage(caller: Error): IteratorResult<T, undefined> {
    try {
      return this.#pages.next()
    } catch (error) {
      throw this.#pages.fail(error, caller)
    }
  }

  /** The next item, of a page that has to be read first; or the end, for good or by the signal. */
  async #readOn(): Promise<IteratorResult<T, undefined>> {
    const caller = new Error()
    // A call that comes while a page is read waits for that page; its error goes to the call that requested it.
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    for (;;) {
      if (this.#isOnPage && this.#signal?.aborted !== true) {
        const result = this.#nextOnPage(caller)
        if (result.done !== true) return result
      }
      this.#reading = this.#pages.readPage(caller).finally(() => {
        this.#reading = null
      })
      this.#isOnPage = await this.#reading
      if (!this.#isOnPage) return { done: true, value: undefined }
    }
  }
}
