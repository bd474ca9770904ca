import type { List, ListAnswer } from '@sms/core/provider'

/** A message of the model. Twins have all but their number in common, and no id. */
export interface ModelItem {
  /** Tells it from all others; no walk ever looks at it. */
  readonly number: number
  readonly id: string | null
  readonly text: string
}

/** How the model's API serves its list. */
export interface ModelApi {
  readonly style: 'counted' | 'numbered' | 'offsets'
  readonly newestFirst: boolean
  /** The most items in a page, whatever is asked for. */
  readonly cap: number
  /** Whether pages say where they are (counted), or whether there is more (offsets). */
  readonly tells: boolean
}

/** What happens between two requests. */
export interface Mutations {
  readonly arrivals: number
  readonly deletions: number
  /** How likely one of them happens at each step. */
  readonly likelihood: number
}

const MOST_REQUESTS = 10_000

interface Pending {
  readonly answer: () => ListAnswer<ModelItem>
  readonly resolve: (answer: ListAnswer<ModelItem>) => void
  read: ListAnswer<ModelItem> | null
}

/** A small generator of numbers in [0, 1), so that a run can be repeated from its seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * A provider's list that changes while it is read. Between being asked and being answered a request waits twice, for
 * its turn to read the list and for its answer to arrive, so that answers overtake each other and show old states.
 */
export class ModelServer {
  /** Newest first. */
  #items: ModelItem[]
  readonly #deleted = new Set<number>()
  readonly #pending: Pending[] = []
  readonly #chance: () => number
  readonly #fate: () => number
  readonly #api: ModelApi
  #next: number
  #mutations: Mutations
  requests = 0
  mostInFlight = 0
  /** The highest page, or offset in pages, that was asked for. */
  furthest = 0

  constructor(length: number, api: ModelApi, mutations: Mutations, seed: number) {
    this.#api = api
    this.#mutations = mutations
    // Separate sources, so that what happens does not depend on the order in which answers arrive.
    this.#chance = random(seed)
    this.#fate = random(seed + 1)
    this.#items = Array.from({ length }, (_, index) => this.#make(length - 1 - index))
    this.#next = length
  }

  /** The items there now, in the order the API gives them. */
  get items(): readonly ModelItem[] {
    return this.#api.newestFirst ? [...this.#items] : this.#items.toReversed()
  }

  /** Those of `items` that have not been deleted since. */
  remaining(items: readonly ModelItem[]): readonly ModelItem[] {
    return items.filter(({ number }) => !this.#deleted.has(number))
  }

  get list(): List<ModelItem> {
    return {
      newestFirst: this.#api.newestFirst,
      ask: (position, size, signal) => this.#ask(position, size, signal),
      identify: ({ id, text }) => (id === null ? `c${text}` : `i${id}`),
    }
  }

  arrive(count: number): void {
    for (let arrived = 0; arrived < count; arrived += 1) {
      this.#items.unshift(this.#make(this.#next))
      this.#next += 1
    }
  }

  delete(index: number): void {
    const [deleted] = this.#items.splice(index, 1)
    if (deleted !== undefined) this.#deleted.add(deleted.number)
  }

  /** Resolves when no request is waiting for its answer. */
  async idle(): Promise<void> {
    while (this.#pending.length > 0) await turn()
    await turn()
  }

  /** Lets the list change and answers requests, in random order, until `done`. */
  async serve(done: Promise<unknown>): Promise<void> {
    let isDone = false
    const end = (): void => {
      isDone = true
    }
    done.then(end, end)
    for (;;) {
      await turn()
      if (isDone) return
      this.#mutate()
      this.#step()
    }
  }

  #make(number: number): ModelItem {
    // Without ids, as smstools has them for inbound messages; and every third one is like its neighbour.
    const isAnonymous = this.#api.style === 'counted' && number % 2 === 0
    const text = `message ${isAnonymous && number % 3 === 0 ? number - (number % 6) : number}`
    return { number, id: isAnonymous ? null : `id${number}`, text }
  }

  #mutate(): void {
    const { arrivals, deletions, likelihood } = this.#mutations
    if (this.#fate() >= likelihood) return
    const isArrival = this.#fate() * (arrivals + deletions) < arrivals
    if (isArrival && arrivals > 0) {
      this.arrive(1)
      this.#mutations = { ...this.#mutations, arrivals: arrivals - 1 }
    } else if (deletions > 0) {
      this.delete(Math.floor(this.#fate() * this.#items.length))
      this.#mutations = { ...this.#mutations, deletions: deletions - 1 }
    }
  }

  #step(): void {
    const pending = this.#pending[Math.floor(this.#chance() * this.#pending.length)]
    if (pending === undefined) return
    if (pending.read === null) {
      pending.read = pending.answer()
      return
    }
    this.#pending.splice(this.#pending.indexOf(pending), 1)
    pending.resolve(pending.read)
  }

  #ask(position: number, asked: number, signal: AbortSignal): Promise<ListAnswer<ModelItem>> {
    const size = Math.min(asked, this.#api.cap)
    const isPage = this.#api.style !== 'offsets'
    this.requests += 1
    if (this.requests > MOST_REQUESTS) throw new Error('the walk does not end')
    this.furthest = Math.max(this.furthest, isPage ? position : Math.ceil(position / size))
    return new Promise((resolve, reject) => {
      const start = isPage ? (position - 1) * size : position
      const pending: Pending = { answer: () => this.#answer(start, size), resolve, read: null }
      this.#pending.push(pending)
      this.mostInFlight = Math.max(this.mostInFlight, this.#pending.length)
      signal.addEventListener('abort', () => {
        const at = this.#pending.indexOf(pending)
        if (at >= 0) this.#pending.splice(at, 1)
        reject(signal.reason)
      })
    })
  }

  #answer(start: number, size: number): ListAnswer<ModelItem> {
    const { style, tells } = this.#api
    const items = this.items.slice(start, start + size)
    if (style === 'counted') return { items, total: this.#items.length, first: tells ? start : undefined }
    if (style === 'numbered') return { items }
    return { items, more: tells ? start + items.length < this.#items.length : undefined }
  }
}
