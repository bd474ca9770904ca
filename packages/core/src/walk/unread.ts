/** What a walk keeps of a response. */
export interface ReceivedItems<Item> {
  /** The walk's own: what it accepts, it takes out of them, so that no item is held longer than it is needed. */
  readonly items: Item[]
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
  /** Number of items in the whole list, if the provider states it. */
  readonly total?: number | null | undefined
  /** The page or the offset that was requested, if pages have numbers. */
  readonly position?: number
  /** When the response was requested and received by the walk's own clock, if several are in flight. */
  readonly sent?: number
  readonly received?: number
}

// Far more than are ever under way: what was received longer ago was requested again since.
const MOST_KEPT = 64

/** The responses that were received and not accepted: a walk that fails, or ends in doubt, yields what they hold. */
export class Unread<Item> {
  #responses: ReceivedItems<Item>[] = []

  keep(response: ReceivedItems<Item>): void {
    const left = this.#responses.filter(({ items }) => items.length > 0)
    this.#responses = [...left, response].slice(-MOST_KEPT)
  }

  /** Whether a response from behind the front of the list holds an item that is not known. */
  hasUnknown(isKnown: (identity: string) => boolean): boolean {
    return this.#responses.some(
      ({ items, identities, position = 0 }) => position > 1 && items.length > 0 && !identities.every(isKnown),
    )
  }

  get responses(): readonly ReceivedItems<Item>[] {
    return this.#responses
  }
}
