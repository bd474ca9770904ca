import type { Paginated } from '@sms/core'
import {
  type ItemList,
  itemIdentity,
  type List,
  type ListResponse,
  mergeByTime,
  paginate,
  type PaginatedSource,
  type TokenList,
  type TokenResponse,
  walkCountedPages,
  type WalkedList,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'
import type { ModelItem } from './model-item.ts'
import { type ListChanges, type ModelApi, ModelServer } from './model-server.ts'
import { repeatOf } from './scripted-list.ts'

const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

export const SIDES = ['a', 'b'] as const

/** The list that an item stands in. */
export type Side = (typeof SIDES)[number]

interface SidedItem {
  readonly side: Side
  readonly item: ModelItem
}

/** An item as the walk yields it. */
export interface MergedItem extends SidedItem {
  readonly repeat: number
}

/** One of the lists: how it is served, how long it is at first, and what happens to it. */
export interface ListModel extends ModelApi, ListChanges {
  readonly length: number
  readonly seed: number
}

/** What two lists have in common. */
export interface Rules {
  /** Whether an item with this number is the same in both lists. */
  readonly isShared: (number: number) => boolean
  readonly hasTime: (number: number) => boolean
}

type Settings = PaginatedSource<SidedItem, MergedItem>['settings']

/** Two lists that change while they are read as one. The number of an item is its time. */
export class MergedModel {
  readonly servers: Readonly<Record<Side, ModelServer>>
  readonly #models: Readonly<Record<Side, ListModel>>
  readonly #rules: Rules
  #inFlight = 0
  mostInFlight = 0

  constructor(models: Readonly<Record<Side, ListModel>>, rules: Rules) {
    this.#models = models
    this.#rules = rules
    this.servers = { a: serverOf(models.a), b: serverOf(models.b) }
  }

  get isNewestFirst(): boolean {
    return this.#models.a.newestFirst
  }

  get requests(): number {
    return this.servers.a.requestCount + this.servers.b.requestCount
  }

  /** What sets an item apart from all others: one that both lists share is the same in both. */
  nameOf({ side, item: { number, id } }: SidedItem): string {
    // What arrives in one list is in no other.
    const isOld = number < Math.min(this.#models.a.length, this.#models.b.length)
    return id !== null && isOld && this.#rules.isShared(number) ? `both ${number}` : `${side} ${number}`
  }

  timeOf({ item: { number } }: SidedItem): Date | null {
    return this.#rules.hasTime(number) ? new Date(number * 1000) : null
  }

  read(settings: Partial<Settings>): Paginated<MergedItem> {
    return paginate<SidedItem, MergedItem, ItemList<SidedItem>>({
      provider: 'model',
      cursorScope: ['model'],
      settings: {
        limit: Infinity,
        pageSize: 10,
        concurrency: 4,
        cursor: undefined,
        signal: undefined,
        ...settings,
      },
      lists: SIDES.map((side) => this.#listOf(side)),
      merge: mergeByTime,
      timeOf: (item) => this.timeOf(item),
      normalize: (item, key) => ({ ...item, repeat: repeatOf(key) }),
      // A walk that selects asks for full pages, which its limit then cuts.
      ...(settings.limit === undefined || settings.limit === Infinity
        ? {}
        : { select: () => 'take' as const }),
    })
  }

  /** Lets both lists change and answers requests until `done`. */
  async serve(done: Promise<unknown>): Promise<void> {
    await Promise.all(SIDES.map((side) => this.servers[side].serve(done)))
  }

  #listOf(side: Side): WalkedList<SidedItem, ItemList<SidedItem>> {
    const { style, newestFirst } = this.#models[side]
    const server = this.servers[side]
    const shared = {
      newestFirst,
      identify: (sided: SidedItem) => {
        const { id, text } = sided.item
        return itemIdentity(id === null ? null : this.nameOf(sided), () => [text])
      },
    }
    const sided = <ApiResponse extends { readonly items: readonly ModelItem[] }>(
      response: ApiResponse,
    ): Omit<ApiResponse, 'items'> & { readonly items: readonly SidedItem[] } => ({
      ...response,
      items: response.items.map((item) => ({ side, item })),
    })
    const list: List<SidedItem> = {
      ...shared,
      request: (...request) => this.#count(server.list.request(...request)),
      read: (response: ListResponse<ModelItem>) => sided(response),
    }
    const tokenList: TokenList<SidedItem> = {
      ...shared,
      request: (...request) => this.#count(server.tokenList.request(...request)),
      read: (response: TokenResponse<ModelItem>) => sided(response),
    }
    const walked =
      style === 'tokens'
        ? { walk: walkTokens, list: () => tokenList }
        : { walk: WALKS[style], list: () => list }
    // Each walk fits its list.
    return walked as unknown as WalkedList<SidedItem, ItemList<SidedItem>>
  }

  async #count<ApiResponse>(response: Promise<ApiResponse>): Promise<ApiResponse> {
    this.#inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight)
    try {
      return await response
    } finally {
      this.#inFlight -= 1
    }
  }
}

function serverOf(model: ListModel): ModelServer {
  return new ModelServer(model.length, model, model, model.seed)
}
