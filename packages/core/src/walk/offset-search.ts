import type { NumberedResponse } from './arrival.ts'
import type { Frontier } from './frontier.ts'
import type { JoinPoint } from './join-point.ts'
import { mostSearched } from './loop-guard.ts'
import type { OffsetSizes } from './offset-sizes.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'

// Fewer items than are remembered, so that no step skips all of them.
const LONGEST_STEP = 500

/** A response that joins what was read, and the offset that it was requested from. */
export interface JoinedOffset<Item> extends JoinPoint {
  readonly response: NumberedResponse<Item>
  readonly start: number
}

/** How a response joins at the beginning of a list. */
export const BEGINNING = { skip: 0, from: 0, behind: 0, isCertain: true }

/** Looks for what was read last in a list that is read from offsets. */
export class OffsetSearch<Item> {
  readonly #requests: NumberedPrefetcher<Item>
  readonly #frontier: Frontier<Item>
  readonly #sizes: OffsetSizes

  constructor(requests: NumberedPrefetcher<Item>, frontier: Frontier<Item>, sizes: OffsetSizes) {
    this.#requests = requests
    this.#frontier = frontier
    this.#sizes = sizes
  }

  /**
   * Looks backwards first, because items may have vanished; then forwards, to the end of the list; and at last from the
   * beginning, for any remembered item that remains.
   *
   * @param offset The place that should hold what follows.
   */
  async find(offset: number): Promise<JoinedOffset<Item>> {
    const found = (await this.#findBefore(offset)) ?? (await this.#scan(offset)) ?? (await this.#scan(0))
    if (found !== null) return found
    if (!this.#frontier.complete) {
      this.#frontier.loopGuard.fail('none of the items read last is there any more')
    }
    // All items that were read have vanished, so that all items are new.
    return { response: await this.#requests.requestNow(0, this.#sizes.size), start: 0, ...BEGINNING }
  }

  async #findBefore(offset: number): Promise<JoinedOffset<Item> | null> {
    const sizes = this.#sizes
    let searched = 0
    for (let step = sizes.size; offset - 1 - step > -sizes.size; step += Math.min(step, LONGEST_STEP)) {
      if (++searched > mostSearched(sizes.size)) return null
      const { joined } = await this.#joinAt(Math.max(0, offset - 1 - step))
      if (joined !== null) return joined
    }
    return null
  }

  async #scan(from: number): Promise<JoinedOffset<Item> | null> {
    let start = from
    for (let searched = 0; ; searched += 1) {
      if (searched >= mostSearched(this.#sizes.size)) {
        this.#frontier.loopGuard.fail('the items read last are not where they should be')
      }
      const { joined, isEnd } = await this.#joinAt(start)
      if (joined !== null || isEnd) return joined
      start += this.#sizes.size
    }
  }

  /** Requests a part of the list, and joins it. `isEnd`: the list has no later part. */
  async #joinAt(
    start: number,
  ): Promise<{ readonly joined: JoinedOffset<Item> | null; readonly isEnd: boolean }> {
    const response = await this.#requests.requestNow(start, this.#sizes.size + 1)
    if (this.#sizes.learn(response)) this.#requests.drop()
    const joinPoint = this.#frontier.join(response, true, start === 0)
    return {
      joined: joinPoint && { response, start, ...joinPoint },
      isEnd: response.items.length === 0 || response.more === false,
    }
  }
}
