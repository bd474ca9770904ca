import { isDeepStrictEqual } from 'node:util'
import { ClauseFailure } from '../clause-failure.ts'
import type { Exchange } from '../fixture/fixture.ts'
import type { PlayedCall } from '../harness/played-call.ts'
import { type LocatedItems, locateItems, withItems } from './located-items.ts'

/** One response of a played call, and the list of items in its body. */
export interface LocatedPage extends LocatedItems {
  readonly exchanges: readonly Exchange[]
  /** The index of its exchange. */
  readonly index: number
}

/** @throws {ClauseFailure} If the response does not hold what the reader yielded as `raw`. */
export function locatePage({ call, label, items }: PlayedCall, index: number): LocatedPage {
  const raws = items.map(({ raw }) => raw)
  const located = locateItems(call.exchanges[index]?.response.body, raws)
  if (located !== null) return { ...located, exchanges: call.exchanges, index }
  throw new ClauseFailure(`${label}: response ${index + 1} does not hold the \`raw\` of an item.`, {
    actual: raws,
  })
}

/**
 * The exchanges of a played call, with every item changed. The number is the item's place among those that the reader
 * yielded, from 0, because pages may overlap.
 */
export function exchangesWithEach(
  { call, items }: PlayedCall,
  change: (item: LocatedItems['items'][number], number: number) => unknown,
): readonly Exchange[] {
  const raws = items.map(({ raw }) => raw)
  return call.exchanges.map((exchange) => {
    const located = locateItems(exchange.response.body, raws)
    if (located === null) return exchange
    return withItems(
      exchange,
      located,
      located.items.map((item) =>
        change(
          item,
          raws.findIndex((raw) => isDeepStrictEqual(item, raw)),
        ),
      ),
    )
  })
}

/** The exchanges of the call, with other items in the located response. */
export function exchangesWith(page: LocatedPage, items: readonly unknown[]): readonly Exchange[] {
  return page.exchanges.map((exchange, index) =>
    index === page.index ? withItems(exchange, page, items) : exchange,
  )
}
