import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, STYLES } from './scripted-list.ts'

describe.each(STYLES)('a walk over %s', (style) => {
  test('takes a page of more items than a call takes arguments', async () => {
    const items = makeItems(200_000)
    const all = await new ScriptedList(style, serve(style, items)).read({ pageSize: 200_000 }).toArray()
    expect(all).toHaveLength(items.length)
  })

  test('28: that is aborted on its last page rejects all the same', async () => {
    const ending = new AbortController()
    const list = new ScriptedList(style, serve(style, makeItems(5)))
    const reading = (async () => {
      for await (const { cursor } of list.read({ signal: ending.signal }).pages()) {
        if (cursor === null) ending.abort('late')
      }
    })()
    await expect(reading).rejects.toBe('late')
  })
})

describe('23: offsets whose pages are empty although a link says more', () => {
  test.each([1, 4])('end in pagination within three extra requests, %i at once', async (concurrency) => {
    const list = new ScriptedList('offsets', () => ({ items: [], more: true }))
    const { error } = await outcomeOf(list.read({ concurrency }))
    expect(error?.code).toBe('pagination')
    expect(list.asked.length).toBeLessThanOrEqual(1 + 3)
  })
})

test('23: the same page for ever, read newest first from an offset, ends in pagination soon', async () => {
  let requests = 0
  const walk = paginate({
    provider: 'scripted',
    query: [],
    settings: { limit: Infinity, pageSize: 10, concurrency: 1, cursor: undefined, signal: undefined },
    walk: walkOffsets,
    list: () => ({
      newestFirst: true,
      request: async (_position, size) => {
        requests += 1
        return makeItems(10).slice(0, size)
      },
      read: (items: ReturnType<typeof makeItems>) => ({ items, more: true }),
      identify: ({ id }) => itemIdentity(id, () => []),
    }),
    normalize: (item) => item,
  })
  await expect(walk.toArray()).rejects.toMatchObject({ code: 'pagination' })
  // Arrivals could explain each repeat, so the head of the list is looked at as often.
  expect(requests).toBeLessThanOrEqual(1 + 2 * 3)
})
