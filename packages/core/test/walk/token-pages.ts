import { type Item, outcomeOf, type Script, ScriptedList } from './scripted-list.ts'

/** Responds to each token with these items and the token of the next page. The token of the first page is ''. */
export function servePages(
  pages: Readonly<Record<string, readonly [readonly Item[], string | null]>>,
): Script {
  return ({ token }) => {
    const [items, next] = pages[token ?? ''] ?? [[], null]
    return { items, next }
  }
}

export type Order = 'newest-first' | 'oldest-first'

const numberOf = ({ text }: Item): number => Number(text.slice('text '.length))

/** A list whose tokens name the last item of a page, so that arrivals and deletions shift nothing. */
export function serveByLastItem(items: readonly Item[], order: Order = 'oldest-first'): Script {
  return ({ token, size }) => {
    const following = items.filter((item) => {
      if (token === null) return true
      return order === 'oldest-first' ? numberOf(item) > Number(token) : numberOf(item) < Number(token)
    })
    const page = following.slice(0, size)
    const last = page.at(-1)
    return { items: page, next: last && following.length > size ? `${numberOf(last)}` : null }
  }
}

/** The cursor after this many items. The walk selects items, because such a walk requests full pages despite its limit. */
export async function cursorAfter(count: number, script: Script, pageSize = 10): Promise<string> {
  const list = new ScriptedList('tokens', script)
  const { pages } = await outcomeOf(list.read({ limit: count, pageSize, select: () => 'take' }))
  return pages.at(-1)?.cursor ?? ''
}
