import { type Paginated, SmsError } from '@sms/core'
import { type ItemList, mergeByTime, paginate } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type YieldedItem,
  respondOnce,
  type Item,
  outcomeOf,
  type ReadOptions,
  repeatOf,
  type Script,
  ScriptedList,
  type ScriptedRequest,
  settle,
  textsOf,
} from './scripted-list.ts'
import { servePages } from './token-pages.ts'

/** Items with these times, newest first; null for one without. Their texts say where they are from. */
function itemsAt(list: string, times: readonly (number | null)[]): Item[] {
  return times.map((time, at) => ({ id: `${list}${at}-${time}`, text: `${list} ${time ?? 'none'}` }))
}

function timeOf({ text }: Item): Date | null {
  const time = Number(text.split(' ')[1])
  return Number.isNaN(time) ? null : new Date(time)
}

const countDown = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => from - 2 * at)

/** A list in pages of ten, whose tokens are offsets. */
function paged(items: readonly Item[]): Script {
  return ({ position, size }) => {
    const next = position + size
    return { items: items.slice(position, next), next: next < items.length ? `${next}` : null }
  }
}

function newestFirst(script: Script): ScriptedList {
  return new ScriptedList('tokens', script, { newestFirst: true })
}

function merge(
  lists: readonly ScriptedList[],
  { select, ...settings }: ReadOptions = {},
): Paginated<YieldedItem> {
  return paginate<Item, YieldedItem, ItemList<Item>>({
    provider: 'scripted',
    cursorScope: ['merged'],
    settings: {
      limit: Infinity,
      pageSize: 10,
      concurrency: 4,
      cursor: undefined,
      signal: undefined,
      ...settings,
    },
    lists: lists.map(({ walked }) => walked),
    merge: mergeByTime,
    timeOf,
    normalize: (item, key) => ({ ...item, repeat: repeatOf(key) }),
    select,
  })
}

/** Two lists that alternate: 99, 98, 97 and so on. */
function alternating(count: number): [ScriptedList, ScriptedList] {
  return [
    newestFirst(paged(itemsAt('a', countDown(1000, count)))),
    newestFirst(paged(itemsAt('b', countDown(999, count)))),
  ]
}

const shared = (text: string): Item => ({ id: text, text })

/** The first list ends with an item that the second one has as well. */
const sharing = (): ScriptedList[] => [
  newestFirst(paged([shared('x 9')])),
  newestFirst(paged([shared('x 9'), ...itemsAt('b', [7])])),
]

const since =
  (time: number): NonNullable<ReadOptions['select']> =>
  (item) =>
    (timeOf(item)?.getTime() ?? 0) < time ? 'beyond' : 'take'

const failing = (code: 'pagination' | 'unavailable', items: readonly Item[]): Script =>
  servePages({
    '': [items.slice(0, 3), 'more'],
    more: [items.slice(3, 6), code === 'pagination' ? 'more' : 'gone'],
  })

const refusing = (items: readonly Item[], isRefused: (request: ScriptedRequest) => boolean): Script => {
  const script = paged(items)
  return (request) => {
    if (isRefused(request)) throw new SmsError('rejected', 'No such token.', { provider: 'scripted' })
    return script(request)
  }
}

const longToken = (list: string): string => `PA${'x'.repeat(4000)}${list}`
const withLongTokens = (list: string, time: number): Script => {
  const items = itemsAt(list, countDown(time, 20))
  return servePages({ '': [items.slice(0, 10), longToken(list)], [longToken(list)]: [items.slice(10), null] })
}

describe('the order of lists that are merged', () => {
  test('is by time; at equal times, the first list comes first', async () => {
    const a = newestFirst(paged(itemsAt('a', [9, 7, 7, 3])))
    const b = newestFirst(paged(itemsAt('b', [8, 7, 3, 2])))
    expect(textsOf(await merge([a, b]).toArray())).toEqual([
      'a 9',
      'b 8',
      'a 7',
      'a 7',
      'b 7',
      'a 3',
      'b 3',
      'b 2',
    ])
  })

  test('takes an item without a time for as old as the one before it', async () => {
    const a = newestFirst(paged(itemsAt('a', [null, 9, null, 2, null])))
    const b = newestFirst(paged(itemsAt('b', [null, 8, null, 1])))
    expect(textsOf(await merge([a, b]).toArray())).toEqual([
      'a none',
      'b none',
      'a 9',
      'a none',
      'b 8',
      'b none',
      'a 2',
      'a none',
      'b 1',
    ])
  })

  test('is each list in its own order, although its times are not', async () => {
    const a = newestFirst(paged(itemsAt('a', [9, 1, 8])))
    const b = newestFirst(paged(itemsAt('b', [7, 6])))
    expect(textsOf(await merge([a, b]).toArray())).toEqual(['a 9', 'b 7', 'b 6', 'a 1', 'a 8'])
  })

  test('is oldest first if the lists are', async () => {
    const a = new ScriptedList('tokens', paged(itemsAt('a', [1, 3, 5])), { newestFirst: false })
    const b = new ScriptedList('tokens', paged(itemsAt('b', [2, 3, 4])), { newestFirst: false })
    expect(textsOf(await merge([a, b]).toArray())).toEqual(['a 1', 'b 2', 'a 3', 'b 3', 'b 4', 'a 5'])
  })

  test.each([
    { how: 'different orders', orders: [{ newestFirst: true }, { newestFirst: false }] },
    { how: 'no order', orders: [{}, {}] },
  ])('cannot come from lists of $how: invalid_argument', async ({ orders }) => {
    const lists = orders.map((order) => new ScriptedList('tokens', paged([]), order))
    const { error } = await outcomeOf(merge(lists))
    expect(error).toMatchObject({ code: 'invalid_argument' })
    expect(error?.message).toMatch(/`lists` must be lists that all state the same `newestFirst`/)
  })
})

describe('an item that stands in both lists', () => {
  test('is yielded once', async () => {
    const a = newestFirst(paged([shared('x 9'), ...itemsAt('a', [8]), shared('x 5')]))
    const b = newestFirst(paged([shared('x 9'), ...itemsAt('b', [7]), shared('x 5')]))
    expect(textsOf(await merge([a, b]).toArray())).toEqual(['x 9', 'a 8', 'b 7', 'x 5'])
  })

  test('is not yielded again after a cursor, although its list had ended', async () => {
    const { pages } = await outcomeOf(merge(sharing(), { limit: 1, select: () => 'take' }))
    const cursor = pages.at(-1)?.cursor ?? ''
    const [a, b] = sharing() as [ScriptedList, ScriptedList]
    expect(textsOf(await merge([a, b], { cursor }).toArray())).toEqual(['b 7'])
    expect(a.requests).toEqual([])
  })

  test('comes twice if it has no id, with keys of its own', async () => {
    const anonymous: Item = { id: null, text: 'x 5' }
    const items = await merge([
      newestFirst(paged([anonymous])),
      newestFirst(paged([anonymous, anonymous])),
    ]).toArray()
    expect(items.map(({ repeat }) => repeat)).toEqual([0, 1, 2])
  })
})

describe('the requests for lists that are merged', () => {
  test('are one for each list before the first item', async () => {
    const lists = alternating(25)
    const iterator = merge(lists)[Symbol.asyncIterator]()
    await iterator.next()
    await settle()
    expect(lists.map(({ tokens }) => tokens)).toEqual([[null], [null]])
    await iterator.next()
    await settle()
    expect(lists.map(({ tokens }) => tokens)).toEqual([
      [null, '10'],
      [null, '10'],
    ])
  })

  test('go on while the other list has items at hand', async () => {
    const a = newestFirst(paged(itemsAt('a', countDown(5000, 40))))
    const b = newestFirst(paged(itemsAt('b', countDown(1000, 40))))
    const pages = merge([a, b]).pages()[Symbol.asyncIterator]()
    const { value } = await pages.next()
    expect(value?.items.length).toBe(10)
    await settle()
    expect(b.tokens).toEqual([null, '10'])
  })

  test('are ahead before the first item of a later page with a concurrency of 1', async () => {
    const [a, b] = alternating(25)
    const iterator = merge([a, b], { concurrency: 1 })[Symbol.asyncIterator]()
    // The first list ends its first page with the 19th item.
    for (let taken = 0; taken < 20; taken += 1) await iterator.next()
    expect(a.tokens).toEqual([null, '10', '20'])
    await iterator.return?.()
  })

  test.each([
    { how: 'if items are selected', options: { concurrency: 1, select: () => 'take' as const } },
    { how: 'if each list has a request of its own', options: { concurrency: 2 } },
  ])('are not ahead before the second item of a page $how', async ({ options }) => {
    const [a, b] = alternating(25)
    const iterator = merge([a, b], options)[Symbol.asyncIterator]()
    for (let taken = 0; taken < 20; taken += 1) await iterator.next()
    expect(a.tokens).toEqual([null, '10'])
    await iterator.return?.()
  })

  test('are made in turn with a concurrency of 1', async () => {
    const order: string[] = []
    const noting =
      (name: string, script: Script): Script =>
      (request) => {
        order.push(name)
        return script(request)
      }
    const a = newestFirst(noting('a', paged(itemsAt('a', countDown(1000, 30)))))
    const b = newestFirst(noting('b', paged(itemsAt('b', countDown(999, 30)))))
    let mostInFlight = 0
    for await (const _ of merge([a, b], { concurrency: 1 })) {
      mostInFlight = Math.max(mostInFlight, a.inFlight + b.inFlight)
    }
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
    expect(mostInFlight).toBe(1)
  })

  test('end with the limit', async () => {
    const lists = alternating(25)
    const { pages } = await outcomeOf(merge(lists, { limit: 10 }))
    expect(pages.flatMap(({ items }) => items)).toHaveLength(10)
    expect(pages.at(-1)?.cursor).not.toBeNull()
    await settle()
    expect(lists.map(({ tokens }) => tokens)).toEqual([[null], [null]])
  })

  test('are aborted in all lists when the loop is left', async () => {
    const lists = [
      newestFirst(respondOnce(paged(itemsAt('a', countDown(1000, 25))))),
      newestFirst(respondOnce(paged(itemsAt('b', countDown(999, 25))))),
    ]
    let taken = 0
    for await (const _ of merge(lists)) {
      taken += 1
      if (taken === 5) break
    }
    await settle()
    expect(lists.map(({ requests }) => requests.map(({ signal }) => signal.aborted))).toEqual([
      [true, true],
      [true, true],
    ])
    expect(lists.map(({ inFlight }) => inFlight)).toEqual([0, 0])
  })
})

describe('a selection among lists that are merged', () => {
  test('ends each list after 50 items in a row beyond it', async () => {
    const a = newestFirst(paged(itemsAt('a', countDown(2000, 200))))
    const b = newestFirst(paged(itemsAt('b', countDown(3999, 200))))
    const items = await merge([a, b], { select: since(1981), concurrency: 1 }).toArray()
    expect(items).toHaveLength(10 + 200)
    expect(b.tokens).toHaveLength(20)
    // 10 items that are wanted and 50 that are not, and one page ahead.
    expect(a.tokens.length).toBeLessThanOrEqual(7)
  })

  test('loses no item to an odd time in one list', async () => {
    const a = newestFirst(paged(itemsAt('a', [2000, 1, ...countDown(1998, 8)])))
    const b = newestFirst(paged(itemsAt('b', countDown(1999, 200))))
    const items = await merge([a, b], { select: since(1900) }).toArray()
    expect(textsOf(items).filter((text) => text.startsWith('a'))).toHaveLength(9)
  })
})

describe('an error in one of the lists', () => {
  test('is pagination only after everything that was received', async () => {
    const a = newestFirst(failing('pagination', itemsAt('a', [99, 97, 95, 93, 91, 89])))
    const b = newestFirst(paged(itemsAt('b', countDown(98, 40))))
    const { texts, error } = await outcomeOf(merge([a, b]))
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts.filter((text) => text.startsWith('a'))).toHaveLength(6)
    // Two pages of the other list had been requested.
    expect(b.requests.length).toBeLessThanOrEqual(3)
    expect(texts.filter((text) => text.startsWith('b'))).toHaveLength(10 * b.requests.length)
  })

  test('that has lost its place after a cursor is pagination after what the other list has received', async () => {
    const ofA = itemsAt('a', countDown(1000, 60))
    const ofB = itemsAt('b', countDown(999, 60))
    const settings = { pageSize: 40, select: () => 'take' as const }
    const { pages } = await outcomeOf(
      merge([newestFirst(paged(ofA)), newestFirst(paged(ofB))], { ...settings, limit: 40 }),
    )
    const cursor = pages.at(-1)?.cursor ?? ''
    const a = newestFirst(paged(ofA))
    const b = newestFirst(paged(ofB.slice(20)))
    const { texts, error } = await outcomeOf(merge([a, b], { ...settings, cursor }))
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts).toEqual(textsOf(ofA.slice(20, 40)))
  })

  test('keeps the place in that list for a later call', async () => {
    const ofB = itemsAt('b', countDown(98, 40))
    const a = newestFirst(failing('pagination', itemsAt('a', [99, 97, 95, 93, 91, 89])))
    const { pages, texts } = await outcomeOf(merge([a, newestFirst(paged(ofB))]))
    const cursor = pages.at(-1)?.cursor ?? ''
    const repaired = newestFirst(servePages({ more: [itemsAt('a', [87]), null] }))
    const rest = textsOf(await merge([repaired, newestFirst(paged(ofB))], { cursor }).toArray())
    expect(rest).toContain('a 87')
    expect([...texts, ...rest].filter((text) => text.startsWith('b'))).toEqual(textsOf(ofB))
  })

  test('of any other kind ends the walk at once', async () => {
    const a = newestFirst(({ token }) => {
      if (token === null) return { items: itemsAt('a', [99, 97]), next: 'more' }
      throw new SmsError('unavailable', 'Try later.', { provider: 'scripted' })
    })
    const b = newestFirst(paged(itemsAt('b', countDown(98, 40))))
    const { texts, error } = await outcomeOf(merge([a, b]))
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(texts).toEqual(['a 99', 'b 98', 'a 97'])
  })
})

describe('a token of one list that is refused', () => {
  test.each([1, 4])('loses and repeats nothing with concurrency %i', async (concurrency) => {
    const ofA = itemsAt('a', countDown(1000, 45))
    const ofB = itemsAt('b', countDown(999, 45))
    const a = newestFirst(refusing(ofA, ({ number }) => number === 3))
    const b = newestFirst(paged(ofB))
    const { texts, error } = await outcomeOf(merge([a, b], { concurrency }))
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(ofA.flatMap((item, at) => [item, ...ofB.slice(at, at + 1)])))
    expect(a.tokens).toEqual([null, '10', '20', null, '10', '20', '30', '40'])
    expect(b.tokens).toEqual([null, '10', '20', '30', '40'])
  })

  test('for ever is pagination after everything that was received of both', async () => {
    const ofA = itemsAt('a', countDown(1000, 45))
    const ofB = itemsAt('b', countDown(999, 45))
    const a = newestFirst(refusing(ofA, ({ token }) => token === '20'))
    const b = newestFirst(paged(ofB))
    const { texts, error } = await outcomeOf(merge([a, b]))
    expect(error).toMatchObject({ code: 'pagination' })
    expect(texts.filter((text) => text.startsWith('a'))).toEqual(textsOf(ofA.slice(0, 20)))
    expect(texts.filter((text) => text.startsWith('b'))).toEqual(
      textsOf(ofB.slice(0, 10 * b.requests.length)),
    )
  })
})

test('a cursor holds a long token of each list', async () => {
  const scripts = [withLongTokens('a', 1000), withLongTokens('b', 999)]
  const { pages } = await outcomeOf(merge(scripts.map(newestFirst), { limit: 25, select: () => 'take' }))
  const resumed = scripts.map(newestFirst)
  const rest = await merge(resumed, { cursor: pages.at(-1)?.cursor ?? '' }).toArray()
  expect(rest).toHaveLength(15)
  expect(resumed.map(({ tokens }) => tokens)).toEqual([[longToken('a')], [longToken('b')]])
})
