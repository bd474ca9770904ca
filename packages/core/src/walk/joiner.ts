import type { NumberedResponse } from './arrival.ts'
import { isUnique } from './identity.ts'
import type { JoinPoint } from './join-point.ts'
import type { LastRead } from './last-read.ts'
import { LONGEST_TAIL } from './resume-point.ts'
import type { YieldedItems } from './yielded-items.ts'

/** Where a response comes from, and when. */
interface ResponseOrigin {
  /** Whether the place is looked for, so that the response may come from any part of the list. */
  readonly isSearch: boolean
  /** Whether the response starts at the front of the list, where items arrive. */
  readonly isFront: boolean
  /** Whether it was requested after the one that the last item came from was received. */
  readonly isLater: boolean
}

/** Finds how a response joins what was read. It changes nothing. */
export class Joiner {
  readonly #yielded: YieldedItems
  readonly #lastRead: LastRead
  readonly #newestFirst: boolean | undefined
  readonly #isResumed: boolean
  /** How many items that a cursor names may have vanished. In an unknown order that cannot be seen. */
  readonly #vanished: number

  constructor(
    yielded: YieldedItems,
    lastRead: LastRead,
    { newestFirst, isResumed }: { readonly newestFirst: boolean | undefined; readonly isResumed: boolean },
  ) {
    this.#yielded = yielded
    this.#lastRead = lastRead
    this.#newestFirst = newestFirst
    this.#isResumed = isResumed
    this.#vanished = newestFirst === undefined ? 0 : LONGEST_TAIL
  }

  /**
   * Joins a response by its content. If it holds the item read last, it proves what follows, however old it is. If it holds
   * only older items, it proves that if it is later: the last item has vanished. In any other response, the items that
   * follow may have been yielded already.
   */
  join({ identities }: NumberedResponse<unknown>, origin: ResponseOrigin): JoinPoint | null {
    const { recent } = this.#lastRead
    const [first] = identities
    if (first !== undefined && first === recent.last && isUnique(first)) {
      return { skip: 0, from: 1, behind: 0, isCertain: true }
    }
    const joinPoint = this.#joinById(identities, origin) ?? recent.joinByContent(identities, origin.isSearch)
    return joinPoint !== null && (joinPoint.behind === 0 || origin.isLater) ? joinPoint : null
  }

  /** Whether a response goes back behind the item read last, although its items from `from` on should follow it. */
  goesBack({ identities }: NumberedResponse<unknown>, from: number): boolean {
    const { lastUnique } = this.#lastRead
    if (lastUnique !== null && identities.includes(lastUnique, from)) return true
    // One alone may be an id that the provider has used twice.
    let known = 0
    for (let at = from; at < identities.length && known < 2; at += 1) {
      const identity = identities[at] ?? ''
      if (!isUnique(identity)) continue
      if (!this.#yielded.knows(identity)) return false
      known += 1
    }
    return known === 2
  }

  /** The place of the first item that was read; -1 if there is none. */
  indexOfKnown(identities: readonly string[]): number {
    return identities.findIndex((identity) => this.#yielded.isAnchor(identity))
  }

  /** How many items arrived in front of the list, by what its first page shows now; null if it shows nothing known. */
  countBefore(identities: readonly string[]): number | null {
    const at = this.indexOfKnown(identities)
    return at === -1 ? null : at + 1 - this.#yielded.numbers.get(identities[at] ?? '')
  }

  /** Whether a response holds new items: after those read last, or among them. */
  hasNew(
    { identities }: NumberedResponse<unknown>,
    { skip, from }: Pick<JoinPoint, 'skip' | 'from'>,
  ): boolean {
    if (from < identities.length) return true
    return identities.slice(skip, from).some((identity) => this.#yielded.isUnknown(identity))
  }

  #joinById(identities: readonly string[], { isSearch, isFront, isLater }: ResponseOrigin): JoinPoint | null {
    const yielded = this.#yielded
    const { count, recent } = this.#lastRead
    const first = this.indexOfKnown(identities)
    if (first === -1) return null
    const last = this.#indexOfLast(identities)
    const number = yielded.numbers.get(identities[first] ?? '')
    const hasNewBefore = identities.slice(0, first).some((identity) => yielded.isUnknown(identity))
    const next = identities.slice(first + 1).find(isUnique)
    // Arrivals stand in front of the whole list: what follows its first item was read as well.
    const isFirst =
      !this.#isResumed &&
      number <= yielded.firstNumber &&
      (next === undefined || !yielded.isUnknown(next) || count === 1)
    const isArrival = this.#newestFirst !== false && (isFirst || isFront)
    // One known item among new ones does not show their place.
    const isAlone = hasNewBefore && !isArrival && last === -1 && this.#saysNothing(identities)
    if (isAlone && !isSearch) return null
    const end = last === -1 ? this.#endOfKnown(identities, first) : last + 1
    // Before a cursor there are more items than the walk knows, but not among the items that it has read since.
    const mayBeOld = isSearch || !isLater
    const isOld =
      this.#isResumed && (this.#newestFirst === false ? mayBeOld : first >= number - this.#vanished)
    const joined = recent.follow(identities, end)
    const behind = count - yielded.numbers.get(identities[end - 1] ?? '')
    return { skip: isArrival || isOld ? first : 0, ...(joined ?? { from: end, behind }), isCertain: true }
  }

  /** The place after the last known item of those that start at `first`, up to the first that is unknown. */
  #endOfKnown(identities: readonly string[], first: number): number {
    let end = first + 1
    for (let at = end; at < identities.length; at += 1) {
      const identity = identities[at] ?? ''
      if (this.#yielded.isUnknown(identity)) break
      if (this.#yielded.isAnchor(identity)) end = at + 1
    }
    return end
  }

  /** The place of the item read last; -1 if it is not there. After a cursor, the first of two counts: nothing is lost. */
  #indexOfLast(identities: readonly string[]): number {
    const { lastUnique } = this.#lastRead
    if (lastUnique === null) return -1
    return this.#isResumed ? identities.indexOf(lastUnique) : identities.lastIndexOf(lastUnique)
  }

  /** Whether known items among new ones do not show their place: items before a cursor look new as well. */
  #saysNothing(identities: readonly string[]): boolean {
    if (!this.#isResumed) return true
    const hasReadOn = this.#vanished === 0 && this.#lastRead.count > LONGEST_TAIL
    const isNextToAnother = (identity: string, at: number): boolean =>
      at > 0 && this.#yielded.isAnchor(identity) && this.#yielded.isAnchor(identities[at - 1] ?? '')
    return hasReadOn && !identities.some(isNextToAnother)
  }
}
