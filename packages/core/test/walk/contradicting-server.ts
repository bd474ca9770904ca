import { SmsError } from '@sms/core'
import type { List, ListResponse, TokenList, TokenResponse } from '@sms/core/provider'
import { ContradictingList, type Contradiction, type ListSetting } from './contradicting-list.ts'
import { identify, type ModelItem } from './model-item.ts'
import { random } from './random.ts'
import { ResponseQueue } from './response-queue.ts'

/** How an API serves a list. `places` have tokens that name an item, `disguised` lists have tokens that are offsets. */
export interface ServerSetting extends ListSetting {
  readonly style: 'counted' | 'numbered' | 'offsets' | 'places' | 'disguised'
  /** The most items in a page, whatever is requested. */
  readonly cap: number
  /** The cap after `capChangesAt` requests, if it changes. */
  readonly laterCap: number
  readonly capChangesAt: number
  /** Whether counted pages state their position. */
  readonly statesPosition: boolean
  /** The error of a wrong total. */
  readonly totalError: number
  readonly seed: number
}

/** A request, and what its response stated. */
export interface Exchange {
  readonly position: number | string | null
  readonly size: number
  readonly items: readonly ModelItem[]
  readonly total: number | null | undefined
  readonly more: boolean | undefined
}

/** A provider that contradicts itself. Its list changes only between two responses. */
export class ContradictingServer {
  readonly #setting: ServerSetting
  readonly #list: ContradictingList
  readonly #queue: ResponseQueue
  readonly #choice: () => number
  readonly #forgetChance: () => number
  #forgetsLeft: number
  /** The tokens that the server accepts. */
  readonly #accepted = new Set<string | null>()
  #responseCount = 0
  #lastEnd = 0
  /** Every response that arrived, in the order of arrival. */
  readonly exchanges: Exchange[] = []

  constructor(setting: ServerSetting) {
    this.#setting = setting
    // Each source is separate, so that changes do not depend on the order in which responses arrive.
    this.#queue = new ResponseQueue(random(setting.seed))
    this.#list = new ContradictingList(setting, random(setting.seed + 1))
    this.#choice = random(setting.seed + 2)
    this.#forgetChance = random(setting.seed + 4)
    this.#forgetsLeft = this.#has('tokens-forgotten') ? setting.changes : 0
  }

  get requestCount(): number {
    return this.#queue.requestCount
  }

  get items(): readonly ModelItem[] {
    return this.#list.items
  }

  get list(): List<ModelItem> {
    return {
      ...this.#order,
      request: (position, size, signal) => this.#respond(position, size, signal),
      read: (response: ListResponse<ModelItem>) => response,
      identify,
    }
  }

  get tokenList(): TokenList<ModelItem> {
    return {
      ...this.#order,
      request: (token, size, signal) => this.#respondToToken(token, size, signal),
      read: (response: TokenResponse<ModelItem>) => response,
      identify,
    }
  }

  /** Responds to requests, in random order, until `done` settles. */
  serve(done: Promise<unknown>): Promise<void> {
    return this.#queue.serve(done)
  }

  /** A provider with numbered pages does not state their order. */
  get #order(): Pick<List<ModelItem>, 'newestFirst' | 'movesToFront'> {
    const { style, newestFirst } = this.#setting
    const movesToFront = this.#has('item-moves-to-the-front')
    return style === 'numbered' ? { movesToFront } : { newestFirst, movesToFront }
  }

  #has(contradiction: Contradiction): boolean {
    return this.#setting.contradictions.includes(contradiction)
  }

  #respond(position: number, requestedSize: number, signal: AbortSignal): Promise<ListResponse<ModelItem>> {
    const isPage = this.#setting.style !== 'offsets'
    return this.#respondWith((state) => {
      const size = Math.min(requestedSize, this.#cap())
      const start = isPage ? (position - 1) * size : position
      const items = state.slice(start, start + size)
      const response = { items, ...this.#metadata(state, start, items.length) }
      this.#lastEnd = start + items.length
      return {
        response,
        exchange: { position, size: requestedSize, items, total: response.total, more: response.more },
      }
    }, signal)
  }

  #respondToToken(
    token: string | null,
    requestedSize: number,
    signal: AbortSignal,
  ): Promise<TokenResponse<ModelItem>> {
    return this.#respondWith((state) => {
      this.#forgetTokens()
      if (token !== null && !this.#accepted.has(token)) return null
      const start = token === null ? 0 : this.#startOf(token, state)
      const end = Math.min(state.length, start + Math.min(requestedSize, this.#cap()))
      const items = state.slice(start, end)
      this.#lastEnd = end
      const next = end < state.length ? this.#tokenFor(end, items) : null
      this.#accepted.add(next)
      const exchange = { position: token, size: requestedSize, items, total: undefined, more: next !== null }
      return { response: { items, next }, exchange }
    }, signal)
  }

  /** Forgets all tokens, now and then. */
  #forgetTokens(): void {
    if (this.#forgetsLeft === 0 || this.#forgetChance() >= this.#setting.likelihood) return
    this.#forgetsLeft -= 1
    this.#accepted.clear()
  }

  #startOf(token: string, state: readonly ModelItem[]): number {
    const number = Number(token.split('.')[0])
    return this.#setting.style === 'disguised'
      ? number
      : state.findIndex((item) => item.number === number) + 1
  }

  /** Tokens that name an item are unique, as if the provider signed them. */
  #tokenFor(end: number, items: readonly ModelItem[]): string {
    return this.#setting.style === 'disguised' ? `${end}` : `${items.at(-1)?.number}.${this.#responseCount}`
  }

  #cap(): number {
    const { cap, laterCap, capChangesAt } = this.#setting
    if (this.#has('one-item-per-request')) return 1
    const changes = this.#has('cap-shrinks') || this.#has('cap-grows')
    return changes && this.#responseCount > capChangesAt ? laterCap : cap
  }

  /** What a response states about the list. */
  #metadata(
    state: readonly ModelItem[],
    start: number,
    length: number,
  ): Omit<ListResponse<ModelItem>, 'items'> {
    const { style, statesPosition } = this.#setting
    if (style === 'numbered') return {}
    if (style === 'counted')
      return { total: this.#total(state.length, length), first: statesPosition ? start : undefined }
    const isSilent = this.#has('no-links') || (this.#has('links-sometimes') && this.#choice() < 0.5)
    return { more: isSilent ? undefined : start + length < state.length }
  }

  #total(listed: number, inPage: number): number {
    const { totalError } = this.#setting
    if (this.#has('total-of-the-page')) return inPage
    if (this.#has('total-of-one-direction')) return Math.floor(listed / 2)
    if (this.#has('total-too-small')) return Math.max(0, listed - totalError)
    if (this.#has('total-too-large')) return listed + totalError
    return listed + this.#list.takeMiscount()
  }

  async #respondWith<Response>(
    /** Null if the server rejects the request. */
    makeResponse: (state: readonly ModelItem[]) => {
      readonly response: Response
      readonly exchange: Exchange
    } | null,
    signal: AbortSignal,
  ): Promise<Response> {
    const made = await this.#queue.respond(() => makeResponse(this.#nextState()), signal)
    if (made === null) throw new SmsError('rejected', 'The token is not known.', { provider: 'model' })
    this.exchanges.push(made.exchange)
    return made.response
  }

  /** The list that the next response shows. */
  #nextState(): readonly ModelItem[] {
    if (this.#responseCount > 0) this.#list.change(this.#lastEnd)
    this.#responseCount += 1
    const isLagging = this.#has('lagging-replica') && this.#choice() < 0.5
    return isLagging ? this.#list.lagging : this.#list.items
  }
}
