import type { ItemList, ListResponse, TokenResponse } from './list.ts'

/** When a response was requested and received, by the walk's own clock. */
export interface Times {
  readonly sent: number
  readonly received: number
}

/** What a request asked for. */
export interface Requested<Position> {
  readonly position: Position
  readonly size: number
}

/** A response that was read. */
export type ReadResponse<Item, Position, Response> = Response &
  Requested<Position> &
  Times & {
    /** The walk's own: what it accepts, it takes out of them, so that no item is held longer than it is needed. */
    readonly items: Item[]
    /** The items' identities, in the same order. */
    readonly identities: string[]
  }

/** A response of a list whose pages have numbers. */
export type NumberedResponse<Item> = ReadResponse<Item, number, ListResponse<Item>>

/** A response of a list whose pages have tokens. */
export type TokenPage<Item> = ReadResponse<Item, string | null, TokenResponse<Item>>

/** How a list reads its responses. */
export interface ResponseReader<Item, Position, Response> extends ItemList<Item> {
  read(received: unknown, position: Position, size: number): Response
}

/** A response that has arrived. It stays as it came, which is small, until the walk reaches it and reads it. */
export class Arrival<Item, Position, Response extends { readonly items: readonly Item[] }> {
  readonly requested: Requested<Position>
  readonly #list: ResponseReader<Item, Position, Response>
  readonly #times: Times
  #content: unknown
  #response: ReadResponse<Item, Position, Response> | null = null

  constructor(
    list: ResponseReader<Item, Position, Response>,
    content: unknown,
    requested: Requested<Position>,
    times: Times,
  ) {
    this.#list = list
    this.#content = content
    this.requested = requested
    this.#times = times
  }

  /** @throws What the list throws, each time that it is called. */
  read(): ReadResponse<Item, Position, Response> {
    if (this.#response !== null) return this.#response
    const { position, size } = this.requested
    const response = this.#list.read(this.#content, position, size)
    this.#content = null
    this.#response = {
      ...response,
      ...this.requested,
      ...this.#times,
      items: [...response.items],
      identities: response.items.map((item) => this.#list.identify(item)),
    }
    return this.#response
  }

  /** The response if it was read. */
  get response(): ReadResponse<Item, Position, Response> | null {
    return this.#response
  }
}
