import { SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  type Script,
  ScriptedList,
  type ScriptedResponse,
  textsOf,
  withoutIds,
} from './scripted-list.ts'
import { cursorAfter, serveByLastItem } from './token-pages.ts'

const ITEMS = makeItems(65).toReversed()

const refusal = (code: 'rejected' | 'not_found' = 'rejected'): SmsError =>
  new SmsError(code, 'The token is not known.', { provider: 'scripted' })

interface Forgetting {
  /** The items at each request, by its number. */
  readonly itemsAt: (number: number) => readonly Item[]
  /** The requests before which all tokens are forgotten. */
  readonly at: readonly number[]
  readonly code?: 'rejected' | 'not_found'
}

/** Serves items newest first, and refuses each token that was sent before it forgot them. */
function forgetting({ itemsAt, at, code }: Forgetting): Script {
  const known = new Set<string>()
  return async ({ token, number, ...request }) => {
    if (at.includes(number)) known.clear()
    if (token !== null && !known.has(token)) throw refusal(code)
    const place = token?.split('.')[0] ?? null
    const script = serveByLastItem(itemsAt(number), 'newest-first')
    const page: ScriptedResponse = await script({ ...request, token: place, number })
    if (typeof page.next !== 'string') return page
    const next = `${page.next}.${number}`
    known.add(next)
    return { ...page, next }
  }
}

function newestFirst(script: Script): ScriptedList {
  return new ScriptedList('tokens', script, { newestFirst: true })
}

describe.each(['rejected', 'not_found'] as const)('a token that is %s in the middle of a walk', (code) => {
  test.each([2, 3, 5, 7])('before request %i costs the pages before it', async (number) => {
    const list = newestFirst(forgetting({ itemsAt: () => ITEMS, at: [number], code }))
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    // Each of the seven pages, the request that was refused, and the pages that were read before.
    expect(list.requests).toHaveLength(7 + 1 + (number - 1))
  })

  test('loses and repeats nothing if items have arrived and vanished', async () => {
    const arrived = makeItems(23, ITEMS.length).toReversed()
    const itemsAt = (number: number): readonly Item[] =>
      number < 4 ? ITEMS : [...arrived, ...ITEMS.filter((_, at) => at < 12 || at > 32)]
    const list = newestFirst(forgetting({ itemsAt, at: [4], code }))
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    // What has arrived was received as well, and comes last.
    expect(texts).toEqual(textsOf([...ITEMS.slice(0, 30), ...ITEMS.slice(33), ...arrived]))
  })
})

describe('a token that is refused', () => {
  test('after each page costs the pages before it each time', async () => {
    const list = newestFirst(forgetting({ itemsAt: () => ITEMS, at: [2, 5, 9, 14, 20, 27] }))
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
    expect(list.requests).toHaveLength(1 + 2 + 3 + 4 + 5 + 6 + 7 + 6)
  })

  test.each([
    { what: 'without ids', items: withoutIds(ITEMS) },
    {
      what: 'without ids, some of them identical',
      items: ITEMS.map(({ text }, at) => ({ id: null, text: at % 3 === 0 ? 'yes' : text })),
    },
    { what: 'all identical', items: ITEMS.map(() => ({ id: null, text: 'yes' })).slice(0, 30) },
  ])('loses and repeats none of the items $what', async ({ items }) => {
    const list = new ScriptedList('tokens', async ({ position, size, number }) => {
      if (number === 3) throw refusal()
      const end = position + size
      return { items: items.slice(position, end), next: end < items.length ? `${end}` : null }
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(items))
  })

  test('yields what has arrived if everything that was read has vanished', async () => {
    const itemsAt = (number: number): readonly Item[] => (number < 3 ? ITEMS : ITEMS.slice(20))
    const { texts, error } = await outcomeOf(newestFirst(forgetting({ itemsAt, at: [3] })).read())
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ITEMS))
  })

  test('is pagination after a cursor if everything that the cursor names and the walk has read has vanished', async () => {
    const cursor = await cursorAfter(20, serveByLastItem(ITEMS, 'newest-first'))
    const script = serveByLastItem(ITEMS, 'newest-first')
    const changed = serveByLastItem(ITEMS.toSpliced(4, 26), 'newest-first')
    const list = newestFirst((request) => {
      if (request.number === 2) throw refusal()
      return request.number === 1 ? script(request) : changed(request)
    })
    const { texts, error } = await outcomeOf(list.read({ cursor }))
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts).toEqual(textsOf(ITEMS.slice(20, 30)))
  })

  test('again and again is pagination with the cause, after all items and within few requests', async () => {
    const script = serveByLastItem(ITEMS, 'newest-first')
    const list = newestFirst((request) => {
      if (request.token === '45') throw refusal()
      return script(request)
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'pagination', cause: { code: 'rejected' } })
    expect(texts).toEqual(textsOf(ITEMS.slice(0, 20)))
    expect(list.requests).toHaveLength(4 * 3)
  })

  test('is the error of the provider if it refuses the first page as well', async () => {
    const script = serveByLastItem(ITEMS, 'newest-first')
    const list = newestFirst((request) => {
      if (request.number > 2) throw refusal('not_found')
      return script(request)
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'not_found' })
    expect(texts).toEqual(textsOf(ITEMS.slice(0, 20)))
    expect(list.tokens).toEqual([null, '55', '45', null])
  })

  test('again and again is pagination after what has arrived and was received', async () => {
    const arrived = makeItems(20, ITEMS.length).toReversed()
    const itemsAt = (number: number): readonly Item[] => (number < 3 ? ITEMS : [...arrived, ...ITEMS])
    const list = newestFirst(forgetting({ itemsAt, at: [3, 6, 9, 12] }))
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts).toEqual(textsOf([...ITEMS.slice(0, 20), ...arrived]))
  })

  test('leaves cursors that resume after their pages', async () => {
    const read = (): ScriptedList => newestFirst(forgetting({ itemsAt: () => ITEMS, at: [4] }))
    const { pages } = await outcomeOf(read().read())
    let before = 0
    for (const { items, cursor } of pages) {
      before += items.length
      if (cursor === null) continue
      const { texts } = await outcomeOf(read().read({ cursor }))
      expect(texts).toEqual(textsOf(ITEMS.slice(before)))
    }
    expect(before).toBe(ITEMS.length)
  })

  test.each([
    { what: 'empty pages', items: [] },
    { what: 'the same page', items: makeItems(10, 1000) },
    { what: 'the same page of items without ids', items: withoutIds(makeItems(10, 1000)) },
  ])('is pagination after a limited search through $what under new tokens', async ({ items }) => {
    const script = serveByLastItem(ITEMS, 'newest-first')
    const list = newestFirst((request) => {
      if (request.number < 3) return script(request)
      if (request.number === 3) throw refusal()
      return { items, next: `token ${request.number}` }
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts).toEqual(textsOf([...ITEMS.slice(0, 20), ...items]))
    expect(list.requests.length).toBeLessThanOrEqual(110)
  })

  test('finds an item that has moved among those that were read', async () => {
    const moved = [...ITEMS.slice(0, 5), ...ITEMS.slice(40, 41), ...ITEMS.slice(5, 40), ...ITEMS.slice(41)]
    const list = new ScriptedList('tokens', async ({ position, size, number }) => {
      if (number === 3) throw refusal()
      const items = number < 3 ? ITEMS : moved
      const end = position + size
      return { items: items.slice(position, end), next: end < items.length ? `${end}` : null }
    })
    const { texts, error } = await outcomeOf(list.read())
    expect(error).toBeNull()
    expect(new Set(texts)).toEqual(new Set(textsOf(ITEMS)))
    expect(texts).toHaveLength(ITEMS.length)
  })
})
