import type { NumberedResponse } from './arrival.ts'
import type { NumberedPrefetcher } from './prefetcher.ts'

/** The first item of a list: while it stays the same, nothing has arrived in front of it. */
export class Head<Item> {
  readonly #requests: NumberedPrefetcher<Item>
  readonly #position: number
  #identity: string | undefined
  #hasChanged = false
  /** When the response was received since which the first item is the same. */
  #since = Infinity

  /** @param position Where the list starts, as its requests count. */
  constructor(requests: NumberedPrefetcher<Item>, position: number) {
    this.#requests = requests
    this.#position = position
  }

  get identity(): string | undefined {
    return this.#identity
  }

  /** Whether it was another one when it was looked at before. */
  get hasChanged(): boolean {
    return this.#hasChanged
  }

  /** Takes note of a response from the start of the list: whether it starts as before. */
  note({ identities: [identity], received }: NumberedResponse<Item>): boolean {
    const isKnown = this.#since !== Infinity
    const isSame = isKnown && this.#identity === identity
    this.#hasChanged = isKnown && !isSame
    if (!isSame) this.#since = received
    this.#identity = identity
    return isSame
  }

  /** Looks again: whether it is certain that nothing arrived from the time when a response was read to now. */
  async isSameSince(answer: { readonly sent: number; readonly received: number }): Promise<boolean> {
    const since = this.#since
    const isSame = this.note(await this.#requests.requestNow(this.#position, 1))
    return isSame && (answer.sent > since || answer.received === since)
  }
}
