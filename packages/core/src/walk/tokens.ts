import type { Place } from '../cursor.ts'
import { digest } from '../digest.ts'
import { findPlace } from './find-place.ts'
import { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { Stretch, TokenAnswer, TokenList, WalkRequest } from './list.ts'
import { possibleTotal } from './total.ts'

// As many times may a page come again: arrivals explain it where a token is an offset in disguise.
const MOST_REPEATS = 2

// Pages that take turns are found out as well.
const PAGES_COMPARED = 4

// Pages looked at beyond the one that should hold the place before it counts as lost.
const MOST_SEARCHED = 100

/** An answer, and what it was asked with. */
interface TokenPage<Item> extends TokenAnswer<Item> {
  /** The walk's own: they are taken out as they are given on. */
  readonly items: Item[]
  readonly token: string | null
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
}

/**
 * Walks over a list whose pages each tell the token of the next one. Exact under arrivals and deletions where a token
 * stands for a place among the items, as tokens are for.
 *
 * A token is only known when its page has arrived: then the next page is asked for, one ahead of the reader. What can
 * go wrong all the same stands in `WALK.md`.
 *
 * @throws {SmsError} `pagination` where the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { identity, paginate, type TokenList, walkTokens } from '@sms/core/provider'
 *
 * // Stands for what an API answers.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string, TokenList<{ id: string }>>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkTokens,
 *   list: () => ({
 *     ask: async (token, size) => {
 *       const from = token === null ? 0 : stored.findIndex(({ id }) => id === token) + 1
 *       const items = stored.slice(from, from + size)
 *       return { items, next: from + size < stored.length ? (items.at(-1)?.id ?? null) : null }
 *     },
 *     identify: ({ id }) => identity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkTokens<Item>(
  request: WalkRequest<Item, TokenList<Item>>,
): AsyncGenerator<Stretch<Item>, void, void> {
  const { list, pageSize, place, remaining, signal } = request
  const frontier = new Frontier(request)
  const { progress } = frontier
  /** Digests of the tokens asked for: there may be many, and they may be long. */
  const used = new Set<string>()
  /** What the last pages held. */
  let recent: readonly string[] = []
  let repeats = 0

  // What an earlier walk read of the page, that which has vanished included.
  let read = place?.offset ?? 0
  let { page, from } = place === undefined ? { page: await ask(null), from: 0 } : await rejoin(place)
  for (;;) {
    const { next } = page
    const stretch = accept(page)
    if (next === null) return yield stretch
    let asked: Promise<TokenPage<Item>> | null = null
    const ahead = (): void => {
      if (remaining() > stretch.identities.length) asked = ask(next)
      // Whoever takes the answer gets the rejection; of one that nobody takes, nobody needs to hear.
      asked?.catch(() => undefined)
    }
    yield { ...stretch, ahead }
    page = await (asked ?? ask(next))
    from = 0
    read = 0
  }

  async function ask(token: string | null): Promise<TokenPage<Item>> {
    signal.throwIfAborted()
    if (token !== null) {
      const known = digest(token)
      if (used.has(known)) progress.fail('a token for the next page comes again')
      used.add(known)
    }
    const answer = await list.ask(token, pageSize, signal)
    const identities = answer.items.map((item) => list.identify(item))
    return { ...answer, items: [...answer.items], token, identities }
  }

  /** Asks again for the page that an earlier walk stopped in, and looks for where. */
  async function rejoin(stopped: Place): Promise<{ page: TokenPage<Item>; from: number }> {
    const { token, offset, tail } = stopped
    let reread = await ask(token)
    // The pages of the earlier walk may have been larger.
    while (reread.items.length < offset && reread.next !== null) reread = await extend(reread, reread.next)
    const isRemembered = offset <= tail.length
    const isFixed = isRemembered && (token !== null || list.newestFirst === false)
    for (let searched = 0; ; searched += 1) {
      const { identities, next } = reread
      const found = findPlace(identities, stopped, isFixed)
      const isOpen = found === null ? !isFixed : found.isOpen
      if (!isOpen || next === null || searched === MOST_SEARCHED) {
        // Where all that was read of the page is remembered and has vanished, it starts with what follows.
        const start =
          found?.end ?? (isRemembered ? 0 : progress.fail('the items read last are not there any more'))
        if (start > tail.length) frontier.recall(identities.slice(0, start))
        return { page: reread, from: start }
      }
      // Arrivals may have pushed the place, or what was read last before it, to the next page.
      reread = await extend(reread, next)
    }
  }

  async function extend(begun: TokenPage<Item>, next: string): Promise<TokenPage<Item>> {
    const more = await ask(next)
    if (more.items.length === 0) progress.none('page after page brings nothing new')
    const items = [...begun.items, ...more.items]
    return { ...more, token: begun.token, items, identities: [...begun.identities, ...more.identities] }
  }

  /** Takes the new items of a page as the next of the walk. */
  function accept({ items, identities, token, next, total }: TokenPage<Item>): Stretch<Item> {
    const { length } = items
    const fresh: Item[] = []
    const freshIdentities: string[] = []
    const repeatsOf = new Map<number, number>()
    const isRepeat = repeatsPage(identities)
    for (const [at, item] of items.splice(0).entries()) {
      const identity = identities[at] ?? ''
      if (isRepeat || at < from || frontier.knows(identity)) continue
      const repeat = frontier.remember(identity)
      if (repeat > 0) repeatsOf.set(fresh.length, repeat)
      fresh.push(item)
      freshIdentities.push(identity)
    }
    progress.made(freshIdentities)
    if (fresh.length === 0 && next !== null) progress.none('page after page brings nothing new')
    return {
      items: fresh,
      identities: freshIdentities,
      repeats: repeatsOf,
      // What was left out counts as read, wherever in the page it stands.
      offset: read + length - from - fresh.length,
      tokens: { page: token, next },
      total: possibleTotal(total),
      cap: null,
      end: next === null,
    }
  }

  /** Whether a page is just like one of the last, by items that cannot be others. */
  function repeatsPage(identities: readonly string[]): boolean {
    const content = identities.join('\n')
    const isRepeat = recent.includes(content) && identities.some(isUnique)
    recent = [...recent, content].slice(-PAGES_COMPARED)
    repeats = isRepeat ? repeats + 1 : 0
    if (repeats > MOST_REPEATS) progress.fail('the same page comes again and again')
    return isRepeat
  }
}
