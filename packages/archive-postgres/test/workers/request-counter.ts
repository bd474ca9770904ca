import { setTimeout as pause } from 'node:timers/promises'

/** Counts the requests of one account where they arrive: at the provider. */
export class RequestCounter {
  readonly #latency: number
  readonly #arrivals: number[] = []
  #inFlight = 0
  /** The most requests that were in flight at a time. */
  mostInFlight = 0

  /** @param latency How long the provider takes to respond, in milliseconds. */
  constructor(latency: number) {
    this.#latency = latency
  }

  get count(): number {
    return this.#arrivals.length
  }

  /** Notes a request, and takes the time that the provider does. */
  async note(): Promise<void> {
    this.#arrivals.push(performance.now())
    this.#inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight)
    await pause(this.#latency)
    this.#inFlight -= 1
  }

  /** The most requests that arrived within any second. */
  get mostPerSecond(): number {
    let [most, from] = [0, 0]
    for (const [at, arrival] of this.#arrivals.entries()) {
      while ((this.#arrivals[from] ?? 0) <= arrival - 1000) from += 1
      most = Math.max(most, at - from + 1)
    }
    return most
  }
}
