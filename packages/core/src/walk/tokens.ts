import type { ResumePoint } from './resume-point.ts'
import { digest } from '../digest.ts'
import { findPlace } from './find-place.ts'
import type { Frontier } from './frontier.ts'
import { isUnique } from './identity.ts'
import type { Batch, TokenResponse, TokenList, WalkRequest } from './list.ts'
import { readUntilCertain } from './read-until-certain.ts'
import type { Unread } from './unread.ts'

// As many times may a page come again: arrivals explain it if a token is an offset in disguise.
const MOST_REPEATS = 2

// Pages that take turns are found out as well.
const PAGES_COMPARED = 4

// Pages looked at beyond the one that should hold the place before it counts as lost.
const MOST_SEARCHED = 100

/** A response, and the token that it was requested with. */
interface TokenPage<Item> extends TokenResponse<Item> {
  /** The walk's own: they are taken out as they are given on. */
  readonly items: Item[]
  readonly token: string | null
  /** The items' identities, in the same order. */
  readonly identities: readonly string[]
}

/**
 * Walks over a list whose pages each include the token of the next one. Exact under arrivals and deletions where a token
 * stands for a place among the items, as tokens are for.
 *
 * A token is only known when its page has arrived: then the next page is requested, one ahead of the reader. What can
 * go wrong all the same stands in `WALK.md`.
 *
 * @throws {SmsError} `pagination` if the pages contradict each other beyond repair, or repeat; and what the list
 * throws.
 * @example
 * ```ts
 * import { itemIdentity, paginate, type TokenList, walkTokens } from '@sms/core/provider'
 *
 * // Stands for what an API returns.
 * const stored = Array.from({ length: 120 }, (_, at) => ({ id: `m${at}` }))
 * const messages = paginate<{ id: string }, string, TokenList<{ id: string }>>({
 *   provider: 'acme',
 *   query: ['acme', 'messages'],
 *   settings: { limit: Infinity, pageSize: 50, concurrency: 4, cursor: undefined, signal: undefined },
 *   walk: walkTokens,
 *   list: () => ({
 *     request: async (token, size) => {
 *       const from = token === null ? 0 : stored.findIndex(({ id }) => id === token) + 1
 *       const items = stored.slice(from, from + size)
 *       return { items, next: from + size < stored.length ? (items.at(-1)?.id ?? null) : null }
 *     },
 *     identify: ({ id }) => itemIdentity(id, () => []),
 *   }),
 *   normalize: ({ id }) => id,
 * })
 * console.log((await messages.toArray()).length) // 120
 * ```
 */
export async function* walkTokens<Item>(
  request: WalkRequest<Item, TokenList<Item>>,
): AsyncGenerator<Batch<Item>, void, void> {
  yield* readUntilCertain(request, readTokens)
}

async function* readTokens<Item>(
  request: WalkRequest<Item, TokenList<Item>>,
  frontier: Frontier<Item>,
  unread: Unread<Item>,
): AsyncGenerator<Batch<Item>, void, void> {
  const { list, pageSize, place, remaining, signal } = request
  const { loopGuard } = frontier
  /** Digests of the requested tokens: there may be many, and they may be long. */
  const used = new Set<string>()
  /** What the last pages held. */
  let recent: readonly string[] = []
  let repeats = 0

  let { page, from } = place === undefined ? { page: await ask(null), from: 0 } : await rejoin(place)
  /** How many items that an earlier walk read of the page have vanished. */
  let vanished = (place?.offset ?? 0) - from
  for (;;) {
    const { next } = page
    const batch = accept(page)
    if (next === null) return yield batch
    let asked: Promise<TokenPage<Item>> | null = null
    const ahead = (): void => {
      if (remaining() > batch.items.length) asked = ask(next)
      // A caller that takes the response gets the rejection. If none does, it must not count as unhandled.
      asked?.catch(() => undefined)
    }
    yield { ...batch, ahead }
    const before = page
    page = await (asked ?? ask(next))
    vanished = 0
    from = await overlapOf(page, before)
  }

  async function ask(token: string | null): Promise<TokenPage<Item>> {
    signal.throwIfAborted()
    if (token !== null) {
      const known = digest(token)
      if (used.has(known)) loopGuard.fail('a token for the next page comes again')
      used.add(known)
    }
    return requestPage(token)
  }

  async function requestPage(token: string | null): Promise<TokenPage<Item>> {
    const answer = await list.request(token, pageSize, signal)
    const identities = answer.items.map((item) => list.identify(item))
    const received = { ...answer, items: [...answer.items], token, identities }
    unread.keep(received)
    return received
  }

  /**
   * How many items of a page are the ones read last. Without ids, they may also be identical ones: then the page before
   * shows whether something has pushed them on. Arrivals push what is on the first page of any list, but only a token
   * that is an offset in disguise stays the same.
   */
  async function overlapOf({ identities }: TokenPage<Item>, before: TokenPage<Item>): Promise<number> {
    const overlap = frontier.recent.overlapOf(identities)
    if (overlap === 0 || identities.slice(0, overlap).some(isUnique)) return overlap
    // A whole page that came before is no overlap.
    if (overlap === identities.length && overlap === before.identities.length) return 0
    const again = await requestPage(before.token)
    const isShifted = again.identities.some(
      (identity, at) => (before.identities[at] ?? identity) !== identity,
    )
    if (!isShifted || (before.token === null && again.next !== before.next)) return 0
    const end = frontier.recent.endIn([...again.identities, ...identities])
    return Math.max(0, end - again.identities.length)
  }

  /** Requests the page that an earlier walk stopped in once more, and looks for the place. */
  async function rejoin(stopped: ResumePoint): Promise<{ page: TokenPage<Item>; from: number }> {
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
          found?.end ?? (isRemembered ? 0 : loopGuard.fail('the items read last are not there any more'))
        if (start > tail.length) frontier.recall(identities.slice(0, start))
        return { page: reread, from: start }
      }
      // Arrivals may have pushed the place, or what was read last before it, to the next page.
      reread = await extend(reread, next)
    }
  }

  async function extend(begun: TokenPage<Item>, next: string): Promise<TokenPage<Item>> {
    const more = await ask(next)
    if (more.items.length === 0) loopGuard.sawNothingNew('page after page brings nothing new')
    const items = [...begun.items, ...more.items]
    return { ...more, token: begun.token, items, identities: [...begun.identities, ...more.identities] }
  }

  /** Takes the new items of a page as the next of the walk. */
  function accept(answer: TokenPage<Item>): Batch<Item> {
    const { identities, token, next } = answer
    const { length } = identities
    const start = repeatsPage(identities) ? length : from
    // What arrived in front of a token that is an offset in disguise pushes items on that were yielded.
    const known = identities.slice(start).findIndex((identity) => !frontier.knows(identity))
    const joinPoint = { skip: start, from: start + (known === -1 ? length - start : known) }
    // What was left out counts as read.
    const batch = frontier.accept(answer, joinPoint, { offset: vanished, cap: null, end: next === null })
    if (batch.items.length === 0 && next !== null)
      loopGuard.sawNothingNew('page after page brings nothing new')
    return { ...batch, tokens: { page: token, next } }
  }

  /** Whether a page is just like one of the last, by items that cannot be others. */
  function repeatsPage(identities: readonly string[]): boolean {
    const content = identities.join('\n')
    const isRepeat = recent.includes(content) && identities.some(isUnique)
    recent = [...recent, content].slice(-PAGES_COMPARED)
    repeats = isRepeat ? repeats + 1 : 0
    if (repeats > MOST_REPEATS) loopGuard.fail('the same page comes again and again')
    return isRepeat
  }
}
