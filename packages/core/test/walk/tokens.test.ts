import { itemIdentity, paginate, type TokenResponse, type TokenList, walkTokens } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import { type Item, makeItems, outcomeOf, ScriptedList, serve, settle, textsOf } from './scripted-list.ts'
import { serveByLastItem } from './token-pages.ts'

const ITEMS = makeItems(35)

describe('a walk over pages with tokens', () => {
  test('requests each page by the token of the page before', async () => {
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    const { pages, texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.tokens).toEqual([null, '9', '19', '29'])
    expect(pages.map(({ cursor }) => cursor === null)).toEqual([false, false, false, true])
  })

  test('prefetches the next page, but not the one after it', async () => {
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    const requestCounts: number[] = []
    for await (const _ of list.read().pages()) {
      await settle()
      requestCounts.push(list.requests.length)
    }
    expect(requestCounts).toEqual([2, 3, 4, 4])
  })

  test.each([10, 20])('requests nothing beyond a limit of %i items', async (limit) => {
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    for await (const _ of list.read({ limit }).pages()) await settle()
    expect(list.requests).toHaveLength(limit / 10)
  })

  test('reports the total that each page states', async () => {
    const script = serveByLastItem(ITEMS)
    const list = new ScriptedList('tokens', async (request) => ({
      ...(await script(request)),
      total: 34 + request.number,
    }))
    const { pages } = await outcomeOf(list.read())
    expect(pages.map(({ total }) => total)).toEqual([35, 36, 37, 38])
  })

  test.each([null, undefined, -1, 2.5, Number.NaN, Infinity])('reports no total for %s', async (total) => {
    const script = serveByLastItem(ITEMS)
    const list = new ScriptedList('tokens', async (request) => ({ ...(await script(request)), total }))
    const { pages, texts } = await outcomeOf(list.read())
    expect(texts).toEqual(textsOf(ITEMS))
    expect(new Set(pages.map((page) => page.total))).toEqual(new Set([null]))
  })

  test('yields identical items without ids with different numbers', async () => {
    const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 4 === 0 ? 'yes' : text }))
    const list = new ScriptedList('tokens', serve('tokens', items))
    const yielded = await list.read().toArray()
    expect(textsOf(yielded)).toEqual(textsOf(items))
    const numbers = yielded.filter(({ text }) => text === 'yes').map(({ repeat }) => repeat)
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })
})

test('a walk requests nothing after an abort even if the list ignores its signal', async () => {
  const controller = new AbortController()
  const second = Promise.withResolvers<TokenResponse<Item>>()
  const requestedTokens: (string | null)[] = []
  const walk = paginate<Item, Item, TokenList<Item>>({
    provider: 'scripted',
    cursorScope: [],
    settings: { limit: Infinity, pageSize: 10, concurrency: 1, cursor: undefined, signal: controller.signal },
    walk: walkTokens,
    list: () => ({
      request: async (token) => {
        requestedTokens.push(token)
        return token === null ? { items: ITEMS.slice(0, 10), next: 'A' } : second.promise
      },
      read: (response: TokenResponse<Item>) => response,
      identify: ({ id }) => itemIdentity(id, () => []),
    }),
    normalize: (item) => item,
  })
  const reading = walk.toArray()
  await settle()
  controller.abort('enough')
  second.resolve({ items: ITEMS.slice(10, 20), next: 'B' })
  await expect(reading).rejects.toBe('enough')
  await settle()
  expect(requestedTokens).toEqual([null, 'A'])
})
