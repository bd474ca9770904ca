import { isUnique } from './identity.ts'
import { RecentItems } from './recent-items.ts'

/** How far a list was read: how many items, and which of them last. */
export class LastRead {
  /** The items read last, in the order of the list. */
  readonly recent: RecentItems
  #lastUnique: string | null = null
  #count = 0

  constructor(pageSize: number) {
    this.recent = new RecentItems(pageSize)
  }

  /** How many items were read, those before a cursor included as far as it names them. */
  get count(): number {
    return this.#count
  }

  /** Whether the item read last has an id, so that it cannot be taken for another one. */
  get isCertain(): boolean {
    return isUnique(this.recent.last ?? '')
  }

  /** The last item that cannot be taken for another one, since it has an id; null if there is none. */
  get lastUnique(): string | null {
    return this.#lastUnique
  }

  /** Takes the next item of the list. Returns its number, from 1. */
  push(identity: string): number {
    this.#count += 1
    this.recent.push(identity)
    if (isUnique(identity)) this.#lastUnique = identity
    return this.#count
  }

  /** Takes what stands before a cursor's place: the walk that stopped there had it, and the cursor names less. */
  recall(identities: readonly string[]): void {
    this.recent.replace(identities)
    this.#lastUnique = identities.findLast(isUnique) ?? this.#lastUnique
  }
}
