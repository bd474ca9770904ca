import { digest } from './digest.ts'
import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'

/** Without ids, so many items in a row show a place. */
export const ROW = 3

// The search fails after more pages in a row that are empty or have come before.
const MOST_FRUITLESS = 100

/** Looks for the items read last on the pages of a list, from the first page on. */
export class HeadSearch<Item> {
  readonly #frontier: Frontier<Item>
  readonly #leastInARow: number
  /** The items read last, and the place of each among them. */
  readonly #items: readonly string[]
  readonly #places: ReadonlyMap<string, number>
  /** Digests of the pages. */
  readonly #seen = new Set<string>()
  #fruitless = 0
  /** The place after the one of `#items` that was found last. */
  #next = 0
  /** How many items were read, in a row up to the last one looked at. */
  #row = 0
  #longestRow = 0
  /** Whether that row shows the place. If nothing was read, the place is at the front. */
  #isSure: boolean
  /** Whether a row has shown a place. Items without ids are not looked for before it. */
  #wasSure = false
  #hasNewAmongRead = false

  /** @param leastInARow How many items in a row show a place if they have no ids. */
  constructor(frontier: Frontier<Item>, leastInARow: number) {
    const { count, recent } = frontier.lastRead
    this.#frontier = frontier
    this.#leastInARow = leastInARow
    this.#items = recent.identities
    this.#places = new Map(this.#items.map((identity, at) => [identity, at]))
    this.#isSure = count === 0
  }

  /** The longest row of items without ids that were read. */
  get longestRow(): number {
    return this.#longestRow
  }

  /** Whether a new item stands among those that were read on the page looked at last: the order of the list has changed. */
  get hasNewAmongRead(): boolean {
    return this.#hasNewAmongRead
  }

  /**
   * Looks at the next page. Returns how many of its first items end with one that was read; 0 if the page before ended with
   * one, and null if neither shows the place.
   *
   * @throws {SmsError} `pagination` if page after page is empty or comes again.
   */
  look(identities: readonly string[]): number | null {
    this.#notePage(identities)
    let end = this.#isSure ? 0 : null
    let hasNew = false
    this.#hasNewAmongRead = false
    for (const [at, identity] of identities.entries()) {
      if (isUnique(identity)) this.#passUnique(identity)
      else this.#passAlike(identity)
      if (this.#isSure) {
        this.#hasNewAmongRead = hasNew
        end = at + 1
      } else {
        hasNew ||= end !== null && this.#frontier.yielded.isUnknown(identity)
      }
    }
    return end
  }

  #notePage(identities: readonly string[]): void {
    const content = digest(identities.join('\n'))
    const isFruitless = identities.length === 0 || this.#seen.has(content)
    this.#fruitless = isFruitless ? this.#fruitless + 1 : 0
    if (this.#fruitless > MOST_FRUITLESS) this.#frontier.loopGuard.fail('page after page brings nothing new')
    this.#seen.add(content)
  }

  #passUnique(identity: string): void {
    this.#isSure = this.#frontier.yielded.isAnchor(identity)
    this.#row = this.#isSure ? 1 : 0
    if (!this.#isSure) return
    this.#wasSure = true
    this.#next = (this.#places.get(identity) ?? -1) + 1
  }

  /** An item without an id was read if it comes in the row of those that were, of which some may have vanished. */
  #passAlike(identity: string): void {
    let place = this.#row > 0 || this.#wasSure ? this.#items.indexOf(identity, this.#next) : -1
    if (place === -1) this.#row = 0
    if (place === -1 && !this.#wasSure) place = this.#items.indexOf(identity)
    if (place !== -1) {
      this.#row += 1
      this.#next = place + 1
    }
    this.#longestRow = Math.max(this.#longestRow, this.#row)
    this.#isSure = this.#row > 0 && (this.#isSure || this.#row >= this.#leastInARow)
    this.#wasSure ||= this.#isSure
  }
}
