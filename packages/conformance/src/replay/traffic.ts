import type { ReceivedRequest } from './responder.ts'

/** The requests of a check up to one moment. */
export interface Traffic {
  readonly requests: readonly ReceivedRequest[]
  /** The highest number of requests that waited for a response at the same time. */
  readonly mostInFlight: number
  /** Requests that went anywhere else, and failed. */
  readonly strays: readonly string[]
}

/** Records the requests of a check. */
export class TrafficRecorder {
  readonly #requests: ReceivedRequest[] = []
  readonly #strays: string[] = []
  #inFlight = 0
  #mostInFlight = 0

  /** Records the arrival of a request, and returns its number. The first one is 0. */
  arrived(request: ReceivedRequest): number {
    this.#inFlight += 1
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight)
    return this.#requests.push(request) - 1
  }

  /** Records that a request received its reply. */
  replied(): void {
    this.#inFlight -= 1
  }

  strayed(request: string): void {
    this.#strays.push(request)
  }

  /** The traffic so far. Later requests do not change what it returned. */
  snapshot(): Traffic {
    return {
      requests: [...this.#requests],
      mostInFlight: this.#mostInFlight,
      strays: [...this.#strays],
    }
  }
}
