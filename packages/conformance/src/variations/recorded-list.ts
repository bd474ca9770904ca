import { isDeepStrictEqual } from 'node:util'
import { ClauseFailure } from '../clause-failure.ts'
import type { Exchange, RecordedCall, RecordedResponse } from '../fixture/fixture.ts'
import type { ReceivedRequest } from '../replay/responder.ts'
import { locateItems, withItems } from './located-items.ts'

/** The list that a call recorded. It responds to requests in any order, with any items in the places of the recorded ones. */
export class RecordedList {
  /** The number of items in the first response. */
  readonly firstPage: number
  readonly #exchanges: readonly Exchange[]
  readonly #raws: readonly unknown[]
  readonly #beyond: RecordedResponse
  readonly #parameters: ReadonlySet<string>

  /** @param raws The items as the provider sent them, in the order of the walk. */
  constructor({ exchanges }: Pick<RecordedCall, 'exchanges'>, raws: readonly unknown[]) {
    this.#exchanges = exchanges
    this.#raws = raws
    const [first, last] = [exchanges[0], exchanges.at(-1)]
    if (first === undefined || last === undefined) throw new ClauseFailure('The fixture has no exchange.')
    this.firstPage = locateItems(first.response.body, raws)?.items.length ?? 0
    const located = locateItems(last.response.body, raws)
    this.#beyond = located ? withItems(last, located, []).response : last.response
    this.#parameters = new Set(exchanges.flatMap(({ request }) => Object.keys(request.query)))
  }

  /**
   * The response to a request. A walk that looks again requests pages that were recorded, or a page beyond them.
   *
   * @param items The items of the list, in the order of the walk.
   */
  respond({ path, query }: ReceivedRequest, items: readonly unknown[]): RecordedResponse {
    // If a provider filters by time, its request has parameters that no recorded request has.
    const known = Object.fromEntries(Object.entries(query).filter(([name]) => this.#parameters.has(name)))
    const exchange = this.#exchanges.find(
      ({ request }) => request.path === path && isDeepStrictEqual(request.query, known),
    )
    if (exchange === undefined) return this.#beyond
    const located = locateItems(exchange.response.body, this.#raws)
    if (located === null) return exchange.response
    const inPlace = located.items.map((item) => {
      const place = this.#raws.findIndex((raw) => isDeepStrictEqual(raw, item))
      return place === -1 ? item : items[place]
    })
    return withItems(exchange, located, inPlace).response
  }
}
