import type { Page } from '../contract/paginated.ts'
import type { ItemList } from '../walk/list.ts'
import type { PageReader } from './page-reader.ts'
import { yieldToEventLoop } from '../walk/yield-to-event-loop.ts'

/** The pages of one walk, one by one. */
export class PageIterator<Item, T, Listing extends ItemList<Item>> implements AsyncIterableIterator<
  Page<T>,
  undefined,
  void
> {
  readonly #pages: PageReader<Item, T, Listing>
  /** Settles when the call before has its page. */
  #before: Promise<void> = Promise.resolve()

  constructor(pages: PageReader<Item, T, Listing>) {
    this.#pages = pages
  }

  next(): Promise<IteratorResult<Page<T>, undefined>> {
    const caller = new Error()
    const page = this.#before.then(() => this.#read(caller))
    this.#before = page.then(
      () => undefined,
      () => undefined,
    )
    return page
  }

  async return(): Promise<IteratorResult<Page<T>, undefined>> {
    this.#pages.close()
    await this.#before
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #read(caller: Error): Promise<IteratorResult<Page<T>, undefined>> {
    if (!(await this.#pages.readPage(caller))) return { done: true, value: undefined }
    try {
      const page = this.#pages.page()
      if (this.#pages.isAhead) await yieldToEventLoop()
      return { done: false, value: page }
    } catch (error) {
      throw this.#pages.fail(error, caller)
    }
  }
}
