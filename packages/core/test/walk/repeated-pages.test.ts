import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  type Outcome,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  type Style,
  textsOf,
  withoutIds,
} from './scripted-list.ts'

const EXTRA_REQUESTS = 3
const LOOP = 200

const PAGE_SIZE = 10
const FEW = 50

/** A style of list, and what each response states about the list. */
interface ListKind {
  readonly what: string
  readonly style: Style
  readonly hasIds: boolean
  readonly stated: { readonly total?: number | null; readonly more?: boolean }
}

/** Pages that repeat. */
interface Fault {
  readonly fault: string
  readonly items: number
  readonly script: (items: readonly Item[]) => Script
  /** The number of items that the walk yields in any case. */
  readonly alwaysYielded: number
}

const HUGE = 1_000_000_000

const NUMBERED: readonly ListKind[] = [
  { what: 'numbered pages', style: 'numbered', hasIds: true, stated: {} },
  { what: 'pages with a total of 100', style: 'counted', hasIds: true, stated: { total: 100 } },
  {
    what: 'pages with a total of 100, without ids',
    style: 'counted',
    hasIds: false,
    stated: { total: 100 },
  },
  { what: 'pages with a total of 1e9', style: 'counted', hasIds: true, stated: { total: HUGE } },
  {
    what: 'pages with a total of 1e9, without ids',
    style: 'counted',
    hasIds: false,
    stated: { total: HUGE },
  },
  { what: 'counted pages without a total', style: 'counted', hasIds: true, stated: { total: null } },
  {
    what: 'counted pages without a total, without ids',
    style: 'counted',
    hasIds: false,
    stated: { total: null },
  },
]

const OFFSETS: readonly ListKind[] = [
  { what: 'offsets with a link that announces more', style: 'offsets', hasIds: true, stated: { more: true } },
  {
    what: 'offsets with a link that announces more, without ids',
    style: 'offsets',
    hasIds: false,
    stated: { more: true },
  },
  { what: 'offsets without a link', style: 'offsets', hasIds: true, stated: {} },
]

const WITHOUT_ORDER: readonly Fault[] = [
  {
    fault: 'the same page again and again',
    items: 10,
    script: (items) => () => ({ items }),
    alwaysYielded: 10,
  },
  {
    fault: 'two alternating pages',
    items: 20,
    script:
      (items) =>
      ({ number }) => ({ items: number % 2 === 1 ? items.slice(0, 10) : items.slice(10) }),
    alwaysYielded: 0,
  },
]

const OUT_OF_RANGE: readonly Fault[] = [35, 40].flatMap((length) => [
  {
    fault: `page 1 in place of a page beyond ${length} items`,
    items: length,
    script: outOfRange(1),
    alwaysYielded: length,
  },
  {
    fault: `the last page in place of a page beyond ${length} items`,
    items: length,
    script: outOfRange(4),
    alwaysYielded: length,
  },
])

const CASES: readonly (ListKind & Fault)[] = [
  ...WITHOUT_ORDER.flatMap((fault) => [...NUMBERED, ...OFFSETS].map((kind) => ({ ...kind, ...fault }))),
  ...OUT_OF_RANGE.flatMap((fault) => NUMBERED.map((kind) => ({ ...kind, ...fault }))),
]

/** Responds to a request beyond the fourth page with another page. */
function outOfRange(substitute: number): Fault['script'] {
  return (items) => {
    const script = serve('numbered', items)
    return (request) => script({ ...request, position: request.position > 4 ? substitute : request.position })
  }
}

function itemsOf({ hasIds, items }: ListKind & Fault): readonly Item[] {
  return hasIds ? makeItems(items) : withoutIds(makeItems(items))
}

async function walk(
  testCase: ListKind & Fault,
  concurrency: number,
): Promise<Outcome & { readonly list: ScriptedList }> {
  const script = testCase.script(itemsOf(testCase))
  const list = new ScriptedList(testCase.style, async (request) => ({
    ...(await script(request)),
    ...testCase.stated,
  }))
  return { ...(await outcomeOf(list.read({ concurrency }))), list }
}

describe.each([1, 4])('with concurrency %i [repeated-page]', (concurrency) => {
  test.each(CASES)('$fault does not make the walk loop: $what', async (testCase) => {
    const { error, list } = await walk(testCase, concurrency)
    expect(error?.code ?? 'pagination').toBe('pagination')
    expect(list.requests.length).toBeLessThan(LOOP)
  })

  test.each(CASES)('$fault causes no item to be lost or repeated: $what', async (testCase) => {
    const { texts } = await walk(testCase, concurrency)
    expect(texts.slice(0, testCase.alwaysYielded)).toEqual(
      textsOf(itemsOf(testCase).slice(0, testCase.alwaysYielded)),
    )
    // Identical items without ids may be different messages.
    const distinct = testCase.hasIds ? new Set(texts).size : texts.length
    expect(distinct).toBe(texts.length)
  })

  // An identical item without an id may be a different message, so only the bound of the first test holds for it.
  const WITH_IDS = CASES.filter(({ hasIds }) => hasIds)
  test.each(WITH_IDS)('$fault takes at most three extra requests: $what', async (testCase) => {
    const { list } = await walk(testCase, concurrency)
    const isNumbered = testCase.style === 'numbered' || testCase.stated.total === null
    // These do not count: requests already in flight, and requests for the head of a list of which little was read.
    const ahead = isNumbered ? 2 * concurrency : concurrency
    const headRequests = isNumbered ? FEW / PAGE_SIZE : 0
    // If a total exceeds the items of the pages, the walk reads the list once more.
    const pages = Math.ceil(testCase.items / PAGE_SIZE)
    const secondReading = (testCase.stated.total ?? 0) > testCase.items ? pages + ahead + EXTRA_REQUESTS : 0
    const extra = list.requests.length - list.responsesWithNewItems - ahead - headRequests - secondReading
    expect(extra, `requested ${list.positions.slice(0, 20)}`).toBeLessThanOrEqual(EXTRA_REQUESTS)
  })

  test.each(OUT_OF_RANGE)('$fault is requested only to prove the end of a full last page', async (fault) => {
    const kind: ListKind = { what: '', style: 'counted', hasIds: true, stated: { total: fault.items } }
    const { texts, error, list } = await walk({ ...kind, ...fault }, concurrency)
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(makeItems(fault.items)))
    expect(Math.max(...list.positions)).toBe(fault.items === 40 ? 5 : 4)
  })
})

test('two alternating pages that state their position take at most three extra requests [repeated-page]', async () => {
  const items = makeItems(35)
  const list = new ScriptedList('counted', ({ number }) => {
    const first = number % 2 === 1 ? 0 : 10
    return { items: items.slice(first, first + 10), first, total: items.length }
  })
  const { texts, error } = await outcomeOf(list.read({ concurrency: 1 }))
  expect(error?.code).toBe('pagination')
  expect(texts).toEqual(textsOf(items.slice(0, 20)))
  expect(list.requests.length).toBeLessThanOrEqual(2 + EXTRA_REQUESTS)
})

test('the same page again and again, newest first by offset, ends in `pagination` within a bound of requests [repeated-page]', async () => {
  let requests = 0
  const repeating = paginate({
    provider: 'scripted',
    cursorScope: [],
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
  await expect(repeating.toArray()).rejects.toMatchObject({ code: 'pagination' })
  // Arrivals could explain each repeat, so the walk requests the head of the list after each of them.
  expect(requests).toBeLessThanOrEqual(1 + 2 * 3)
})
