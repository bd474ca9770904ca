import {
  itemIdentity,
  type List,
  type ListResponse,
  type TokenResponse,
  type TokenList,
} from '@sms/core/provider'
import { ContradictingList, type Contradiction, type ListSetting } from './contradicting-list.ts'
import { type ModelItem, random } from './model-server.ts'

/** How an API serves a list: `places` have tokens that stand for an item, `disguised` ones for an offset. */
export interface ServerSetting extends ListSetting {
  readonly style: 'counted' | 'numbered' | 'offsets' | 'places' | 'disguised'
  /** The most items in a page, whatever is requested. */
  readonly cap: number
  /** The cap after `capChangesAt` requests, if it changes. */
  readonly laterCap: number
  readonly capChangesAt: number
  /** Whether counted pages state their offset. */
  readonly tells: boolean
  /** By how much a wrong total is wrong. */
  readonly totalError: number
  readonly seed: number
}

/** A request and what its response held. */
export interface Exchange {
  readonly position: number | string | null
  readonly size: number
  readonly items: readonly ModelItem[]
  readonly total: number | null | undefined
  readonly more: boolean | undefined
}

const MOST_REQUESTS = 10_000

/** A request that waits: its first step reads the list, its second responds. Returns whether it has responded. */
type Pending = () => boolean

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const identify = ({ id, text }: ModelItem): string => itemIdentity(id, () => [text])

/**
 * A provider that contradicts itself. A request waits twice, for its turn to read the list and for its response to
 * arrive, so that responses overtake each other. The list changes only between two readings.
 */
export class ContradictingServer {
  readonly #setting: ServerSetting
  readonly #list: ContradictingList
  readonly #pending: Pending[] = []
  readonly #chance: () => number
  readonly #choice: () => number
  #reads = 0
  #lastEnd = 0
  /** Every response that arrived, in the order of arrival. */
  readonly exchanges: Exchange[] = []
  requests = 0

  constructor(setting: ServerSetting) {
    this.#setting = setting
    // Separate sources, so that what happens to the list does not depend on the order in which responses arrive.
    this.#chance = random(setting.seed)
    this.#list = new ContradictingList(setting, random(setting.seed + 1))
    this.#choice = random(setting.seed + 2)
  }

  get items(): readonly ModelItem[] {
    return this.#list.items
  }

  get list(): List<ModelItem> {
    return {
      ...this.#order,
      request: (position, size, signal) => this.#ask(position, size, signal),
      read: (response: ListResponse<ModelItem>) => response,
      identify,
    }
  }

  get tokenList(): TokenList<ModelItem> {
    return {
      ...this.#order,
      request: (token, size, signal) => this.#askByToken(token, size, signal),
      read: (response: TokenResponse<ModelItem>) => response,
      identify,
    }
  }

  /** Responds to requests, in random order, until `done`. */
  async serve(done: Promise<unknown>): Promise<void> {
    let isDone = false
    const end = (): void => {
      isDone = true
    }
    done.then(end, end)
    for (;;) {
      await turn()
      if (isDone) return
      const pending = this.#pending[Math.floor(this.#chance() * this.#pending.length)]
      if (pending?.() === true) this.#pending.splice(this.#pending.indexOf(pending), 1)
    }
  }

  /** Providers with numbered pages do not state their order. */
  get #order(): Pick<List<ModelItem>, 'newestFirst' | 'movesToFront'> {
    const { style, newestFirst } = this.#setting
    const movesToFront = this.#has('item-moves-to-the-front')
    return style === 'numbered' ? { movesToFront } : { newestFirst, movesToFront }
  }

  #has(contradiction: Contradiction): boolean {
    return this.#setting.contradictions.includes(contradiction)
  }

  #ask(position: number, asked: number, signal: AbortSignal): Promise<ListResponse<ModelItem>> {
    const isPage = this.#setting.style !== 'offsets'
    return this.#wait((state) => {
      const size = Math.min(asked, this.#cap())
      const start = isPage ? (position - 1) * size : position
      const items = state.slice(start, start + size)
      const response = { items, ...this.#about(state, start, items.length) }
      this.#lastEnd = start + items.length
      return {
        response,
        exchange: { position, size: asked, items, total: response.total, more: response.more },
      }
    }, signal)
  }

  #askByToken(token: string | null, asked: number, signal: AbortSignal): Promise<TokenResponse<ModelItem>> {
    return this.#wait((state) => {
      const start = token === null ? 0 : this.#startOf(token, state)
      const end = Math.min(state.length, start + Math.min(asked, this.#cap()))
      const items = state.slice(start, end)
      this.#lastEnd = end
      const next = end < state.length ? this.#tokenFor(end, items) : null
      const exchange = { position: token, size: asked, items, total: undefined, more: next !== null }
      return { response: { items, next }, exchange }
    }, signal)
  }

  #startOf(token: string, state: readonly ModelItem[]): number {
    const number = Number(token.split('.')[0])
    return this.#setting.style === 'disguised'
      ? number
      : state.findIndex((item) => item.number === number) + 1
  }

  /** No two tokens for a place are the same, as at providers that sign them. */
  #tokenFor(end: number, items: readonly ModelItem[]): string {
    return this.#setting.style === 'disguised' ? `${end}` : `${items.at(-1)?.number}.${this.#reads}`
  }

  #cap(): number {
    const { cap, laterCap, capChangesAt } = this.#setting
    if (this.#has('one-item-per-request')) return 1
    const changes = this.#has('cap-shrinks') || this.#has('cap-grows')
    return changes && this.#reads > capChangesAt ? laterCap : cap
  }

  /** What a response states about the list. */
  #about(state: readonly ModelItem[], start: number, length: number): Omit<ListResponse<ModelItem>, 'items'> {
    const { style, tells } = this.#setting
    if (style === 'numbered') return {}
    if (style === 'counted')
      return { total: this.#total(state.length, length), first: tells ? start : undefined }
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

  #wait<Response>(
    read: (state: readonly ModelItem[]) => { readonly response: Response; readonly exchange: Exchange },
    signal: AbortSignal,
  ): Promise<Response> {
    this.requests += 1
    if (this.requests > MOST_REQUESTS) throw new Error('the walk does not end')
    return new Promise((resolve, reject) => {
      let made: ReturnType<typeof read> | null = null
      const pending: Pending = () => {
        if (made !== null) {
          this.exchanges.push(made.exchange)
          resolve(made.response)
          return true
        }
        made = read(this.#nextState())
        return false
      }
      this.#pending.push(pending)
      signal.addEventListener('abort', () => {
        const at = this.#pending.indexOf(pending)
        if (at >= 0) this.#pending.splice(at, 1)
        reject(signal.reason)
      })
    })
  }

  /** The list as the next request finds it. */
  #nextState(): readonly ModelItem[] {
    if (this.#reads > 0) this.#list.change(this.#lastEnd)
    this.#reads += 1
    const isLagging = this.#has('lagging-replica') && this.#choice() < 0.5
    return isLagging ? this.#list.lagging : this.#list.items
  }
}
