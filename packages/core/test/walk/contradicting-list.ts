import { idOf, type ItemsWithIds, type ModelItem } from './model-item.ts'

/** How a provider contradicts itself, or leaves a walk little to check. */
export type Contradiction =
  | 'id-twice-in-a-row'
  | 'id-twice-near'
  | 'id-twice-far'
  | 'ids-twice'
  | 'neighbours-swap'
  | 'neighbours-swap-at-a-page-end'
  | 'distant-items-swap'
  | 'item-moves-down'
  | 'item-moves-up'
  | 'item-moves-to-the-front'
  | 'total-too-small'
  | 'total-too-large'
  | 'total-of-the-page'
  | 'total-of-one-direction'
  | 'total-before-an-arrival'
  | 'total-after-an-arrival'
  | 'cap-shrinks'
  | 'cap-grows'
  | 'no-links'
  | 'links-sometimes'
  | 'lagging-replica'
  | 'arrivals-without-ids'
  | 'one-item-per-request'
  | 'tokens-forgotten'

/** A list before it changes, and how it changes. */
export interface ListSetting {
  readonly length: number
  readonly newestFirst: boolean
  readonly ids: ItemsWithIds
  readonly contradictions: readonly Contradiction[]
  /** The number of changes of each kind. */
  readonly changes: number
  /** The likelihood of each change between two requests. */
  readonly likelihood: number
}

type Change = (list: ContradictingList, lastEnd: number) => void

/** The change between two requests that causes a contradiction. */
const CHANGES: Partial<Record<Contradiction, Change>> = {
  'neighbours-swap': (list) => list.swap(list.anywhere(), 1),
  'neighbours-swap-at-a-page-end': (list, lastEnd) => list.swap(lastEnd - 1, 1),
  'distant-items-swap': (list) => list.swap(list.anywhere(), list.anywhere()),
  'item-moves-down': (list) => list.move(...list.twoPlaces()),
  'item-moves-up': (list) => list.move(...reversed(list.twoPlaces())),
  'item-moves-to-the-front': (list) => list.move(list.anywhere(), 0),
  'total-before-an-arrival': (list) => list.arriveBetween('count and list'),
  'total-after-an-arrival': (list) => list.arriveBetween('list and count'),
  'lagging-replica': (list) => list.arrive(),
  'arrivals-without-ids': (list) => list.arrive(),
}

/** The number of items that repeat the id of an earlier item, and their largest distance from that item. */
const REPEATS: Partial<Record<Contradiction, { readonly count: number; readonly furthest: number }>> = {
  'id-twice-in-a-row': { count: 1, furthest: 1 },
  'id-twice-near': { count: 1, furthest: 4 },
  'id-twice-far': { count: 1, furthest: Infinity },
  'ids-twice': { count: 5, furthest: Infinity },
}

const LAG = 3

const reversed = ([one, other]: readonly [number, number]): [number, number] => [other, one]

/** A list in which ids repeat, items change places, and messages arrive while the server makes a response. */
export class ContradictingList {
  /** In the order of the API. */
  #items: ModelItem[]
  readonly #setting: ListSetting
  readonly #chance: () => number
  readonly #remainingChanges = new Map<Contradiction, number>()
  readonly #arrived: ModelItem[] = []
  /** The difference between the count and the list of the next response. */
  #miscount = 0
  /** Whether a message arrives after the next response. */
  #isArriving = false

  constructor(setting: ListSetting, chance: () => number) {
    this.#setting = setting
    this.#chance = chance
    const { length, newestFirst, contradictions, changes } = setting
    const items = Array.from({ length }, (_, number) => this.#make(number))
    this.#items = newestFirst ? items.toReversed() : items
    for (const contradiction of contradictions) {
      this.#repeatIds(contradiction)
      if (CHANGES[contradiction] !== undefined) this.#remainingChanges.set(contradiction, changes)
    }
  }

  get items(): readonly ModelItem[] {
    return this.#items
  }

  /** The list as a server shows it that has not received the last arrivals yet. */
  get lagging(): readonly ModelItem[] {
    const unknown = new Set(this.#arrived.slice(-LAG))
    return this.#items.filter((item) => !unknown.has(item))
  }

  /** How many more items a response counts than it lists, because the server does one after the other. */
  takeMiscount(): number {
    const miscount = this.#miscount
    this.#miscount = 0
    return miscount
  }

  /** Makes the changes between two requests. The page before ended at `lastEnd`. */
  change(lastEnd: number): void {
    if (this.#isArriving) this.arrive()
    this.#isArriving = false
    for (const [contradiction, remaining] of this.#remainingChanges) {
      if (remaining === 0 || this.#chance() >= this.#setting.likelihood) continue
      this.#remainingChanges.set(contradiction, remaining - 1)
      CHANGES[contradiction]?.(this, lastEnd)
    }
  }

  anywhere(): number {
    return Math.floor(this.#chance() * this.#items.length)
  }

  /** Two places in the order of the list. */
  twoPlaces(): [number, number] {
    const one = this.anywhere()
    const other = this.anywhere()
    return [Math.min(one, other), Math.max(one, other)]
  }

  /** Swaps two items. If the second place is beyond the end of the list, it counts from the beginning. */
  swap(at: number, distance: number): void {
    const other = (at + distance) % Math.max(1, this.#items.length)
    const one = this.#items[at]
    const two = this.#items[other]
    if (one === undefined || two === undefined) return
    this.#items = this.#items.with(at, two).with(other, one)
  }

  move(from: number, to: number): void {
    const moved = this.#items.slice(from, from + 1)
    this.#items = this.#items.toSpliced(from, 1).toSpliced(to, 0, ...moved)
  }

  arrive(): void {
    const item = this.#make(this.#items.length)
    this.#arrived.push(item)
    this.#items = this.#setting.newestFirst ? [item, ...this.#items] : [...this.#items, item]
  }

  /** A message arrives while the server makes its next response. */
  arriveBetween(moment: 'count and list' | 'list and count'): void {
    if (moment === 'count and list') {
      this.#miscount = -1
      this.arrive()
    } else {
      this.#miscount = 1
      this.#isArriving = true
    }
  }

  #make(number: number): ModelItem {
    return { number, id: idOf(number, this.#setting.ids), text: `message ${number}` }
  }

  #repeatIds(contradiction: Contradiction): void {
    const { count = 0, furthest = 0 } = REPEATS[contradiction] ?? {}
    for (let repeated = 0; repeated < count; repeated += 1) {
      const from = this.anywhere()
      const distance = 1 + Math.floor(this.#chance() * Math.min(furthest, this.#items.length))
      const to = this.#items[from + distance]
      const id = this.#items[from]?.id ?? null
      if (to !== undefined && id !== null) this.#items = this.#items.with(from + distance, { ...to, id })
    }
  }
}
