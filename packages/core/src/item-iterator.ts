import type { Page } from './contract.ts'

/**
 * The items of one walk, one by one. Written out because a generator takes three turns of the event loop for each
 * item, which is most of what a large page costs.
 */
export class ItemIterator<T> implements AsyncIterableIterator<T, undefined, void> {
  readonly #pages: AsyncIterator<Page<T>, undefined, void>
  readonly #signal: AbortSignal | undefined
  #items: readonly T[] = []
  #at = 0
  #done = false
  #reading: Promise<void> | null = null

  constructor(pages: AsyncIterator<Page<T>, undefined, void>, signal: AbortSignal | undefined) {
    this.#pages = pages
    this.#signal = signal
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    // A call that comes while a page is read waits for that page; its error goes to the call that asked for it.
    while (this.#reading !== null) await this.#reading.catch(() => undefined)
    if (this.#signal?.aborted === true && !this.#done) {
      await this.return()
      throw this.#signal.reason
    }
    while (this.#at === this.#items.length) {
      if (this.#done) return { done: true, value: undefined }
      this.#reading = this.#readPage()
      await this.#reading
    }
    const value = this.#items[this.#at] as T
    this.#at += 1
    return { done: false, value }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#done = true
    this.#items = []
    this.#at = 0
    await this.#pages.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #readPage(): Promise<void> {
    try {
      const page = await this.#pages.next()
      if (page.done === true) this.#done = true
      else if (!this.#done) {
        this.#items = page.value.items
        this.#at = 0
      }
    } catch (error) {
      this.#done = true
      throw error
    } finally {
      this.#reading = null
    }
  }
}
