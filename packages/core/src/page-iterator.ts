import type { Page } from './contract.ts'

type Result<T> = IteratorResult<Page<T>, undefined>

/**
 * The pages of one walk. Whatever ends it, what is still in flight is aborted at once: a generator alone would first
 * wait for the page that it is reading.
 */
export class PageIterator<T> implements AsyncIterableIterator<Page<T>, undefined, void> {
  readonly #ending = new AbortController()
  readonly #pages: AsyncGenerator<Page<T>, undefined, void>

  constructor(read: (ending: AbortSignal) => AsyncGenerator<Page<T>, undefined, void>) {
    this.#pages = read(this.#ending.signal)
  }

  async next(): Promise<Result<T>> {
    try {
      const result = await this.#pages.next()
      if (result.done === true) this.#ending.abort()
      return result
    } catch (error) {
      if (this.#ending.signal.aborted) return { done: true, value: undefined }
      this.#ending.abort()
      throw error
    }
  }

  async return(): Promise<Result<T>> {
    this.#ending.abort()
    await this.#pages.return(undefined)
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
