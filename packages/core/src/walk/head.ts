import type { NumberedResponse, Times } from './arrival.ts'
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

  /** Takes note of a response from the start of the list. */
  note({ identities: [identity], received }: NumberedResponse<Item>): void {
    const isFirstLook = this.#since === Infinity
    const isSame = !isFirstLook && this.#identity === identity
    this.#hasChanged = !isFirstLook && !isSame
    if (!isSame) this.#since = received
    this.#identity = identity
  }

  /** Looks once more. Returns whether it is certain that nothing arrived from the time when a response was read to now. */
  async proveSameSince({ sent, received }: Times): Promise<boolean> {
    this.note(await this.#requests.requestNow(this.#position, 1))
    return sent > this.#since || received === this.#since
  }
}
