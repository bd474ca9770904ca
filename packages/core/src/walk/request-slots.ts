/**
 * Limits the requests in flight, for all lists that share the slots. A list that finds no free slot is called back, in
 * turn, when one is free.
 */
export class RequestSlots {
  #free: number
  readonly #waiting: (() => void)[] = []
  #refusal: Error | null = null

  constructor(count: number) {
    this.#free = count
  }

  /**
   * Takes a slot; false if none is free.
   *
   * @param retry Called once when one is free.
   */
  take(retry: () => void): boolean {
    if (this.#free > 0) {
      this.#free -= 1
      return true
    }
    if (!this.#waiting.includes(retry)) this.#waiting.push(retry)
    return false
  }

  release(): void {
    this.#free += 1
    for (let waiting = this.#waiting.length; waiting > 0 && this.#free > 0; waiting -= 1) {
      this.#waiting.shift()?.()
    }
  }

  /** Refuses every later request with an error: one of the lists has failed, and the others only yield what they have. */
  refuse(error: Error): void {
    this.#refusal ??= error
  }

  /** @throws The error of a list that has failed. */
  throwIfRefused(): void {
    if (this.#refusal !== null) throw this.#refusal
  }
}
