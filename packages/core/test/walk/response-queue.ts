// More than any walk here needs, so that a walk that loops fails instead of hanging.
const MOST_REQUESTS = 10_000

/** A request that waits. Its first turn makes the response, its second returns it. Reports whether it was the second. */
type TakeTurn = () => boolean

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * The requests to a server that have no response yet. Each of them waits for two turns, in random order. So a response may
 * overtake another one, and may show a state of the list that has changed since.
 */
export class ResponseQueue {
  readonly #waiting: TakeTurn[] = []
  readonly #chance: () => number
  requestCount = 0
  mostInFlight = 0

  /** @param chance Chooses the request that takes the next turn. */
  constructor(chance: () => number) {
    this.#chance = chance
  }

  respond<Response>(makeResponse: () => Response, signal: AbortSignal): Promise<Response> {
    this.requestCount += 1
    if (this.requestCount > MOST_REQUESTS) throw new Error('The walk does not end.')
    return new Promise((resolve, reject) => {
      let made: { readonly response: Response } | null = null
      const takeTurn: TakeTurn = () => {
        if (made !== null) {
          resolve(made.response)
          return true
        }
        made = { response: makeResponse() }
        return false
      }
      this.#waiting.push(takeTurn)
      this.mostInFlight = Math.max(this.mostInFlight, this.#waiting.length)
      signal.addEventListener('abort', () => {
        this.#remove(takeTurn)
        reject(signal.reason)
      })
    })
  }

  /** Lets requests take turns until `done` settles. */
  async serve(done: Promise<unknown>, beforeTurn: () => void = () => undefined): Promise<void> {
    let isDone = false
    const end = (): void => {
      isDone = true
    }
    done.then(end, end)
    for (;;) {
      await nextTick()
      if (isDone) return
      beforeTurn()
      const takeTurn = this.#waiting[Math.floor(this.#chance() * this.#waiting.length)]
      if (takeTurn?.() === true) this.#remove(takeTurn)
    }
  }

  /** Resolves when no request waits. */
  async idle(): Promise<void> {
    while (this.#waiting.length > 0) await nextTick()
    await nextTick()
  }

  #remove(takeTurn: TakeTurn): void {
    const at = this.#waiting.indexOf(takeTurn)
    if (at >= 0) this.#waiting.splice(at, 1)
  }
}
