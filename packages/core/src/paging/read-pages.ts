import type { ResumePoint } from '../walk/resume-point.ts'
import { LazyPage } from './lazy-page.ts'
import type { PaginatedSource } from './source.ts'
import { digestOf } from '../walk/identity.ts'
import type { ItemList } from '../walk/list.ts'

/** One walk over a source: its pages, each to be taken from before the next one is requested. */
export async function* readPages<Item, T, Listing extends ItemList<Item>>(
  source: PaginatedSource<Item, T, Listing>,
  place: ResumePoint | undefined,
  ending: AbortSignal,
): AsyncGenerator<LazyPage<Item, T>, undefined, void> {
  const { provider, settings, walk, select } = source
  const { signal, limit, pageSize, concurrency } = settings
  signal?.throwIfAborted()
  const list = source.list()
  const isResumed = place !== undefined
  const isFiltered = select !== undefined
  let remaining = limit
  let tail = place?.tail ?? []
  let strays = place?.strays ?? []
  let page: LazyPage<Item, T> | null = null
  let isNearEnd = false

  const batches = walk({
    provider,
    list: isResumed ? digested(list) : list,
    pageSize: isFiltered ? pageSize : Math.min(pageSize, limit),
    concurrency,
    place,
    remaining: () => {
      if (!isFiltered) return remaining
      // From the first item beyond what is wanted on, one page ahead is enough.
      isNearEnd ||= (page?.beyond ?? 0) > 0
      return isNearEnd ? (page?.length ?? 0) + 1 : Infinity
    },
    signal: signal === undefined ? ending : AbortSignal.any([signal, ending]),
  })
  for await (const batch of batches) {
    const { identify } = list
    const beyond: number = page?.beyond ?? 0
    page = new LazyPage<Item, T>(batch, { source, identify, isResumed, remaining, tail, strays, beyond })
    yield page
    isNearEnd ||= page.beyond > 0
    signal?.throwIfAborted()
    remaining -= page.taken
    tail = page.tail
    strays = page.strays
    if (page.isLast || remaining === 0) return
  }
}

function digested<Item, Listing extends ItemList<Item>>(list: Listing): Listing {
  return { ...list, identify: (item) => digestOf(list.identify(item)) }
}
