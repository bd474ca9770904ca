import { isUnique } from './identity.ts'

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

// Far more than are ever in flight. Of older responses, only those with items that are still unknown are kept.
const MOST_RECENT = 64

/** The responses that were received and not accepted: a walk that fails, or ends in doubt, yields what they hold. */
export class Unread<Item> {
  readonly #isKnown: (identity: string) => boolean
  #responses: ReceivedItems<Item>[] = []
  /** How many responses are kept before old ones are looked through once more. */
  #most = MOST_RECENT

  /** @param isKnown Whether an item was read, and not an identical one. */
  constructor(isKnown: (identity: string) => boolean) {
    this.#isKnown = isKnown
  }

  keep(response: ReceivedItems<Item>): void {
    this.#responses = this.#responses.filter(({ items }) => items.length > 0)
    if (this.#responses.length >= this.#most) {
      const old = this.#responses.slice(0, -MOST_RECENT).filter((kept) => this.#isUnknown(kept))
      this.#responses = [...old, ...this.#responses.slice(-MOST_RECENT)]
      this.#most = 2 * this.#responses.length
    }
    this.#responses.push(response)
  }

  /** Whether a response from behind the front of the list holds an item that is not known. */
  get hasUnknown(): boolean {
    return this.#responses.some((kept) => (kept.position ?? 0) > 1 && this.#isUnknown(kept))
  }

  get responses(): readonly ReceivedItems<Item>[] {
    return this.#responses
  }

  /** Items without ids count as known: what looks identical may have been read. */
  #isUnknown({ items, identities }: ReceivedItems<Item>): boolean {
    return items.length > 0 && identities.some((identity) => isUnique(identity) && !this.#isKnown(identity))
  }
}
