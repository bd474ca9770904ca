import { addCaller } from '../add-caller.ts'

/**
 * What one walk gives. Whatever ends it, what is still in flight is aborted at once: a generator alone would first
 * wait for the page that it is reading.
 */
export class WalkIterator<T> implements AsyncIterableIterator<T, undefined, void> {
  readonly #ending = new AbortController()
  readonly #walk: AsyncGenerator<T, undefined, void>

  constructor(read: (ending: AbortSignal) => AsyncGenerator<T, undefined, void>) {
    this.#walk = read(this.#ending.signal)
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    const caller = new Error()
    try {
      const result = await this.#walk.next()
      if (result.done === true) this.#ending.abort()
      return result
    } catch (error) {
      if (this.#ending.signal.aborted) return { done: true, value: undefined }
      this.#ending.abort()
      addCaller(error, caller)
      throw error
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#ending.abort()
    await this.#walk.return(undefined)
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
