import { setImmediate as turn } from 'node:timers/promises'
import { type Page, type Paginated, SmsError } from '@sms/core'
import {
  type ItemList,
  itemIdentity,
  type List,
  type ListResponse,
  paginate,
  type PaginatedSource,
  type TokenResponse,
  type TokenList,
  walkCountedPages,
  type WalkedList,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'

/** How an API serves a list: numbered pages with or without a total, offsets, or tokens that earlier pages include. */
export type Style = 'counted' | 'numbered' | 'offsets' | 'tokens'

export const STYLES = ['counted', 'numbered', 'offsets', 'tokens'] as const

export interface Item {
  readonly id: string | null
  readonly text: string
}

/** An item as the walk yields it. */
export interface YieldedItem extends Item {
  readonly repeat: number
}

/** The number of identical items before an item without an id. */
export function repeatOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

/** A request that a walk sends to the list. */
export interface ScriptedRequest {
  /** The number of a page or an offset. If pages have tokens, the offset that `serve` puts into a token. */
  readonly position: number
  /** Null for a first page, and if pages have no tokens. */
  readonly token: string | null
  readonly size: number
  readonly signal: AbortSignal
  /** 1 for the first request to the list. */
  readonly number: number
}

export type ScriptedResponse = ListResponse<Item> & Partial<TokenResponse<Item>>

/** Makes the response when a request is sent. The response arrives at least one turn of the event loop later. */
export type Script = (request: ScriptedRequest) => ScriptedResponse | Promise<ScriptedResponse>

export type ReadOptions = Partial<PaginatedSource<Item, YieldedItem>['settings']> &
  Pick<PaginatedSource<Item, YieldedItem>, 'select'>

const PROVIDER = 'scripted'
const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

// More than any walk here needs, so that a walk that loops fails instead of hanging.
const MOST_REQUESTS = 2000

const identify = ({ id, text }: Item): string => itemIdentity(id, () => [text])

/** What a list may declare of itself. */
type Declared = Pick<List<Item>, 'newestFirst' | 'mayBeEmpty'>

/** A provider's list that responds by a script and records its requests. */
export class ScriptedList {
  readonly requests: ScriptedRequest[] = []
  /** For each response that was read: how many requests had been sent. */
  readonly sentWhenRead: number[] = []
  inFlight = 0
  mostInFlight = 0
  /** The number of responses that included an item for the first time. */
  responsesWithNewItems = 0
  readonly #seen = new Set<string>()
  readonly #style: Style
  readonly #script: Script
  readonly #declared: Declared

  /** @param declared What the list declares. */
  constructor(style: Style, script: Script, declared: Declared = {}) {
    this.#style = style
    this.#script = script
    this.#declared = declared
  }

  get tokens(): readonly (string | null)[] {
    return this.requests.map(({ token }) => token)
  }

  get positions(): readonly number[] {
    return this.requests.map(({ position }) => position)
  }

  /** Walks over the list, by default in pages of 10. */
  read(
    { select, ...settings }: ReadOptions = {},
    cursorScope: readonly string[] = ['all'],
  ): Paginated<YieldedItem> {
    return paginate<Item, YieldedItem, ItemList<Item>>({
      provider: PROVIDER,
      cursorScope,
      settings: {
        limit: Infinity,
        pageSize: 10,
        concurrency: 4,
        cursor: undefined,
        signal: undefined,
        ...settings,
      },
      normalize: (item: Item, key: string) => ({ ...item, repeat: repeatOf(key) }),
      select,
      ...this.walked,
    })
  }

  /** The list, and the walk for lists of its style. */
  get walked(): WalkedList<Item, ItemList<Item>> {
    const byToken: WalkedList<Item, TokenList<Item>> = {
      walk: walkTokens,
      list: () => ({
        ...this.#declared,
        request: async (token, size, signal) => {
          const { next = null, ...page } = await this.#respond(Number(token ?? 0), token, size, signal)
          return { ...page, next }
        },
        read: (response: TokenResponse<Item>) => response,
        identify,
      }),
    }
    const style = this.#style
    if (style === 'tokens') return byToken as unknown as WalkedList<Item, ItemList<Item>>
    const byNumber: WalkedList<Item> = {
      walk: WALKS[style],
      list: () => ({
        ...this.#declared,
        request: (position, size, signal) => this.#respond(position, null, size, signal),
        read: (response: ListResponse<Item>) => {
          this.sentWhenRead.push(this.requests.length)
          return response
        },
        identify,
      }),
    }
    return byNumber as unknown as WalkedList<Item, ItemList<Item>>
  }

  async #respond(
    position: number,
    token: string | null,
    size: number,
    signal: AbortSignal,
  ): Promise<ScriptedResponse> {
    const request = { position, token, size, signal, number: this.requests.length + 1 }
    this.requests.push(request)
    if (request.number > MOST_REQUESTS) throw new Error('The walk does not end.')
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    const aborted = Promise.withResolvers<never>()
    const onAbort = (): void => aborted.reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
    try {
      const response = await Promise.race([this.#script(request), aborted.promise])
      await turn()
      signal.throwIfAborted()
      this.#count(response)
      return response
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.inFlight -= 1
    }
  }

  #count({ items }: ScriptedResponse): void {
    const before = this.#seen.size
    for (const item of items) this.#seen.add(identify(item))
    if (this.#seen.size > before) this.responsesWithNewItems += 1
  }
}

/** Items with ids, the first one numbered `from`. */
export function makeItems(length: number, from = 0): Item[] {
  return Array.from({ length }, (_, index): Item => ({
    id: `id-${from + index}`,
    text: `text ${from + index}`,
  }))
}

/** The same items without their ids. Each keeps its own text. */
export function withoutIds(items: readonly Item[]): Item[] {
  return items.map(({ text }) => ({ id: null, text }))
}

/** Responds as an API of this style does, with at most `cap` items. */
export function serve(style: Style, items: readonly Item[], cap: number = Infinity): Script {
  return ({ position, size }) => {
    const length = Math.min(size, cap)
    const start = style === 'offsets' || style === 'tokens' ? position : (position - 1) * length
    const page = items.slice(start, start + length)
    const more = start + length < items.length
    if (style === 'counted') return { items: page, total: items.length }
    if (style === 'numbered') return { items: page }
    return style === 'offsets'
      ? { items: page, more }
      : { items: page, next: more ? `${start + length}` : null }
  }
}

/** Serves offsets that do not state whether more follows. */
export function serveWithoutLinks(items: readonly Item[], cap: number = Infinity): Script {
  const script = serve('offsets', items, cap)
  return async (request) => ({ items: (await script(request)).items })
}

export const textsOf = (items: readonly Item[]): readonly string[] => items.map(({ text }) => text)

/** What a walk yielded, and how it ended. */
export interface Outcome {
  readonly pages: readonly Page<YieldedItem>[]
  readonly texts: readonly string[]
  readonly error: SmsError | null
}

/** Reads a walk until it ends or fails. */
export async function outcomeOf(walk: Paginated<YieldedItem>): Promise<Outcome> {
  const pages: Page<YieldedItem>[] = []
  let error: SmsError | null = null
  try {
    for await (const page of walk.pages()) pages.push(page)
  } catch (thrown) {
    if (!SmsError.is(thrown)) throw thrown
    error = thrown
  }
  return { pages, texts: pages.flatMap(({ items }) => textsOf(items)), error }
}

/** The rejections that stay unhandled while `action` runs and after it. */
export async function unhandledRejectionsOf(action: () => Promise<unknown>): Promise<readonly unknown[]> {
  const unhandled: unknown[] = []
  const record = (reason: unknown): void => {
    unhandled.push(reason)
  }
  process.on('unhandledRejection', record)
  try {
    await action()
    await settle()
  } finally {
    process.off('unhandledRejection', record)
  }
  return unhandled
}

/** A script that responds to the first request only. */
export function respondOnce(script: Script): Script {
  return (request) => (request.number === 1 ? script(request) : new Promise(() => undefined))
}

/** Waits until everything has happened that needs no further action. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn()
}
