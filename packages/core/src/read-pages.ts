import type { Page } from './contract.ts'
import { type Place, encodeCursor } from './cursor.ts'
import { digest } from './digest.ts'
import type { PaginatedSource } from './paginated.ts'
import type { ItemList } from './walk/list.ts'

// Enough to find the place again when some of these items have vanished.
const TAIL = 16

/** One walk over a source: its pages, cut and filtered as asked, each with the cursor to go on from. */
export async function* readPages<Item, T, Listing extends ItemList<Item>>(
  source: PaginatedSource<Item, T, Listing>,
  place: Place | undefined,
  ending: AbortSignal,
): AsyncGenerator<Page<T>, undefined, void> {
  const { provider, query, settings, walk, normalize, select } = source
  settings.signal?.throwIfAborted()
  const list = source.list()
  const isFiltered = select !== undefined
  let remaining = settings.limit
  let tail = place?.tail ?? []

  const stretches = walk({
    provider,
    // A cursor holds digests only: a walk that goes on from one knows all its items by their digests.
    list: place === undefined ? list : digested(list),
    pageSize: isFiltered ? settings.pageSize : Math.min(settings.pageSize, settings.limit),
    concurrency: settings.concurrency,
    place,
    remaining: () => (isFiltered ? Infinity : remaining),
    signal: settings.signal === undefined ? ending : AbortSignal.any([settings.signal, ending]),
  })
  for await (const { items, identities, repeats, offset, tokens, total, cap, end } of stretches) {
    const taken: T[] = []
    let read = 0
    let stopped = false
    for (const item of items) {
      const normalized = normalize(item, repeats.get(read) ?? 0)
      const selection = select?.(normalized) ?? 'take'
      stopped = selection === 'stop'
      if (stopped) break
      read += 1
      if (selection === 'skip') continue
      taken.push(normalized)
      remaining -= 1
      if (remaining === 0) break
    }
    const last = identities.slice(Math.max(0, read - TAIL), read)
    tail = [...tail, ...(place === undefined ? last.map(digestOf) : last)].slice(-TAIL)
    const isRead = read === items.length
    const isEnd = stopped || (end && isRead)
    // A page that was read whole is left for the next one, where there are tokens.
    const next =
      isRead && tokens
        ? { token: tokens.next, offset: 0 }
        : { token: tokens?.page ?? null, offset: offset + read }
    yield {
      items: taken,
      total: isFiltered ? null : total,
      cursor: isEnd ? null : encodeCursor(provider, { ...next, total, cap, tail }, query),
    }
    settings.signal?.throwIfAborted()
    if (isEnd || remaining === 0) return
  }
}

function digested<Item, Listing extends ItemList<Item>>(list: Listing): Listing {
  return { ...list, identify: (item) => digestOf(list.identify(item)) }
}

// The first letter tells ids from contents, see `identity`.
function digestOf(identity: string): string {
  return identity.slice(0, 1) + digest(identity)
}
