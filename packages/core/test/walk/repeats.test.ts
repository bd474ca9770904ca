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

/** A provider that repeats itself, and what its pages say of the rest of the list. */
interface Kind {
  readonly what: string
  readonly style: Style
  readonly hasIds: boolean
  readonly says: { readonly total?: number | null; readonly more?: boolean }
}

/** What it repeats. */
interface Fault {
  readonly fault: string
  readonly items: number
  readonly script: (items: readonly Item[]) => Script
  /** How many items are given for certain, whatever follows. */
  readonly certain: number
}

const HUGE = 1_000_000_000

const NUMBERED: readonly Kind[] = [
  { what: 'numbered pages', style: 'numbered', hasIds: true, says: {} },
  { what: 'pages whose total says 100', style: 'counted', hasIds: true, says: { total: 100 } },
  { what: 'pages whose total says 100, without ids', style: 'counted', hasIds: false, says: { total: 100 } },
  { what: 'pages whose total says 1e9', style: 'counted', hasIds: true, says: { total: HUGE } },
  { what: 'pages whose total says 1e9, without ids', style: 'counted', hasIds: false, says: { total: HUGE } },
  { what: 'pages that lost their total', style: 'counted', hasIds: true, says: { total: null } },
  {
    what: 'pages that lost their total, without ids',
    style: 'counted',
    hasIds: false,
    says: { total: null },
  },
]

const OFFSETS: readonly Kind[] = [
  { what: 'offsets whose link says more', style: 'offsets', hasIds: true, says: { more: true } },
  {
    what: 'offsets whose link says more, without ids',
    style: 'offsets',
    hasIds: false,
    says: { more: true },
  },
  { what: 'offsets without a link', style: 'offsets', hasIds: true, says: {} },
]

const WITHOUT_ORDER: readonly Fault[] = [
  { fault: 'the same page for ever', items: 10, script: (items) => () => ({ items }), certain: 10 },
  {
    fault: 'two pages in turn',
    items: 20,
    script:
      (items) =>
      ({ number }) => ({ items: number % 2 === 1 ? items.slice(0, 10) : items.slice(10) }),
    certain: 0,
  },
]

const OUT_OF_RANGE: readonly Fault[] = [35, 40].flatMap((length) => [
  { fault: `page 1 beyond ${length} items`, items: length, script: outOfRange(1), certain: length },
  { fault: `the last page beyond ${length} items`, items: length, script: outOfRange(4), certain: length },
])

const CASES: readonly (Kind & Fault)[] = [
  ...WITHOUT_ORDER.flatMap((fault) => [...NUMBERED, ...OFFSETS].map((kind) => ({ ...kind, ...fault }))),
  ...OUT_OF_RANGE.flatMap((fault) => NUMBERED.map((kind) => ({ ...kind, ...fault }))),
]

/** Answers a page beyond the fourth with another one. */
function outOfRange(instead: number): Fault['script'] {
  return (items) => {
    const script = serve('numbered', items)
    return (asked) => script({ ...asked, position: asked.position > 4 ? instead : asked.position })
  }
}

function itemsOf({ hasIds, items }: Kind & Fault): readonly Item[] {
  return hasIds ? makeItems(items) : withoutIds(makeItems(items))
}

async function walk(
  given: Kind & Fault,
  concurrency: number,
): Promise<Outcome & { readonly list: ScriptedList }> {
  const script = given.script(itemsOf(given))
  const list = new ScriptedList(given.style, async (asked) => ({ ...(await script(asked)), ...given.says }))
  return { ...(await outcomeOf(list.read({ concurrency }))), list }
}

describe.each([1, 4])('23: with %i requests at once', (concurrency) => {
  test.each(CASES)('$fault is no loop: $what', async (given) => {
    const { error, list } = await walk(given, concurrency)
    expect(error?.code ?? 'pagination').toBe('pagination')
    expect(list.asked.length).toBeLessThan(LOOP)
  })

  test.each(CASES)('$fault comes after all that can be read: $what', async (given) => {
    const { texts } = await walk(given, concurrency)
    expect(texts.slice(0, given.certain)).toEqual(textsOf(itemsOf(given).slice(0, given.certain)))
    // Without ids, items that are alike may well be others.
    const distinct = given.hasIds ? new Set(texts).size : texts.length
    expect(distinct).toBe(texts.length)
  })

  // Without ids, what comes again may be another one just like it: then only the bound of a loop holds.
  const TOLD_APART = CASES.filter(({ hasIds }) => hasIds)
  test.each(TOLD_APART)('$fault takes at most three extra requests: $what', async (given) => {
    const { list } = await walk(given, concurrency)
    const isNumbered = given.style === 'numbered' || given.says.total === null
    // Not counted are those that were under way already, and looks at the head of a list of which little was read.
    const ahead = isNumbered ? 2 * concurrency : concurrency
    const looks = isNumbered ? FEW / PAGE_SIZE : 0
    // A total that promises more than the pages hold has the list read once more.
    const pages = Math.ceil(given.items / PAGE_SIZE)
    const again = (given.says.total ?? 0) > given.items ? pages + ahead + EXTRA_REQUESTS : 0
    const extra = list.asked.length - list.fruitful - ahead - looks - again
    expect(extra, `asked for ${list.positions.slice(0, 20)}`).toBeLessThanOrEqual(EXTRA_REQUESTS)
  })

  test.each(OUT_OF_RANGE)('$fault is requested only to prove the end of a full last page', async (fault) => {
    const kind: Kind = { what: '', style: 'counted', hasIds: true, says: { total: fault.items } }
    const { texts, error, list } = await walk({ ...kind, ...fault }, concurrency)
    expect(error).toBeNull()
    expect(texts).toEqual(textsOf(makeItems(fault.items)))
    expect(Math.max(...list.positions)).toBe(fault.items === 40 ? 5 : 4)
  })
})

test('23: two pages in turn that say which page they are take at most three extra requests', async () => {
  const items = makeItems(35)
  const list = new ScriptedList('counted', ({ number }) => {
    const first = number % 2 === 1 ? 0 : 10
    return { items: items.slice(first, first + 10), first, total: items.length }
  })
  const { texts, error } = await outcomeOf(list.read({ concurrency: 1 }))
  expect(error?.code).toBe('pagination')
  expect(texts).toEqual(textsOf(items.slice(0, 20)))
  expect(list.asked.length).toBeLessThanOrEqual(2 + EXTRA_REQUESTS)
})
