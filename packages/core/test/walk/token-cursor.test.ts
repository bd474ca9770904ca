import { SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  type Script,
  type ScriptedResponse,
  ScriptedList,
  serve,
  textsOf,
  withoutIds,
} from './scripted-list.ts'
import { cursorAfter, serveByLastItem, servePages } from './token-pages.ts'

const ITEMS = makeItems(35)

describe('a cursor', () => {
  test('from the end of a page requests the next page first', async () => {
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    const remaining = await list.read({ cursor: await cursorAfter(20, serveByLastItem(ITEMS)) }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(ITEMS.slice(20)))
    expect(list.tokens).toEqual(['19', '29'])
  })

  test('from within a page requests that page again', async () => {
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    const remaining = await list.read({ cursor: await cursorAfter(23, serveByLastItem(ITEMS)) }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(ITEMS.slice(23)))
    expect(list.tokens).toEqual(['19', '29'])
  })

  test.each([
    '+"\\ &=',
    'ångström 日本語 \u{1F600}',
    '\u0000\u007f\ud800',
    '',
    '__proto__',
    't'.repeat(8192),
  ])('returns the token %j to the provider unchanged', async (token) => {
    const script = servePages({ '': [ITEMS.slice(0, 10), token], [token]: [ITEMS.slice(10), null] })
    const firstPage: Script = (request) =>
      request.number === 1 && request.token === null
        ? { items: ITEMS.slice(0, 10), next: token }
        : script(request)
    const cursor = await cursorAfter(10, firstPage)
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
    const list = new ScriptedList('tokens', () => ({ items: ITEMS.slice(10), next: null }))
    expect(textsOf(await list.read({ cursor }).toArray())).toEqual(textsOf(ITEMS.slice(10)))
    expect(list.tokens).toEqual([token])
  })

  test('requests every page with the size that its token came with', async () => {
    const cursor = await cursorAfter(10, serveByLastItem(ITEMS))
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    expect(textsOf(await list.read({ cursor, pageSize: 25 }).toArray())).toEqual(textsOf(ITEMS.slice(10)))
    expect(list.requests.map(({ size }) => size)).toEqual([10, 10, 10])
  })

  test.each([1, 7, 49])('after a limit of %i, smaller than a page, leads to full pages', async (limit) => {
    const items = makeItems(500)
    const first = new ScriptedList('tokens', serveByLastItem(items))
    const { pages } = await outcomeOf(first.read({ limit, pageSize: 50 }))
    expect(first.requests.map(({ size }) => size)).toEqual([50])
    const list = new ScriptedList('tokens', serveByLastItem(items))
    const cursor = pages.at(-1)?.cursor ?? ''
    expect(textsOf(await list.read({ cursor, pageSize: 50 }).toArray())).toEqual(textsOf(items.slice(limit)))
    expect(list.requests).toHaveLength(10)
  })

  test('on the first page, which needs no token, requests pages of the size that is wanted', async () => {
    const cursor = await cursorAfter(7, serveByLastItem(ITEMS))
    const list = new ScriptedList('tokens', serveByLastItem(ITEMS))
    expect(textsOf(await list.read({ cursor, pageSize: 25 }).toArray())).toEqual(textsOf(ITEMS.slice(7)))
    expect(list.requests.map(({ size }) => size)).toEqual([25, 25])
  })

  describe.each(['rejected', 'not_found'] as const)('whose token is %s', (code) => {
    /** Answers as if no token but those of this walk were known. */
    const forgetful = (items: readonly Item[]): Script => {
      const given = new Set<string>()
      return (request) => {
        if (request.token !== null && !given.has(request.token)) {
          throw new SmsError(code, 'The token is not known.', { provider: 'scripted' })
        }
        const page = serveByLastItem(items, 'newest-first')(request) as ScriptedResponse
        if (typeof page.next === 'string') given.add(page.next)
        return page
      }
    }
    const newestFirst = ITEMS.toReversed()

    test.each([10, 13, 20, 30, 34])('after %i items reads from the head to its place', async (count) => {
      const cursor = await cursorAfter(count, serveByLastItem(newestFirst, 'newest-first'))
      const arrived = makeItems(23, ITEMS.length).toReversed()
      const list = new ScriptedList('tokens', forgetful([...arrived, ...newestFirst]), { newestFirst: true })
      expect(textsOf(await list.read({ cursor }).toArray())).toEqual(textsOf(newestFirst.slice(count)))
    })

    test('finds its place by what is left of the items read last', async () => {
      const cursor = await cursorAfter(20, serveByLastItem(newestFirst, 'newest-first'))
      const list = new ScriptedList('tokens', forgetful(newestFirst.toSpliced(9, 11)), { newestFirst: true })
      expect(textsOf(await list.read({ cursor }).toArray())).toEqual(textsOf(newestFirst.slice(20)))
    })

    test('is pagination if none of them is left', async () => {
      const cursor = await cursorAfter(20, serveByLastItem(newestFirst, 'newest-first'))
      const list = new ScriptedList('tokens', forgetful(newestFirst.toSpliced(4, 16)), { newestFirst: true })
      expect((await outcomeOf(list.read({ cursor }))).error).toMatchObject({ code: 'pagination' })
    })

    test('ends with that error if the provider refuses the first page as well', async () => {
      const cursor = await cursorAfter(20, serveByLastItem(newestFirst, 'newest-first'))
      const list = new ScriptedList('tokens', () => {
        throw new SmsError(code, 'Nothing is known.', { provider: 'scripted' })
      })
      expect((await outcomeOf(list.read({ cursor }))).error).toMatchObject({ code })
      expect(list.tokens).toEqual(['15', null])
    })
  })

  test('does not contain the token in plain text', async () => {
    const token = 'canary-46701740605'
    const cursor = await cursorAfter(10, () => ({ items: ITEMS.slice(0, 10), next: token }))
    expect(cursor).not.toContain('canary')
    expect(cursor).not.toContain('46701740605')
  })

  test('of a token that is too long is an error that states the length', async () => {
    const token = 't'.repeat(20_000)
    const list = new ScriptedList('tokens', () => ({ items: ITEMS.slice(0, 10), next: token }))
    const { error } = await outcomeOf(list.read())
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'scripted' })
    expect(error?.message).toMatch(/token of 20000 characters/)
    expect(error?.message).not.toContain('tttt')
  })

  describe.each([1, 3, 9, 10, 13, 20, 34])(
    'after %i of items without ids, some of them identical,',
    (readCount) => {
      const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 3 === 0 ? 'yes' : text }))

      test.each([1, 7, 10, 50])(
        'is followed by exactly the remaining items in pages of %i',
        async (pageSize) => {
          const list = new ScriptedList('tokens', serve('tokens', items))
          const cursor = await cursorAfter(readCount, serve('tokens', items))
          expect(textsOf(await list.read({ cursor, pageSize }).toArray())).toEqual(
            textsOf(items.slice(readCount)),
          )
        },
      )
    },
  )

  // The page includes more of the items that were read than the cursor names.
  test.each([1, 10, 16, 17, 29])(
    'after %i of them is followed by items with the same numbers as in a whole walk',
    async (readCount) => {
      const items = ITEMS.map(({ text }, index) => ({ id: null, text: index % 3 === 0 ? 'yes' : text }))
      const whole = await new ScriptedList('tokens', serve('tokens', items)).read().toArray()
      const cursor = await cursorAfter(readCount, serve('tokens', items), 30)
      const list = new ScriptedList('tokens', serve('tokens', items))
      expect(await list.read({ cursor, pageSize: 30 }).toArray()).toEqual(whole.slice(readCount))
    },
  )

  test.each([2, 7, 16, 17, 24])(
    'after %i items, every second of them identical, is followed by the remaining items',
    async (readCount) => {
      const items = ITEMS.map((_, index) => ({ id: null, text: index % 2 === 0 ? 'yes' : 'no' }))
      const cursor = await cursorAfter(readCount, serve('tokens', items), 35)
      const list = new ScriptedList('tokens', serve('tokens', items))
      expect(textsOf(await list.read({ cursor, pageSize: 35 }).toArray())).toEqual(
        textsOf(items.slice(readCount)),
      )
    },
  )

  test('does not mistake a later item for an identical one that has vanished', async () => {
    const items = withoutIds(ITEMS).map((item, index) => (index % 5 === 0 ? { ...item, text: 'yes' } : item))
    const cursor = await cursorAfter(11, serve('tokens', items))
    const changed = items.toSpliced(10, 1)
    const remaining = await new ScriptedList('tokens', serve('tokens', changed)).read({ cursor }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(items.slice(11)))
  })

  describe.each([
    { what: 'every fourth item', hasId: (index: number) => index % 4 === 3 },
    { what: 'no item', hasId: () => false },
  ])('in a list in which $what has an id', ({ hasId }) => {
    const items = makeItems(40).map(({ id, text }, index) => ({
      id: hasId(index) ? id : null,
      text: index % 4 === 0 ? 'yes' : text,
    }))
    test.each([5, 14, 20, 29])(
      'after %i items is found behind arrivals, some of them identical to those items',
      async (readCount) => {
        const cursor = await cursorAfter(readCount, serve('tokens', items), 30)
        const yes = { id: null, text: 'yes' }
        const changed = [
          yes,
          ...withoutIds(makeItems(20, 100)),
          yes,
          yes,
          ...withoutIds(makeItems(20, 200)),
          ...items,
        ]
        const remaining = await new ScriptedList('tokens', serve('tokens', changed))
          .read({ cursor })
          .toArray()
        expect(textsOf(remaining)).toEqual(textsOf(items.slice(readCount)))
      },
    )
  })

  test('is found by an item with an id, behind arrivals that are identical to the other items', async () => {
    const items = ITEMS.map((item, index) => (index === 3 ? item : { ...item, id: null }))
    const cursor = await cursorAfter(4, serve('tokens', items))
    const changed = [...items.slice(0, 3), ...withoutIds(makeItems(10, 100)), ...items]
    const remaining = await new ScriptedList('tokens', serve('tokens', changed)).read({ cursor }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(items.slice(4)))
  })

  test('is found by items without ids if the items with ids have vanished', async () => {
    const items = ITEMS.map((item, index) => (index === 3 ? item : { ...item, id: null }))
    const cursor = await cursorAfter(7, serve('tokens', items))
    const changed = items.toSpliced(3, 1)
    const remaining = await new ScriptedList('tokens', serve('tokens', changed)).read({ cursor }).toArray()
    expect(textsOf(remaining)).toEqual(textsOf(items.slice(7)))
  })
})
