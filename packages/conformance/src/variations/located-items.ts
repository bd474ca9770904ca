import { isDeepStrictEqual } from 'node:util'
import { bodyText } from '../fixture/body-text.ts'
import type { Exchange } from '../fixture/fixture.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The list of items in a response's body. */
export interface LocatedItems {
  readonly items: readonly JsonObject[]
  /** The keys that lead to the list. Empty if the body itself is the list. */
  readonly path: readonly string[]
}

/** Finds the list in a body that includes one of the items that the reader yielded as `raw`, or returns null. */
export function locateItems(
  body: unknown,
  raws: readonly unknown[],
  path: readonly string[] = [],
): LocatedItems | null {
  if (Array.isArray(body)) {
    const holdsRaw = body.some((item) => raws.some((raw) => isDeepStrictEqual(item, raw)))
    return holdsRaw ? { items: body as readonly JsonObject[], path } : null
  }
  if (typeof body !== 'object' || body === null) return null
  for (const [key, value] of Object.entries(body)) {
    const located = locateItems(value, raws, [...path, key])
    if (located !== null) return located
  }
  return null
}

/** The exchange with other items in its response. */
export function withItems(exchange: Exchange, { path }: LocatedItems, items: readonly unknown[]): Exchange {
  const { response } = exchange
  return { ...exchange, response: { ...response, body: withItemsAt(response.body, path, items) } }
}

function withItemsAt(body: unknown, [key, ...rest]: readonly string[], items: readonly unknown[]): unknown {
  if (key === undefined) return items
  const object = body as JsonObject
  return { ...object, [key]: withItemsAt(object[key], rest, items) }
}

/** The exchange with a changed text of its response, for changes that `JSON.stringify` cannot write. */
export function withText(exchange: Exchange, change: (text: string) => string): Exchange {
  const { response } = exchange
  return { ...exchange, response: { ...response, body: change(bodyText(response.body)) } }
}
