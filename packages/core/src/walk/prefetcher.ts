import type { ListResponse, WalkRequest } from './list.ts'
import type { Unread } from './unread.ts'

/** A response, and when it was requested and received by the walk's own clock. */
export interface TimedResponse<Item> extends ListResponse<Item> {
  /** The walk's own: they are taken out as they are given on, so that none is held longer than it is needed. */
  readonly items: Item[]
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
  /** The requested position and size. */
  readonly position: number
  readonly size: number
  readonly sent: number
  readonly received: number
}

/** A response that was requested ahead. */
interface Promised<Item> {
  readonly position: number
  readonly answer: Promise<TimedResponse<Item>>
}

/** The requests of one walk: those ahead of it, never more in flight than allowed, and their responses. */
export class Prefetcher<Item> {
  readonly #request: WalkRequest<Item>
  readonly #unread: Unread<Item>
  // As it grows, a map leaves tables behind that lead on to newer ones: in old memory, they hold all pages of a walk.
  readonly #answers: Promised<Item>[] = []
  #waiting: { readonly position: number; readonly start: () => void }[] = []
  #inFlight = 0
  #clock = 0
  #dropping = new AbortController()
  /** Aborted when the walk ends, or when the requests ahead are dropped. */
  #signal: AbortSignal

  /** @param unread Where every response is kept until it is accepted. */
  constructor(request: WalkRequest<Item>, unread: Unread<Item>) {
    this.#request = request
    this.#unread = unread
    this.#signal = this.#droppable()
  }

  /** Asks for a position ahead of the walk, unless that was done already. */
  ahead(position: number, size: number): void {
    if (this.#answers.some((asked) => asked.position === position)) return
    this.#answers.push({ position, answer: this.#ask(position, size, false) })
  }

  /** Returns the response for a position: the one requested ahead, or one requested now. */
  take(position: number, size: number): Promise<TimedResponse<Item>> {
    return this.#pick(position) ?? this.requestNow(position, size)
  }

  /** Returns the response for a position, requested now, before all requests that wait for their turn. */
  requestNow(position: number, size: number): Promise<TimedResponse<Item>> {
    return this.#ask(position, size, true)
  }

  /** Puts a response back, to be taken again. */
  putBack(position: number, answer: TimedResponse<Item>): void {
    void this.#pick(position)
    this.#answers.push({ position, answer: Promise.resolve(answer) })
  }

  /** The responses that were received and not accepted. */
  get unread(): Unread<Item> {
    return this.#unread
  }

  /** Forgets all requests ahead, and aborts those in flight. */
  drop(): void {
    this.#answers.length = 0
    this.#waiting = []
    this.#dropping.abort()
    this.#dropping = new AbortController()
    this.#signal = this.#droppable()
  }

  #droppable(): AbortSignal {
    return AbortSignal.any([this.#request.signal, this.#dropping.signal])
  }

  #ask(position: number, size: number, isUrgent: boolean): Promise<TimedResponse<Item>> {
    const signal = this.#signal
    const turn = Promise.withResolvers<void>()
    const waiting = { position, start: turn.resolve }
    if (isUrgent) this.#waiting.unshift(waiting)
    else this.#waiting.push(waiting)
    const answer = turn.promise.then(() => this.#send(position, size, signal))
    // A caller that takes the response gets the rejection. If none does, it must not count as unhandled.
    answer.catch(() => undefined)
    this.#admit()
    return answer
  }

  #admit(): void {
    while (this.#inFlight < this.#request.concurrency) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#inFlight += 1
      next.start()
    }
  }

  async #send(position: number, size: number, signal: AbortSignal): Promise<TimedResponse<Item>> {
    const { list } = this.#request
    try {
      signal.throwIfAborted()
      const sent = (this.#clock += 1)
      const answer = await list.request(position, size, signal)
      const received = (this.#clock += 1)
      if (answer.items.length === 0) this.#forgetBeyond(position)
      const identities = answer.items.map((item) => list.identify(item))
      const timed = { ...answer, items: [...answer.items], identities, position, size, sent, received }
      this.#unread.keep(timed)
      return timed
    } finally {
      this.#inFlight -= 1
      this.#admit()
    }
  }

  /** After the end of the list nothing is requested ahead; what the walk itself waits for is requested all the same. */
  #forgetBeyond(end: number): void {
    this.#waiting = this.#waiting.filter(
      ({ position }) => position <= end || this.#pick(position) === undefined,
    )
  }

  #pick(position: number): Promise<TimedResponse<Item>> | undefined {
    const at = this.#answers.findIndex((asked) => asked.position === position)
    return at === -1 ? undefined : this.#answers.splice(at, 1)[0]?.answer
  }
}
