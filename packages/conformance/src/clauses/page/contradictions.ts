import { ClauseFailure } from '../../clause-failure.ts'
import type { Fixture, RecordedCall } from '../../fixture/fixture.ts'
import type { Harness } from '../../harness/harness.ts'
import { RecordedList } from '../../variations/recorded-list.ts'
import { hasTotal, withTotal } from '../../variations/total-in-body.ts'
import type { Clause } from '../clause.ts'
import { expectNothingLost } from '../expect-nothing-lost.ts'

export const PAGE_18: Clause = {
  id: 'PAGE-18',
  sentence: 'If an id comes twice, every other message is still yielded, and no key comes twice.',
  needs: ['several-pages'],
  follows: ['PAGE-2', 'MESSAGE-3'],
  exempts: (_, fixtures) =>
    hasRepeatableId(fixtures.get('several-pages')) ? null : 'its messages in several-pages.json have no id',
  check: expectAllBesideRepeat,
}

export const PAGE_19: Clause = {
  id: 'PAGE-19',
  sentence: 'If the total is too small by a page, every message of the pages is still yielded once.',
  needs: ['several-pages'],
  follows: ['PAGE-2', 'PAGE-15', 'MESSAGE-3'],
  exempts: ({ total }, fixtures) =>
    total ? whyTotalIsFixed(fixtures.get('several-pages')) : 'its pages have no total',
  check: expectAllDespiteTotal,
}

export const PAGE_20: Clause = {
  id: 'PAGE-20',
  sentence:
    'If two messages change places across a page boundary between two requests, every message is still yielded once.',
  needs: ['several-pages'],
  follows: ['PAGE-2', 'PAGE-18', 'MESSAGE-3'],
  exempts: (_, fixtures) =>
    hasTokens(fixtures.get('several-pages'))
      ? 'its pages have tokens, and none after a token shows what moved in front of it'
      : null,
  check: expectAllDespiteSwap,
}

/** Replaces the last message but one with an earlier one that has an id. */
async function expectAllBesideRepeat(harness: Harness): Promise<void> {
  const { call, items } = await harness.play('several-pages')
  const raws = items.map(({ raw }) => raw)
  const repeated = items.slice(0, -2).find(({ id }) => id !== null)
  if (repeated === undefined)
    throw new ClauseFailure(
      'several-pages.json: the fixture has messages with an id, and the reader yields none.',
    )
  const changed = raws.toSpliced(-2, 1, repeated.raw)
  const expected = changed.filter((raw, at) => changed.indexOf(raw) === at)
  const list = new RecordedList(call, raws)
  await expectNothingLost(harness, { what: 'An id that comes again', call, expected }, (request) =>
    list.respond(request, changed),
  )
}

/** Whether a message that can take the place of the last but one has an id. */
function hasRepeatableId(fixture: Fixture | undefined): boolean {
  const items = fixture?.calls[0]?.outcome.items ?? []
  return fixture === undefined || items.slice(0, -2).some(({ id }) => id !== null)
}

/** Reads a list from a server whose count disagrees with its pages. */
async function expectAllDespiteTotal(harness: Harness): Promise<void> {
  const { call, items } = await harness.play('several-pages')
  const total = totalOf(call)
  const smaller = total - (call.options?.pageSize ?? 0)
  const exchanges = call.exchanges.map((exchange) => withTotal(exchange, total, smaller))
  const expected = items.map(({ raw }) => raw)
  const list = new RecordedList({ exchanges }, expected)
  const what = `The total ${smaller} in place of ${total}`
  await expectNothingLost(harness, { what, call, expected }, (request) => list.respond(request, expected))
}

/** Why the total of the fixture cannot be changed, or null if it can. */
function whyTotalIsFixed(fixture: Fixture | undefined): string | null {
  const [call] = fixture?.calls ?? []
  if (call === undefined) return null
  const isChangeable = call.exchanges.some(({ response }) => hasTotal(response.body, totalOf(call)))
  return isChangeable ? null : 'its total is in no body of several-pages.json'
}

function totalOf({ outcome }: RecordedCall): number {
  return outcome.total ?? Number.NaN
}

/** Whether later pages are requested with a parameter that the first request does not have. */
function hasTokens(fixture: Fixture | undefined): boolean {
  const [first, ...later] = fixture?.calls[0]?.exchanges ?? []
  const parameters = first?.request.query ?? {}
  return later.some(({ request }) =>
    Object.keys(request.query).some((name) => !Object.hasOwn(parameters, name)),
  )
}

/** Swaps the last message of the first page with the next one after the first response. */
async function expectAllDespiteSwap(harness: Harness): Promise<void> {
  const { call, items } = await harness.play('several-pages')
  const expected = items.map(({ raw }) => raw)
  const list = new RecordedList(call, expected)
  const { firstPage } = list
  const swapped = expected.with(firstPage - 1, expected[firstPage]).with(firstPage, expected[firstPage - 1])
  await expectNothingLost(
    harness,
    { what: 'Two messages that change places', call, expected },
    (request, number) => list.respond(request, number === 0 ? expected : swapped),
  )
}
