import { SmsError } from '@sms/core'
import { digest } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  STYLES,
  type Style,
  textsOf,
  withoutIds,
} from './scripted-list.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NUMBER = '46701740605'
const QUERY = ['scripted', `+${NUMBER}`]
const ITEMS: readonly Item[] = Array.from({ length: 65 }, (_, index) => ({
  id: index % 3 === 0 ? null : `canary-id-${index}`,
  text: `canary-text-${index} from +${NUMBER}`,
}))
const LONG: readonly Item[] = makeItems(65).map(({ id, text }) => ({
  id: `${id}`.padEnd(10_000, 'i'),
  text: text.padEnd(100_000, 't'),
}))

/** The cursors of all pages but the last. */
async function cursorsOf(style: Style, items: readonly Item[], pageSize = 10): Promise<readonly string[]> {
  const list = new ScriptedList(style, serve(style, items))
  const { pages } = await outcomeOf(list.read({ pageSize, concurrency: 1 }, QUERY))
  return pages.flatMap(({ cursor }) => cursor ?? [])
}

/** The code of the error that reading on from a cursor throws at once; undefined where it throws none. */
function refusalOf(style: Style, cursor: string, query: readonly string[] = QUERY): string | undefined {
  const list = new ScriptedList(style, serve(style, ITEMS))
  try {
    list.read({ cursor }, query)
    return undefined
  } catch (error) {
    if (!SmsError.is(error)) throw error
    return error.code
  }
}

/** A cursor's content with the check that makes it one. */
const sealed = (content: string): string =>
  Buffer.from(`${content}${digest(content).slice(-6)}`, 'latin1').toString('base64url')

const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1')

describe.each(STYLES)('29: a cursor of %s pages', (style) => {
  test('is of the URL-safe alphabet, and short', async () => {
    const cursors = [...(await cursorsOf(style, ITEMS)), ...(await cursorsOf(style, LONG))]
    expect(cursors.length).toBeGreaterThan(10)
    for (const cursor of cursors) {
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
      expect(cursor.length).toBeLessThan(1024)
      expect(encodeURIComponent(cursor)).toBe(cursor)
    }
  })

  describe.each([1, 4])('goes on, with %i requests at once,', (concurrency) => {
    test.each<{ what: string; items: readonly Item[] }>([
      { what: 'items with ids', items: makeItems(65) },
      { what: 'items without ids', items: withoutIds(makeItems(65)) },
      { what: 'items of which some have no ids', items: ITEMS },
      { what: 'full pages', items: makeItems(60) },
    ])('with exactly the rest of $what', async ({ items }) => {
      const { pages } = await outcomeOf(new ScriptedList(style, serve(style, items)).read({ concurrency }))
      let before = 0
      for (const page of pages) {
        before += page.items.length
        if (page.cursor === null) continue
        const again = new ScriptedList(style, serve(style, items))
        const rest = await again.read({ concurrency, cursor: page.cursor }).toArray()
        expect(textsOf(rest)).toEqual(textsOf(items.slice(before)))
      }
    })
  })

  test('goes on with pages of another size', async () => {
    const items = makeItems(200)
    const [, cursor = ''] = await cursorsOf(style, items, 20)
    for (const pageSize of [1, 7, 19, 20, 21, 50, 1000]) {
      const list = new ScriptedList(style, serve(style, items))
      const rest = await list.read({ cursor, pageSize }, QUERY).toArray()
      expect(textsOf(rest), `pages of ${pageSize}`).toEqual(textsOf(items.slice(40)))
    }
  })

  test('holds no id, no text and no number of any item, nor of the query', async () => {
    for (const cursor of await cursorsOf(style, ITEMS)) {
      const content = decoded(cursor)
      expect(content).not.toContain('canary')
      expect(content).not.toContain(NUMBER)
      expect(content).not.toContain(NUMBER.slice(-6))
      expect(content).not.toContain('scripted')
    }
  })

  test('is invalid_argument with any one character changed', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const accepted: string[] = []
    for (const [at, character] of [...cursor].entries()) {
      for (const other of ALPHABET) {
        const edited = cursor.slice(0, at) + other + cursor.slice(at + 1)
        if (other !== character && refusalOf(style, edited) !== 'invalid_argument') accepted.push(edited)
      }
    }
    expect(accepted).toEqual([])
  })

  test('is invalid_argument with any one character left out or doubled', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const edits = [...cursor].flatMap((character, at) => [
      cursor.slice(0, at) + cursor.slice(at + 1),
      cursor.slice(0, at) + character + cursor.slice(at),
    ])
    expect(edits.filter((edited) => refusalOf(style, edited) !== 'invalid_argument')).toEqual([])
  })

  test('is invalid_argument when it is cut short or goes on', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const cut = Array.from(cursor, (_, length) => cursor.slice(0, length))
    const longer = [...ALPHABET, '=', ' ', '\n', '%', '.', cursor].flatMap((more) => [
      cursor + more,
      more + cursor,
    ])
    const edits = [...cut, ...longer]
    expect(edits.filter((edited) => refusalOf(style, edited) !== 'invalid_argument')).toEqual([])
  })

  test.each(['', ' ', '=', '[]', 'null', 'bnVsbA', 'W10', '__proto__', '\u0000', 'å', '9'.repeat(1_000_000)])(
    'is not %j',
    (cursor) => {
      expect(refusalOf(style, cursor)).toBe('invalid_argument')
    },
  )

  test('is invalid_argument for another query', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    expect(refusalOf(style, cursor)).toBeUndefined()
    const others = [
      ['scripted', '+46701740606'],
      ['other', `+${NUMBER}`],
      ['scripted', `+${NUMBER}`, 'inbound'],
      ['scripted'],
      [],
      [`scripted,+${NUMBER}`],
      QUERY.toReversed(),
    ]
    expect(others.map((query) => refusalOf(style, cursor, query))).toEqual(
      others.map(() => 'invalid_argument'),
    )
  })

  test('is not shown by the error that refuses it', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    const list = new ScriptedList(style, serve(style, ITEMS))
    const refused = new RegExp(`^(?!.*(${cursor}|${NUMBER}|canary))`, 's')
    expect(() => list.read({ cursor }, ['another', `+${NUMBER}`])).toThrow(refused)
    expect(() => list.read({ cursor: `${cursor}A` }, QUERY)).toThrow(refused)
  })

  test('is refused when it is of another version', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    const content = decoded(cursor).slice(0, -6)
    expect(sealed(content)).toBe(cursor)
    const version = /\d+/.exec(content)?.[0] ?? ''
    const others = ['0', '2', '-1', '1.5', '10', '"1"', 'null'].map((other) =>
      content.replace(version, other),
    )
    expect(others.map((other) => refusalOf(style, sealed(other)))).toEqual(
      others.map(() => 'invalid_argument'),
    )
  })

  test('is the same for the same place, however the walk came there', async () => {
    const items = makeItems(200)
    const ofTens = await cursorsOf(style, items, 10)
    expect(await cursorsOf(style, items, 10)).toEqual(ofTens)
    const at40 = ofTens[3]
    expect((await cursorsOf(style, items, 20))[1]).toBe(at40)
    const list = new ScriptedList(style, serve(style, items))
    const { pages } = await outcomeOf(list.read({ cursor: ofTens[1], limit: 20 }, QUERY))
    expect(pages.at(-1)?.cursor).toBe(at40)
  })
})

test('29: cursors of different places differ', async () => {
  const cursors = await cursorsOf('counted', makeItems(500), 1)
  // One after each page: only the request beyond the last one proves the end.
  expect(new Set(cursors).size).toBe(500)
})
