import { SmsError } from '../error.ts'
import { UnreadableResponse } from '../http/unreadable-response.ts'
import { isUnique } from './identity.ts'

/** What a walk keeps of a response. */
export interface ReceivedItems<Item> {
  /** The walk's own: what it accepts, it takes out of them, so that no item is held longer than it is needed. */
  readonly items: Item[]
  /** The items' identities, in the same order. What it accepts is taken out of both. */
  readonly identities: string[]
  /** Number of items in the whole list, if the provider states it. */
  readonly total?: number | null | undefined
  /** The page, the offset or the token that was requested. */
  readonly position: unknown
  /** When the response was requested and received, by the walk's own clock. */
  readonly sent: number
  readonly received: number
}

/** A response that may not have been read yet. */
export interface KeptArrival<Item> {
  /** Null if it was not read. */
  readonly response: ReceivedItems<Item> | null
  read(): ReceivedItems<Item>
}

// Far more than are ever in flight. Of older responses, only those with items that are still unknown are kept.
const MOST_RECENT = 64

/** The responses that arrived and were not accepted: a walk that fails, or ends in doubt, yields what they hold. */
export class Unread<Item> {
  readonly #isKnown: (identity: string) => boolean
  #arrivals: KeptArrival<Item>[] = []
  /** How many responses are kept before old ones are looked through once more. */
  #most = MOST_RECENT

  /** @param isKnown Whether an item was read, and not an identical one. */
  constructor(isKnown: (identity: string) => boolean) {
    this.#isKnown = isKnown
  }

  keep(arrival: KeptArrival<Item>): void {
    this.#arrivals = this.#arrivals.filter(({ response }) => response === null || response.items.length > 0)
    if (this.#arrivals.length >= this.#most) {
      const old = this.#arrivals.slice(0, -MOST_RECENT).filter((kept) => this.#holdsUnknown(kept))
      this.#arrivals = [...old, ...this.#arrivals.slice(-MOST_RECENT)]
      this.#most = 2 * this.#arrivals.length
    }
    this.#arrivals.push(arrival)
  }

  /**
   * Whether a response from behind the front of the list holds an item that is not known.
   *
   * @param first The first item of the list when the walk began: what stands on pages up to it has arrived since.
   */
  hasUnknownBehind(first: string | null): boolean {
    const { responses } = this
    const front = responses.filter(({ identities }) => first !== null && identities.includes(first))
    const lastOfFront = Math.max(1, ...front.map(pageOf))
    return responses.some((response) => pageOf(response) > lastOfFront && this.#isUnknown(response))
  }

  get responses(): readonly ReceivedItems<Item>[] {
    return this.#arrivals.map(readIfPossible).filter((response) => response !== null)
  }

  #holdsUnknown(arrival: KeptArrival<Item>): boolean {
    const response = readIfPossible(arrival)
    return response !== null && this.#isUnknown(response)
  }

  /** Items without ids count as known: what looks identical may have been read. */
  #isUnknown({ items, identities }: ReceivedItems<Item>): boolean {
    return items.length > 0 && identities.some((identity) => isUnique(identity) && !this.#isKnown(identity))
  }
}

/** The number of the page that was requested. */
function pageOf({ position }: ReceivedItems<unknown>): number {
  return typeof position === 'number' ? position : 1
}

/** Reads a response that the walk has not reached. Null if it is no page: it holds nothing that could be yielded. */
export function readIfPossible<Item>(arrival: KeptArrival<Item>): ReceivedItems<Item> | null {
  try {
    return arrival.read()
  } catch (error) {
    if (error instanceof UnreadableResponse || SmsError.is(error)) return null
    throw error
  }
}
