import { SmsError } from '@sms/core'
import type { List, ListResponse, TokenList, TokenResponse } from '@sms/core/provider'
import { identify, idOf, type ItemsWithIds, type ModelItem } from './model-item.ts'
import { random } from './random.ts'
import { ResponseQueue } from './response-queue.ts'

/** How the model's API serves its list. */
export interface ModelApi {
  readonly style: 'counted' | 'numbered' | 'offsets' | 'tokens'
  readonly newestFirst: boolean
  /** The most items in a page, whatever is requested. */
  readonly cap: number
  /** Whether pages state their position (counted), or whether more follows (offsets, tokens). */
  readonly statesPosition: boolean
  /** The likelihood that a page is short or empty although more follows (tokens). */
  readonly gaps: number
  readonly ids: ItemsWithIds
  /** Whether the messages without ids that are in the list from the start come in identical pairs. */
  readonly hasIdenticalPairs: boolean
}

/** Changes of the list between requests. */
export interface ListChanges {
  readonly arrivals: number
  readonly deletions: number
  /** How often the provider forgets the tokens that it has sent (tokens). */
  readonly forgets: number
  /** The likelihood of a change at each step. */
  readonly likelihood: number
}

/** A provider's list that changes while a walk reads it. */
export class ModelServer {
  /** Newest first. */
  #items: ModelItem[]
  readonly #deleted = new Set<number>()
  readonly #queue: ResponseQueue
  readonly #changeChance: () => number
  readonly #gapChance: () => number
  readonly #forgetChance: () => number
  readonly #api: ModelApi
  readonly #tokens = new Set<string | null>()
  /** The tokens that the server accepts. */
  readonly #accepted = new Set<string | null>([null])
  #nextNumber: number
  #changes: ListChanges
  /** The highest requested page, with offsets counted in pages. If pages have tokens, the number of requested tokens. */
  furthest = 0

  constructor(length: number, api: ModelApi, changes: ListChanges, seed: number) {
    this.#api = api
    this.#changes = changes
    // Each source is separate, so that changes do not depend on the order in which responses arrive.
    this.#queue = new ResponseQueue(random(seed))
    this.#changeChance = random(seed + 1)
    this.#gapChance = random(seed + 3)
    this.#forgetChance = random(seed + 4)
    this.#items = Array.from({ length }, (_, index) => this.#makeItem(length - 1 - index, true))
    this.#nextNumber = length
  }

  get requestCount(): number {
    return this.#queue.requestCount
  }

  get mostInFlight(): number {
    return this.#queue.mostInFlight
  }

  /** The current items, in the order of the API. */
  get items(): readonly ModelItem[] {
    return this.#api.newestFirst ? [...this.#items] : this.#items.toReversed()
  }

  /** The items that have not been deleted. */
  remaining(items: readonly ModelItem[]): readonly ModelItem[] {
    return items.filter(({ number }) => !this.#deleted.has(number))
  }

  get list(): List<ModelItem> {
    const { newestFirst } = this.#api
    return {
      newestFirst,
      request: (position, size, signal) => this.#respond(position, size, signal),
      read: (response: ListResponse<ModelItem>) => response,
      identify,
    }
  }

  get tokenList(): TokenList<ModelItem> {
    const { newestFirst } = this.#api
    return {
      newestFirst,
      request: (token, size, signal) => this.#respondToToken(token, size, signal),
      read: (response: TokenResponse<ModelItem>) => response,
      identify,
    }
  }

  arrive(count: number): void {
    for (let arrived = 0; arrived < count; arrived += 1) {
      this.#items.unshift(this.#makeItem(this.#nextNumber, false))
      this.#nextNumber += 1
    }
  }

  delete(index: number): void {
    const [deleted] = this.#items.splice(index, 1)
    if (deleted !== undefined) this.#deleted.add(deleted.number)
  }

  /** From now on, the server rejects every token that it has sent. */
  forgetTokens(): void {
    for (const token of this.#accepted) if (token !== null) this.#accepted.delete(token)
  }

  /** Resolves when each request has its response. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  /** Changes the list and responds to requests, in random order, until `done` settles. */
  serve(done: Promise<unknown>): Promise<void> {
    return this.#queue.serve(done, () => this.#change())
  }

  #makeItem(number: number, isOriginal: boolean): ModelItem {
    const { ids, hasIdenticalPairs } = this.#api
    const id = idOf(number, ids)
    // If every second message has an id, the pairs without ids are four numbers apart.
    const pairDistance = ids === 'half' ? 4 : 2
    const isPaired = hasIdenticalPairs && isOriginal && id === null
    return { number, id, text: `message ${isPaired ? number - (number % pairDistance) : number}` }
  }

  #change(): void {
    const { arrivals, deletions, forgets, likelihood } = this.#changes
    if (forgets > 0 && this.#forgetChance() < likelihood) {
      this.forgetTokens()
      this.#changes = { ...this.#changes, forgets: forgets - 1 }
    }
    if (this.#changeChance() >= likelihood) return
    const isArrival = this.#changeChance() * (arrivals + deletions) < arrivals
    if (isArrival && arrivals > 0) {
      this.arrive(1)
      this.#changes = { ...this.#changes, arrivals: arrivals - 1 }
    } else if (deletions > 0) {
      this.delete(Math.floor(this.#changeChance() * this.#items.length))
      this.#changes = { ...this.#changes, deletions: deletions - 1 }
    }
  }

  #respond(position: number, requestedSize: number, signal: AbortSignal): Promise<ListResponse<ModelItem>> {
    const size = Math.min(requestedSize, this.#api.cap)
    const isPage = this.#api.style !== 'offsets'
    this.furthest = Math.max(this.furthest, isPage ? position : Math.ceil(position / size))
    const start = isPage ? (position - 1) * size : position
    return this.#queue.respond(() => this.#pageFrom(start, size), signal)
  }

  async #respondToToken(
    token: string | null,
    requestedSize: number,
    signal: AbortSignal,
  ): Promise<TokenResponse<ModelItem>> {
    if (!this.#tokens.has(token)) this.furthest += 1
    this.#tokens.add(token)
    const size = Math.min(requestedSize, this.#api.cap)
    const response = await this.#queue.respond(
      () => (this.#accepted.has(token) ? this.#pageAfter(token, size) : null),
      signal,
    )
    if (response !== null) return response
    throw new SmsError('rejected', 'The token is not known.', { provider: 'model' })
  }

  #pageFrom(start: number, size: number): ListResponse<ModelItem> {
    const { style, statesPosition } = this.#api
    const items = this.items.slice(start, start + size)
    if (style === 'counted') {
      return { items, total: this.#items.length, first: statesPosition ? start : undefined }
    }
    if (style === 'numbered') return { items }
    return { items, more: statesPosition ? start + items.length < this.#items.length : undefined }
  }

  /** A token contains the number that its page follows, and the number of requests, so that each token is unique. */
  #pageAfter(token: string | null, size: number): TokenResponse<ModelItem> {
    const { newestFirst, statesPosition, gaps } = this.#api
    const start = newestFirst ? this.#nextNumber : -1
    const [after = start] = token?.split('.').map(Number) ?? []
    const following = this.items.filter(({ number }) => (newestFirst ? number < after : number > after))
    const length = this.#gapChance() < gaps ? Math.floor(this.#gapChance() * size) : size
    const items = following.slice(0, length)
    const more = items.length < following.length || (!statesPosition && items.length === size)
    const next = more ? `${items.at(-1)?.number ?? after}.${this.requestCount}` : null
    this.#accepted.add(next)
    return { items, next }
  }
}
