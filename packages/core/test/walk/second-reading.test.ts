import type { Page, Paginated } from '@sms/core'
import { itemIdentity, paginate, walkNumberedPages } from '@sms/core/provider'
import { expect, test } from 'vitest'

/** A list, oldest first, whose length depends on the number of earlier requests. */
function growingList(lengthAt: (request: number) => number): (cursor?: string) => Paginated<number> {
  let requests = 0
  return (cursor) =>
    paginate<number, number>({
      provider: 'model',
      cursorScope: ['model'],
      settings: { limit: Infinity, pageSize: 10, concurrency: 1, cursor, signal: undefined },
      walk: walkNumberedPages,
      list: () => ({
        async request(page, size) {
          const items = Array.from({ length: lengthAt(requests) }, (_, number) => number)
          requests += 1
          return items.slice((page - 1) * size, page * size)
        },
        read: (items: readonly number[]) => ({ items }),
        identify: (number) => itemIdentity(`m${number}`, () => []),
      }),
      normalize: (number) => number,
    })
}

test('a resumed walk does not repeat items that a second reading had found', async () => {
  // The first page is longer at the second request, so the walk reads the list twice. Meanwhile the list grows.
  const read = growingList((request) => (request === 0 ? 3 : request < 5 ? 12 : 60))
  const pages: Page<number>[] = []
  for await (const page of read().pages()) pages.push(page)
  const all = pages.flatMap(({ items }) => items)
  expect(all.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 60 }, (_, at) => at))
  for (const [at, { cursor }] of pages.entries()) {
    const before = new Set(pages.slice(0, at + 1).flatMap(({ items }) => items))
    const resumed = cursor === null ? [] : await read(cursor).toArray()
    expect(resumed.filter((number) => before.has(number))).toEqual([])
  }
})
