import { setImmediate as turn } from 'node:timers/promises'
import { type Page, type Paginated, SmsError } from '@sms/core'
import {
  itemIdentity,
  type List,
  type ListResponse,
  paginate,
  type PaginatedSource,
  type TokenResponse,
  type TokenList,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'

/** How an API serves a list: pages with a total, pages without, from any offset, or by the token of the page before. */
export type Style = 'counted' | 'numbered' | 'offsets' | 'tokens'

export const STYLES = ['counted', 'numbered', 'offsets', 'tokens'] as const

export interface Item {
  readonly id: string | null
  readonly text: string
}

/** An item as the walk gives it. */
export interface Given extends Item {
  readonly repeat: number
}

/** How many items that are alike come before an item without an id. */
export function repeatOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

/** A request as the walk makes it. */
export interface Asked {
  /** The number of a page or the offset of an item; where pages have tokens, the offset that `serve` makes them of. */
  readonly position: number
  /** Null for a first page, and where there are no tokens. */
  readonly token: string | null
  readonly size: number
  readonly signal: AbortSignal
  /** How many requests there were with it, from 1. */
  readonly number: number
}

export type ScriptedAnswer = ListResponse<Item> & Partial<TokenResponse<Item>>

/** What is answered: decided when the request comes, given a turn of the event loop later at the earliest. */
export type Script = (asked: Asked) => ScriptedAnswer | Promise<ScriptedAnswer>

export type ReadOptions = Partial<PaginatedSource<Item, Given>['settings']> &
  Pick<PaginatedSource<Item, Given>, 'select'>

const PROVIDER = 'scripted'
const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

// Far above what any walk here may need: a walk that goes round in circles fails instead of hanging.
const MOST_REQUESTS = 2000

const identify = ({ id, text }: Item): string => itemIdentity(id, () => [text])

/** A provider's list that answers by a script and keeps account of what it was asked. */
export class ScriptedList {
  readonly asked: Asked[] = []
  inFlight = 0
  mostInFlight = 0
  /** Requests whose answers held an item that no earlier one had. */
  fruitful = 0
  readonly #seen = new Set<string>()
  readonly #style: Style
  readonly #script: Script
  readonly #order: Pick<List<Item>, 'newestFirst'>

  /** @param order What the list says of its order. */
  constructor(style: Style, script: Script, order: Pick<List<Item>, 'newestFirst'> = {}) {
    this.#style = style
    this.#script = script
    this.#order = order
  }

  get tokens(): readonly (string | null)[] {
    return this.asked.map(({ token }) => token)
  }

  get positions(): readonly number[] {
    return this.asked.map(({ position }) => position)
  }

  /** A walk over the list, by default in pages of 10. */
  read({ select, ...settings }: ReadOptions = {}, query: readonly string[] = ['all']): Paginated<Given> {
    const source = {
      provider: PROVIDER,
      query,
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
    }
    if (this.#style === 'tokens') {
      return paginate<Item, Given, TokenList<Item>>({
        ...source,
        walk: walkTokens,
        list: () => ({
          ...this.#order,
          request: async (token, size, signal) => {
            const { next = null, ...answer } = await this.#ask(Number(token ?? 0), token, size, signal)
            return { ...answer, next }
          },
          read: (answer: TokenResponse<Item>) => answer,
          identify,
        }),
      })
    }
    return paginate<Item, Given>({
      ...source,
      walk: WALKS[this.#style],
      list: () => ({
        ...this.#order,
        request: (position, size, signal) => this.#ask(position, null, size, signal),
        read: (answer: ListResponse<Item>) => answer,
        identify,
      }),
    })
  }

  async #ask(
    position: number,
    token: string | null,
    size: number,
    signal: AbortSignal,
  ): Promise<ScriptedAnswer> {
    const asked = { position, token, size, signal, number: this.asked.length + 1 }
    this.asked.push(asked)
    if (asked.number > MOST_REQUESTS) throw new Error('The walk does not end.')
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    const aborted = Promise.withResolvers<never>()
    const onAbort = (): void => aborted.reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
    try {
      const answer = await Promise.race([this.#script(asked), aborted.promise])
      await turn()
      signal.throwIfAborted()
      this.#count(answer)
      return answer
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.inFlight -= 1
    }
  }

  #count({ items }: ScriptedAnswer): void {
    const before = this.#seen.size
    for (const item of items) this.#seen.add(identify(item))
    if (this.#seen.size > before) this.fruitful += 1
  }
}

/** Items with ids, the first one numbered `from`. */
export function makeItems(length: number, from = 0): Item[] {
  return Array.from({ length }, (_, index): Item => ({
    id: `id-${from + index}`,
    text: `text ${from + index}`,
  }))
}

/** The same without ids, each with a text of its own. */
export function withoutIds(items: readonly Item[]): Item[] {
  return items.map(({ text }) => ({ id: null, text }))
}

/** Answers as an API of this style does, with no more than `cap` items. */
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

export const textsOf = (items: readonly Item[]): readonly string[] => items.map(({ text }) => text)

/** How a walk ended. */
export interface Outcome {
  readonly pages: readonly Page<Given>[]
  readonly texts: readonly string[]
  readonly error: SmsError | null
}

/** Reads to the end, whichever it is. */
export async function outcomeOf(walk: Paginated<Given>): Promise<Outcome> {
  const pages: Page<Given>[] = []
  let error: SmsError | null = null
  try {
    for await (const page of walk.pages()) pages.push(page)
  } catch (thrown) {
    if (!SmsError.is(thrown)) throw thrown
    error = thrown
  }
  return { pages, texts: pages.flatMap(({ items }) => textsOf(items)), error }
}

/** What nobody handled while `action` ran and after it. */
export async function unhandledBy(action: () => Promise<unknown>): Promise<readonly unknown[]> {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => {
    unhandled.push(reason)
  }
  process.on('unhandledRejection', note)
  try {
    await action()
    await settle()
  } finally {
    process.off('unhandledRejection', note)
  }
  return unhandled
}

/** A script that leaves every request but the first without an answer. */
export function holdAfterFirst(script: Script): Script {
  return (asked) => (asked.number === 1 ? script(asked) : new Promise(() => undefined))
}

/** Lets everything that can happen by itself happen. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await turn()
}
