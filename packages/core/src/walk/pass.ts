import { SmsError } from '../error.ts'
import { foundAfter } from './found-after.ts'
import { Frontier } from './frontier.ts'
import type { Batch, ItemList, Walk, WalkRequest } from './list.ts'
import { type ReceivedItems, Unread } from './unread.ts'
import type { Yielded } from './yielded-items.ts'

/** Starts to read a list from its beginning or a cursor. The batch that ends the list is the last. */
export type StartPass<Item, Listing extends ItemList<Item>> = (
  request: WalkRequest<Item, Listing>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
) => Walk<Item>

/** One pass over a list, from its beginning or a cursor to its end. */
export class Pass<Item, Listing extends ItemList<Item>> {
  readonly frontier: Frontier<Item>
  readonly #unread: Unread<Item>
  readonly #walk: Walk<Item>
  readonly #ending = new AbortController()
  /** The batch read last, without its items. */
  #last: Batch<Item> | null = null
  #failure: { readonly error: unknown } | null = null

  /** @param earlier What earlier passes over the same list have yielded. */
  constructor(
    request: WalkRequest<Item, Listing>,
    startPass: StartPass<Item, Listing>,
    earlier: readonly Yielded[] = [],
  ) {
    const frontier = new Frontier<Item>(request, earlier)
    const signal = AbortSignal.any([request.signal, this.#ending.signal])
    this.frontier = frontier
    this.#unread = new Unread<Item>((identity) => frontier.yielded.knows(identity))
    this.#walk = startPass({ ...request, signal }, frontier, this.#unread)
  }

  /**
   * Returns the next batch. If the pages contradict each other, the last one holds all that was received before.
   *
   * @param received What earlier passes received and did not accept.
   */
  async read(received: readonly ReceivedItems<Item>[]): Promise<Batch<Item>> {
    if (this.#failure !== null) throw this.#failure.error
    const last = this.#last
    try {
      const batch = await this.#walk.read()
      this.#last = { ...batch, items: [], identities: [] }
      return batch
    } catch (error) {
      // What still arrives comes too late to be yielded.
      this.#ending.abort()
      this.#failure = { error }
      if (last === null || !SmsError.is(error, 'pagination')) throw error
      const rest = this.frontier.acceptRest([...received, ...this.#unread.responses], 'failed')
      if (rest.items.length === 0) throw error
      return foundAfter(last, { ...last, ...rest })
    }
  }

  prefetch(wanted: number): void {
    if (this.#last?.end === false && this.#failure === null) this.#walk.prefetch(wanted)
  }

  /** Ends the pass, and returns what it received and did not accept. Nothing may stay in flight beside the next pass. */
  close(): readonly ReceivedItems<Item>[] {
    this.#ending.abort()
    return this.#unread.responses
  }
}
