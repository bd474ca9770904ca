import { UnreadableResponse } from '../http/unreadable-response.ts'
import { Arrival, type ReadResponse, type Requested, type ResponseReader } from './arrival.ts'
import type { ListResponse, WalkRequest } from './list.ts'
import { RequestSlots } from './request-slots.ts'
import { yieldToEventLoop } from './yield-to-event-loop.ts'
import { type KeptArrival, readIfPossible, type Unread } from './unread.ts'

/** A list that is requested by positions of one kind. */
interface RequestedList<Item, Position, Response> extends ResponseReader<Item, Position, Response> {
  request(position: Position, size: number, signal: AbortSignal, unreadable?: Error): Promise<unknown>
  mayBeEmpty?(received: unknown): boolean
}

/** A response that was requested ahead. */
interface Expected<Item, Position, Response extends { readonly items: readonly Item[] }> {
  readonly position: Position
  readonly arrival: Promise<Arrival<Item, Position, Response>>
}

/** The requests of a walk over pages that have numbers. */
export type NumberedPrefetcher<Item> = Prefetcher<Item, number, ListResponse<Item>>

/** The requests of one walk: those ahead of it, never more in flight than allowed, and their responses. */
export class Prefetcher<Item, Position, Response extends { readonly items: readonly Item[] }> {
  readonly #request: WalkRequest<Item, RequestedList<Item, Position, Response>>
  readonly #unread: Unread<Item>
  // An array, not a map: the outgrown tables of a map stay linked, and would keep all pages of a walk in memory.
  readonly #expected: Expected<Item, Position, Response>[] = []
  #afterNext: Requested<Position> | null = null
  #putBack: ReadResponse<Item, Position, Response> | null = null
  #waiting: { readonly position: Position; readonly start: () => void }[] = []
  readonly #slots: RequestSlots
  readonly #retry = (): void => this.#admit()
  /** Whether a request was started since a response last arrived: it may not be on its way yet. */
  #hasStarted = false
  /** The first position that was found empty; null if none was, or if the list has items there by now. */
  #emptyAt: Position | null = null
  #clock = 0
  #dropping = new AbortController()
  /** Aborted when the walk ends, or when the requests ahead are dropped. */
  #signal: AbortSignal

  /** @param unread Where every response is kept until it is accepted. */
  constructor(request: WalkRequest<Item, RequestedList<Item, Position, Response>>, unread: Unread<Item>) {
    this.#request = request
    this.#unread = unread
    this.#slots = request.slots ?? new RequestSlots(request.concurrency)
    this.#signal = this.#droppable()
  }

  /** Requests a position ahead of the walk, unless that was done already, or the list was found to end before it. */
  ahead(position: Position, size: number): void {
    if (this.#putBack?.position === position) return
    if (this.#expected.some((expected) => expected.position === position)) return
    if (isBeyond(position, this.#emptyAt)) return
    this.#expected.push({ position, arrival: this.#send(position, size, false) })
  }

  /**
   * Plans what to request ahead of the walk once the next response that the walk takes has arrived, before it is read. A
   * later plan replaces an earlier one, and null plans nothing.
   */
  aheadAfterNext(planned: Requested<Position> | null): void {
    this.#afterNext = planned
  }

  /** Returns the response for a position: the one requested ahead, or one requested now. */
  async take(position: Position, size: number): Promise<ReadResponse<Item, Position, Response>> {
    const putBack = this.#putBack
    if (putBack?.position === position) {
      this.#putBack = null
      return putBack
    }
    const arrival = await (this.#pick(position) ?? this.#send(position, size, true))
    this.#sendAfterNext()
    await this.#letRequestsLeave()
    return this.#read(arrival)
  }

  /** Returns the response for a position, requested now, before all requests that wait for their turn. */
  async requestNow(position: Position, size: number): Promise<ReadResponse<Item, Position, Response>> {
    return this.#read(await this.#send(position, size, true))
  }

  /** Puts a response back, to be taken again in place of one requested ahead. */
  putBack(response: ReadResponse<Item, Position, Response>): void {
    void this.#pick(response.position)
    this.#putBack = response
  }

  /** The responses that were received and not accepted. */
  get unread(): Unread<Item> {
    return this.#unread
  }

  /** Forgets all requests ahead, and aborts those in flight. */
  drop(): void {
    this.#afterNext = null
    this.#emptyAt = null
    this.#putBack = null
    this.#expected.length = 0
    this.#waiting = []
    this.#dropping.abort()
    this.#dropping = new AbortController()
    this.#signal = this.#droppable()
  }

  /** Sends what waits for this response. */
  #sendAfterNext(): void {
    const after = this.#afterNext
    this.#afterNext = null
    if (after !== null) this.ahead(after.position, after.size)
  }

  /** Lets requests leave before a response is read. To read a large one takes milliseconds, which the provider can use. */
  async #letRequestsLeave(): Promise<void> {
    if (!this.#hasStarted) return
    this.#hasStarted = false
    await yieldToEventLoop()
  }

  #droppable(): AbortSignal {
    return AbortSignal.any([this.#request.signal, this.#dropping.signal])
  }

  /** Reads a response. One that cannot be read is requested once more, as often as the list allows. */
  async #read(arrival: Arrival<Item, Position, Response>): Promise<ReadResponse<Item, Position, Response>> {
    for (let latest = arrival; ;) {
      try {
        const response = latest.read()
        // The list goes on where it was found to end.
        const goesOn = response.items.length > 0 && !isBeyond(this.#emptyAt, response.position)
        if (goesOn) this.#emptyAt = null
        return response
      } catch (error) {
        if (!(error instanceof UnreadableResponse)) throw error
        const { position, size } = latest.requested
        latest = await this.#send(position, size, true, error)
      }
    }
  }

  #send(
    position: Position,
    size: number,
    isUrgent: boolean,
    unreadable?: UnreadableResponse,
  ): Promise<Arrival<Item, Position, Response>> {
    const signal = this.#signal
    const turn = Promise.withResolvers<void>()
    const waiting = { position, start: turn.resolve }
    if (isUrgent) this.#waiting.unshift(waiting)
    else this.#waiting.push(waiting)
    const arrival = turn.promise.then(() => this.#sendNow(position, size, signal, unreadable))
    // A caller that takes the response gets the rejection. If none does, it must not count as unhandled.
    arrival.catch(() => undefined)
    this.#admit()
    return arrival
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#slots.take(this.#retry)) {
      this.#waiting.shift()?.start()
      this.#hasStarted = true
    }
  }

  async #sendNow(
    position: Position,
    size: number,
    signal: AbortSignal,
    unreadable: UnreadableResponse | undefined,
  ): Promise<Arrival<Item, Position, Response>> {
    const { list } = this.#request
    try {
      signal.throwIfAborted()
      this.#slots.throwIfRefused()
      const sent = (this.#clock += 1)
      const content = await list.request(position, size, signal, unreadable)
      const received = (this.#clock += 1)
      const arrival = new Arrival(list, content, { position, size }, { sent, received })
      this.#unread.keep(arrival)
      // If the list ends here, nothing beyond is requested any more. To read a long response would keep requests waiting.
      const mayEnd = list.mayBeEmpty?.(content) ?? this.#waiting.length > 0
      if (mayEnd && isEmpty(arrival)) this.#forgetBeyond(position)
      return arrival
    } finally {
      // The response is read later: another request may take its place now.
      this.#hasStarted = false
      this.#slots.release()
      this.#admit()
    }
  }

  /** After the end of the list nothing is requested ahead; what the walk itself waits for is requested all the same. */
  #forgetBeyond(end: Position): void {
    if (this.#emptyAt === null || isBeyond(this.#emptyAt, end)) this.#emptyAt = end
    this.#waiting = this.#waiting.filter(
      ({ position }) => !isBeyond(position, end) || this.#pick(position) === undefined,
    )
  }

  #pick(position: Position): Promise<Arrival<Item, Position, Response>> | undefined {
    const at = this.#expected.findIndex((expected) => expected.position === position)
    return at === -1 ? undefined : this.#expected.splice(at, 1)[0]?.arrival
  }
}

/** Whether a response shows that the list has ended. One that cannot be read shows nothing. */
function isEmpty(arrival: KeptArrival<unknown>): boolean {
  return readIfPossible(arrival)?.items.length === 0
}

/** Whether a page has a higher number than another. Tokens have no order. */
function isBeyond(position: unknown, end: unknown): boolean {
  return typeof position === 'number' && typeof end === 'number' && position > end
}
