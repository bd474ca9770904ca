import {
  itemIdentity,
  type List,
  type ListResponse,
  type TokenResponse,
  type TokenList,
} from '@sms/core/provider'

/** A message of the model. Twins have all but their number in common, and no id. */
export interface ModelItem {
  /** Tells it from all others; no walk ever looks at it. */
  readonly number: number
  readonly id: string | null
  readonly text: string
}

/** How the model's API serves its list. */
export interface ModelApi {
  readonly style: 'counted' | 'numbered' | 'offsets' | 'tokens'
  readonly newestFirst: boolean
  /** The most items in a page, whatever is asked for. */
  readonly cap: number
  /** Whether pages say where they are (counted), or whether there is more (offsets, tokens). */
  readonly tells: boolean
  /** How likely a page is short, or empty, although there is more (tokens). */
  readonly gaps: number
  /** Which messages have ids: all, every other one, or none. */
  readonly ids: 'all' | 'half' | 'none'
  /** Whether messages without ids that were there at first come in pairs that are alike. */
  readonly twins: boolean
}

/** What happens between two requests. */
export interface Mutations {
  readonly arrivals: number
  readonly deletions: number
  /** How likely one of them happens at each step. */
  readonly likelihood: number
}

const MOST_REQUESTS = 10_000

/** A request that waits: its first step reads the list, its second answers. Tells whether it was answered. */
type Pending = () => boolean

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

const identify = ({ id, text }: ModelItem): string => itemIdentity(id, () => [text])

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
  readonly #gap: () => number
  readonly #api: ModelApi
  readonly #tokens = new Set<string | null>()
  #next: number
  #mutations: Mutations
  requests = 0
  mostInFlight = 0
  /** The highest page, or offset in pages, that was asked for; where pages have tokens, how many pages were. */
  furthest = 0

  constructor(length: number, api: ModelApi, mutations: Mutations, seed: number) {
    this.#api = api
    this.#mutations = mutations
    // Separate sources, so that what happens does not depend on the order in which answers arrive.
    this.#chance = random(seed)
    this.#fate = random(seed + 1)
    this.#gap = random(seed + 3)
    this.#items = Array.from({ length }, (_, index) => this.#make(length - 1 - index, true))
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
    const { newestFirst } = this.#api
    return {
      newestFirst,
      request: (position, size, signal) => this.#ask(position, size, signal),
      read: (answer: ListResponse<ModelItem>) => answer,
      identify,
    }
  }

  get tokenList(): TokenList<ModelItem> {
    const { newestFirst } = this.#api
    return {
      newestFirst,
      request: (token, size, signal) => this.#askByToken(token, size, signal),
      read: (answer: TokenResponse<ModelItem>) => answer,
      identify,
    }
  }

  arrive(count: number): void {
    for (let arrived = 0; arrived < count; arrived += 1) {
      this.#items.unshift(this.#make(this.#next, false))
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

  #make(number: number, isFirst: boolean): ModelItem {
    const { ids, twins } = this.#api
    const isAnonymous = ids === 'none' || (ids === 'half' && number % 2 === 0)
    // A pair is four numbers apart where every other message has an id between.
    const pair = ids === 'half' ? 4 : 2
    const text = `message ${twins && isFirst && isAnonymous ? number - (number % pair) : number}`
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
    if (pending()) this.#pending.splice(this.#pending.indexOf(pending), 1)
  }

  #ask(position: number, asked: number, signal: AbortSignal): Promise<ListResponse<ModelItem>> {
    const size = Math.min(asked, this.#api.cap)
    const isPage = this.#api.style !== 'offsets'
    this.furthest = Math.max(this.furthest, isPage ? position : Math.ceil(position / size))
    const start = isPage ? (position - 1) * size : position
    return this.#wait(() => this.#answer(start, size), signal)
  }

  #askByToken(token: string | null, asked: number, signal: AbortSignal): Promise<TokenResponse<ModelItem>> {
    if (!this.#tokens.has(token)) this.furthest += 1
    this.#tokens.add(token)
    return this.#wait(() => this.#answerFrom(token, Math.min(asked, this.#api.cap)), signal)
  }

  #wait<ApiResponse>(answer: () => ApiResponse, signal: AbortSignal): Promise<ApiResponse> {
    this.requests += 1
    if (this.requests > MOST_REQUESTS) throw new Error('the walk does not end')
    return new Promise((resolve, reject) => {
      let read: { readonly answer: ApiResponse } | null = null
      const pending: Pending = () => {
        if (read !== null) {
          resolve(read.answer)
          return true
        }
        read = { answer: answer() }
        return false
      }
      this.#pending.push(pending)
      this.mostInFlight = Math.max(this.mostInFlight, this.#pending.length)
      signal.addEventListener('abort', () => {
        const at = this.#pending.indexOf(pending)
        if (at >= 0) this.#pending.splice(at, 1)
        reject(signal.reason)
      })
    })
  }

  #answer(start: number, size: number): ListResponse<ModelItem> {
    const { style, tells } = this.#api
    const items = this.items.slice(start, start + size)
    if (style === 'counted') return { items, total: this.#items.length, first: tells ? start : undefined }
    if (style === 'numbered') return { items }
    return { items, more: tells ? start + items.length < this.#items.length : undefined }
  }

  /** A token says after which number a page starts, and how many were made: no two are the same. */
  #answerFrom(token: string | null, size: number): TokenResponse<ModelItem> {
    const { newestFirst, tells, gaps } = this.#api
    const start = newestFirst ? this.#next : -1
    const [after = start] = token?.split('.').map(Number) ?? []
    const following = this.items.filter(({ number }) => (newestFirst ? number < after : number > after))
    const length = this.#gap() < gaps ? Math.floor(this.#gap() * size) : size
    const items = following.slice(0, length)
    const more = items.length < following.length || (!tells && items.length === size)
    return { items, next: more ? `${items.at(-1)?.number ?? after}.${this.requests}` : null }
  }
}
