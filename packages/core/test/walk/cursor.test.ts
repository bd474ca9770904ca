import { SmsError } from '@sms/core'
import { digest } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  type Style,
  STYLES,
  textsOf,
  withoutIds,
} from './scripted-list.ts'

const IS_LONG_RUN = process.env['WALK_RUNS'] !== undefined
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NUMBER = '46701740605'
const SCOPE = ['scripted', `+${NUMBER}`]
const ITEMS: readonly Item[] = Array.from({ length: 65 }, (_, index) => ({
  id: index % 3 === 0 ? null : `canary-id-${index}`,
  text: `canary-text-${index} from +${NUMBER}`,
}))
const LONG: readonly Item[] = makeItems(65).map(({ id, text }) => ({
  id: `${id}`.padEnd(10_000, 'i'),
  text: text.padEnd(100_000, 't'),
}))

/** The cursors of all pages except the last. */
async function cursorsOf(style: Style, items: readonly Item[], pageSize = 10): Promise<readonly string[]> {
  const list = new ScriptedList(style, serve(style, items))
  const { pages } = await outcomeOf(list.read({ pageSize, concurrency: 1 }, SCOPE))
  return pages.flatMap(({ cursor }) => cursor ?? [])
}

/** The code of the error that a walk throws for a cursor, or undefined if it accepts the cursor. */
function errorCodeOf(style: Style, cursor: string, scope: readonly string[] = SCOPE): string | undefined {
  const list = new ScriptedList(style, serve(style, ITEMS))
  try {
    list.read({ cursor }, scope)
    return undefined
  } catch (error) {
    if (!SmsError.is(error)) throw error
    return error.code
  }
}

/** Makes a cursor of this content by adding its checksum. */
const sealed = (content: string): string =>
  Buffer.from(`${content}${digest(content).slice(-6)}`, 'latin1').toString('base64url')

const decoded = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1')

describe.each(STYLES)('a cursor of %s pages [cursor]', (style) => {
  test('is short and URL-safe', async () => {
    const cursors = [...(await cursorsOf(style, ITEMS)), ...(await cursorsOf(style, LONG))]
    expect(cursors.length).toBeGreaterThan(10)
    for (const cursor of cursors) {
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
      expect(cursor.length).toBeLessThan(1024)
      expect(encodeURIComponent(cursor)).toBe(cursor)
    }
  })

  describe.each([1, 4])('resumed with concurrency %i', (concurrency) => {
    test.each<{ what: string; items: readonly Item[] }>([
      { what: 'items with ids', items: makeItems(65) },
      { what: 'items without ids', items: withoutIds(makeItems(65)) },
      { what: 'items, some without ids', items: ITEMS },
      { what: 'items in full pages', items: makeItems(60) },
    ])('yields exactly the remaining $what', async ({ items }) => {
      const { pages } = await outcomeOf(new ScriptedList(style, serve(style, items)).read({ concurrency }))
      let before = 0
      for (const page of pages) {
        before += page.items.length
        if (page.cursor === null) continue
        const resumed = new ScriptedList(style, serve(style, items))
        const remaining = await resumed.read({ concurrency, cursor: page.cursor }).toArray()
        expect(textsOf(remaining)).toEqual(textsOf(items.slice(before)))
      }
    })
  })

  test('is accepted with any page size', async () => {
    const items = makeItems(200)
    const [, cursor = ''] = await cursorsOf(style, items, 20)
    for (const pageSize of [1, 7, 19, 20, 21, 50, 1000]) {
      const list = new ScriptedList(style, serve(style, items))
      const remaining = await list.read({ cursor, pageSize }, SCOPE).toArray()
      expect(textsOf(remaining), `pages of ${pageSize}`).toEqual(textsOf(items.slice(40)))
    }
  })

  test('contains no id, text or number of an item, and no part of the scope', async () => {
    for (const cursor of await cursorsOf(style, ITEMS)) {
      const content = decoded(cursor)
      expect(content).not.toContain('canary')
      expect(content).not.toContain(NUMBER)
      expect(content).not.toContain(NUMBER.slice(-6))
      expect(content).not.toContain('scripted')
    }
  })

  test('is invalid_argument if any character is changed', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const accepted: string[] = []
    for (const [at, character] of [...cursor].entries()) {
      // Every eighth letter of the alphabet, from another one on at each place, unless a long run was requested.
      const letters = IS_LONG_RUN ? [...ALPHABET] : [...ALPHABET].filter((_, letter) => letter % 8 === at % 8)
      for (const other of letters) {
        const edited = cursor.slice(0, at) + other + cursor.slice(at + 1)
        if (other !== character && errorCodeOf(style, edited) !== 'invalid_argument') accepted.push(edited)
      }
    }
    expect(accepted).toEqual([])
  })

  test('is invalid_argument if any character is left out or doubled', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const edits = [...cursor].flatMap((character, at) => [
      cursor.slice(0, at) + cursor.slice(at + 1),
      cursor.slice(0, at) + character + cursor.slice(at),
    ])
    expect(edits.filter((edited) => errorCodeOf(style, edited) !== 'invalid_argument')).toEqual([])
  })

  test('is invalid_argument if it is shorter or longer', async () => {
    const [, cursor = ''] = await cursorsOf(style, ITEMS)
    const cut = Array.from(cursor, (_, length) => cursor.slice(0, length))
    const longer = [...ALPHABET, '=', ' ', '\n', '%', '.', cursor].flatMap((more) => [
      cursor + more,
      more + cursor,
    ])
    const edits = [...cut, ...longer]
    expect(edits.filter((edited) => errorCodeOf(style, edited) !== 'invalid_argument')).toEqual([])
  })

  test.each(['', ' ', '=', '[]', 'null', 'bnVsbA', 'W10', '__proto__', '\u0000', 'å', '9'.repeat(1_000_000)])(
    'is invalid_argument if it is %j',
    (cursor) => {
      expect(errorCodeOf(style, cursor)).toBe('invalid_argument')
    },
  )

  test('is invalid_argument for another scope', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    expect(errorCodeOf(style, cursor)).toBeUndefined()
    const others = [
      ['scripted', '+46701740606'],
      ['other', `+${NUMBER}`],
      ['scripted', `+${NUMBER}`, 'inbound'],
      ['scripted'],
      [],
      [`scripted,+${NUMBER}`],
      SCOPE.toReversed(),
    ]
    expect(others.map((scope) => errorCodeOf(style, cursor, scope))).toEqual(
      others.map(() => 'invalid_argument'),
    )
  })

  test('is not shown by the error that rejects it', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    const list = new ScriptedList(style, serve(style, ITEMS))
    const withoutData = new RegExp(`^(?!.*(${cursor}|${NUMBER}|canary))`, 's')
    expect(() => list.read({ cursor }, ['another', `+${NUMBER}`])).toThrow(withoutData)
    expect(() => list.read({ cursor: `${cursor}A` }, SCOPE)).toThrow(withoutData)
  })

  test('is invalid_argument if it has another version', async () => {
    const [cursor = ''] = await cursorsOf(style, ITEMS)
    const content = decoded(cursor).slice(0, -6)
    expect(sealed(content)).toBe(cursor)
    const version = /\d+/.exec(content)?.[0] ?? ''
    const others = ['0', '1', '-2', '2.5', '20', '"2"', 'null'].map((other) =>
      content.replace(version, other),
    )
    expect(others.map((other) => errorCodeOf(style, sealed(other)))).toEqual(
      others.map(() => 'invalid_argument'),
    )
  })

  test('is the same for the same place in every walk', async () => {
    const items = makeItems(200)
    const ofTens = await cursorsOf(style, items, 10)
    expect(await cursorsOf(style, items, 10)).toEqual(ofTens)
    const at40 = ofTens[3]
    // A token counts on the size of its pages, so that is part of the place.
    const size = style === 'tokens' ? 10 : 20
    expect((await cursorsOf(style, items, size))[40 / size - 1]).toBe(at40)
    const list = new ScriptedList(style, serve(style, items))
    const { pages } = await outcomeOf(list.read({ cursor: ofTens[1], limit: 20 }, SCOPE))
    expect(pages.at(-1)?.cursor).toBe(at40)
  })
})

test('cursors of different places differ [cursor]', async () => {
  const cursors = await cursorsOf('counted', makeItems(500), 1)
  // Even the last full page has a cursor, because only a request beyond it proves the end.
  expect(new Set(cursors).size).toBe(500)
})
