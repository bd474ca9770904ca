import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  identity,
  type ItemList,
  type List,
  paginate,
  type PaginatedSource,
  type TokenList,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'
import { expect, test } from 'vitest'

interface Item {
  readonly id: string
}

const PAGE_SIZE = 100
const TOTAL = 10 * PAGE_SIZE

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** The items that were made, by their number. */
class Made {
  readonly items: WeakRef<Item>[] = []
  /** Resolves when all but the first page may come. */
  readonly gate = Promise.withResolvers<void>()

  async page(from: number, size: number): Promise<Item[]> {
    if (from + size > PAGE_SIZE + 1) await this.gate.promise
    return Array.from({ length: Math.min(size, TOTAL - from) }, (_, at) => {
      const item = { id: String(from + at) }
      this.items[from + at] = new WeakRef(item)
      return item
    })
  }

  alive(): number {
    return this.items.filter((item) => item.deref() !== undefined).length
  }
}

function identify({ id }: Item): string {
  return identity(id, () => [])
}

const counted = (made: Made): List<Item> => ({
  ask: async (page, size) => ({ items: await made.page((page - 1) * size, size), total: TOTAL }),
  identify,
})
const numbered = (made: Made): List<Item> => ({
  ask: async (page, size) => ({ items: await made.page((page - 1) * size, size) }),
  identify,
})
const offsets = (made: Made): List<Item> => ({
  ask: async (offset, size) => ({ items: await made.page(offset, size), more: offset + size < TOTAL }),
  identify,
})
const tokens = (made: Made): TokenList<Item> => ({
  ask: async (token, size) => {
    const from = Number(token)
    return { items: await made.page(from, size), next: from + size < TOTAL ? String(from + size) : null }
  },
  identify,
})

function read<Listing extends ItemList<Item>>(
  walk: PaginatedSource<Item, string, Listing>['walk'],
  list: (made: Made) => Listing,
): (made: Made) => AsyncIterable<string> {
  return (made) =>
    paginate<Item, string, Listing>({
      provider: 'model',
      query: ['model'],
      settings: {
        limit: Infinity,
        pageSize: PAGE_SIZE,
        concurrency: 4,
        cursor: undefined,
        signal: undefined,
      },
      walk,
      list: () => list(made),
      normalize: ({ id }) => id,
    })
}

test.for([
  ['counted pages', read(walkCountedPages, counted)],
  ['numbered pages', read(walkNumberedPages, numbered)],
  ['offsets', read(walkOffsets, offsets)],
  ['tokens', read(walkTokens, tokens)],
] as const)('a walk over %s that waits for a page holds nothing of the one before', async ([, messages]) => {
  const made = new Made()
  const iterator = messages(made)[Symbol.asyncIterator]()
  for (let given = 0; given < PAGE_SIZE; given += 1) await iterator.next()
  expect(made.items).toHaveLength(PAGE_SIZE)

  const next = iterator.next()
  await turn()
  collectGarbage()
  expect(made.alive()).toBe(0)

  made.gate.resolve()
  expect(await next).toEqual({ done: false, value: String(PAGE_SIZE) })
})
