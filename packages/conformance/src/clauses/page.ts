import { type Harness, expectError, thrownBy } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { settle } from '../clock.ts'
import { expectSequence } from '../compare.ts'
import { ClauseFailure, expectThat, expectSame } from '../expectations.ts'
import type { Exchange, Fixture, RecordedCall } from '../fixture.ts'
import { paginatedOf, makeCall } from '../make-call.ts'
import { boundedResponder } from '../bounded-responder.ts'
import { expectNothingLost } from '../expect-nothing-lost.ts'
import { RecordedList } from '../recorded-list.ts'
import { hasTotal, withTotal } from '../total-in-body.ts'
import { BASE_URL } from '../base-url.ts'
import { type Responder, FOREIGN_URL, isForeign, replay } from '../replay.ts'
import type { ScenarioName } from '../scenario-name.ts'

// The page itself, the three that a repeat may cost, and one that was asked for ahead.
const MOST_REQUESTS_FOR_REPEATS = 5

export const pageClauses: readonly Clause[] = [
  {
    id: 'PAGE-1',
    sentence: 'Nothing is requested before iteration starts.',
    needs: ['several-pages'],
    async check(harness) {
      await harness.serve(
        () => 'reset',
        async ({ requests }) => {
          const paginated = paginatedOf(harness.reader(), harness.call('several-pages'))
          paginated.pages()
          await settle()
          expectSame(requests.length, 0, 'Requests for a list that nobody reads')
        },
      )
    },
  },
  {
    id: 'PAGE-2',
    sentence: 'A walk gives every message once, in the order of the pages, and ends with the last page.',
    needs: ['several-pages', 'empty'],
    follows: ['MESSAGE-3'],
    check: (harness) => expectSequences(harness, ['several-pages', 'empty']),
  },
  {
    id: 'PAGE-3',
    sentence: 'An empty page with more to come does not end the walk.',
    needs: ['empty-page'],
    follows: ['PAGE-2'],
    check: (harness) => expectSequences(harness, ['empty-page']),
  },
  {
    id: 'PAGE-4',
    sentence:
      'A page smaller than it was asked for does not end the walk where the server caps pages in silence.',
    needs: ['capped'],
    follows: ['PAGE-2'],
    check: (harness) => expectSequences(harness, ['capped']),
  },
  {
    id: 'PAGE-5',
    sentence: 'A total that cannot be true neither ends the walk nor prolongs it.',
    needs: ['wrong-total'],
    follows: ['PAGE-2', 'PAGE-4'],
    exempts: ({ total }) => (total ? null : 'its pages have no total'),
    check: (harness) => expectSequences(harness, ['wrong-total']),
  },
  {
    id: 'PAGE-6',
    sentence: 'Pages tell the total where `capabilities.total` says so, and null elsewhere.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      const { pages } = await harness.play(call, 'several-pages.json', { isWhole: false })
      const expected = harness.capabilities.total ? call.outcome.total : null
      for (const { total } of pages) expectSame(total, expected, '`total` of a page')
      if (harness.capabilities.total)
        expectSame(typeof expected, 'number', '`total` of the fixture several-pages.json')
    },
  },
  {
    id: 'PAGE-7',
    sentence:
      '`limit` cuts a walk and leaves a cursor; without it, the cursor is null on the last page and on no other.',
    needs: ['several-pages', 'resumed'],
    follows: ['PAGE-2'],
    async check(harness) {
      const cut = harness.call('resumed')
      const { items, pages } = await harness.play(cut, 'resumed.json, call 1')
      expectSame(items.length, cut.options?.limit, 'Items of a walk with `limit`')
      expectThat(
        typeof pages.at(-1)?.cursor === 'string',
        'The last page of a walk cut by `limit` has a cursor.',
        pages,
      )
      const whole = await harness.play(harness.call('several-pages'), 'several-pages.json')
      const isNull = whole.pages.map(({ cursor }) => cursor === null)
      expectSame(
        isNull,
        [...isNull.slice(1).map(() => false), true],
        'Which pages of the walk have a cursor of null',
      )
    },
  },
  {
    id: 'PAGE-8',
    sentence: 'A cursor is URL-safe, and shows no credential, text or phone number.',
    needs: ['several-pages'],
    follows: ['PAGE-7'],
    async check(harness) {
      const call = harness.call('several-pages')
      const { pages, items } = await harness.play(call, 'several-pages.json')
      const texts = items.flatMap((item) => ('text' in item && item.text.length > 3 ? [item.text] : []))
      const digits = (call.participant ?? '').replace('+', '')
      for (const { cursor } of pages) {
        if (cursor === null) continue
        expectThat(
          /^[\w.~-]+$/.test(cursor),
          'A cursor is made of characters that a URL takes as they are.',
          cursor,
        )
        for (const secret of [...Object.values(harness.credentials), ...texts, digits]) {
          expectThat(!cursor.includes(secret), 'A cursor shows what it should not.', cursor)
        }
      }
    },
  },
  {
    id: 'PAGE-9',
    sentence: 'A walk that goes on from a cursor, with another reader, gives exactly the rest.',
    needs: ['resumed'],
    follows: ['PAGE-7'],
    check: (harness) => expectSequences(harness, ['resumed']),
  },
  {
    id: 'PAGE-10',
    sentence: 'Iterating, `pages()` and `toArray()` give the same items.',
    needs: ['several-pages'],
    follows: ['PAGE-2'],
    async check(harness) {
      const call = harness.call('several-pages')
      const { items } = await harness.play(call, 'several-pages.json')
      const expected = items.map(({ raw }) => raw)
      const iterated: unknown[] = []
      await replayed(harness, call.exchanges, async () => {
        for await (const { raw } of paginatedOf(harness.reader(), call)) iterated.push(raw)
      })
      expectSame(iterated, expected, 'Items by iteration')
      const array = await replayed(harness, call.exchanges, () =>
        paginatedOf(harness.reader(), call).toArray(),
      )
      expectSame(
        array.map(({ raw }) => raw),
        expected,
        'Items of toArray()',
      )
    },
  },
  {
    id: 'PAGE-11',
    sentence:
      'Every iteration is a walk of its own, and calls of `next()` that do not wait for each other share one.',
    needs: ['several-pages'],
    follows: ['PAGE-2'],
    async check(harness) {
      const call = harness.call('several-pages')
      const twice = [...call.exchanges, ...call.exchanges]
      await replayed(harness, twice, async () => {
        const paginated = paginatedOf(harness.reader(), call)
        const [first, second] = [await paginated.toArray(), await paginated.toArray()]
        expectSame(second.length, first.length, 'Items of a second iteration')
      })
      await replayed(harness, call.exchanges, async () => {
        const walk = paginatedOf(harness.reader(), call)[Symbol.asyncIterator]()
        const calls = Array.from({ length: (call.outcome.items?.length ?? 0) + 1 }, () => walk.next())
        const results = await Promise.all(calls)
        const raws = results.flatMap(({ done, value }) => (done === true ? [] : [JSON.stringify(value.raw)]))
        expectSame(raws.length, calls.length - 1, 'Items of calls of next() made at once')
        expectSame(new Set(raws).size, raws.length, 'Different items of calls of next() made at once')
      })
    },
  },
  {
    id: 'PAGE-12',
    sentence: 'With `concurrency: 1` there is never more than one request in flight.',
    needs: ['several-pages'],
    async check(harness) {
      const { mostInFlight } = await harness.play(harness.call('several-pages'), 'several-pages.json', {
        isWhole: false,
      })
      expectSame(mostInFlight, 1, 'Requests in flight')
    },
  },
  {
    id: 'PAGE-13',
    sentence: 'After `break` nothing more is requested, and what is in flight is aborted.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      const signals: AbortSignal[] = []
      const fetch: typeof globalThis.fetch = (input, init) => {
        signals.push(new Request(input, init).signal)
        return globalThis.fetch(input, init)
      }
      const firstOnly: Responder = (_, number) => (number === 0 ? responseOf(call.exchanges, 0) : 'silence')
      await harness.serve(firstOnly, async ({ requests }) => {
        // A walk may ask ahead before it hands out a page; for the first item alone it need not.
        for await (const _ of paginatedOf(harness.reader({ fetch }), call).pages()) {
          await settle()
          break
        }
        const before = requests.length
        await settle()
        expectSame(requests.length, before, 'Requests after `break`')
        expectThat(
          signals.slice(1).every(({ aborted }) => aborted),
          'A request that was in flight at `break` is not aborted.',
        )
      })
    },
  },
  {
    id: 'PAGE-14',
    sentence: 'An aborted call rejects with the reason of its signal, at once, and requests nothing more.',
    needs: ['several-pages'],
    follows: ['ERROR-4'],
    async check(harness) {
      const { exchanges } = harness.call('several-pages')
      await expectAbort(harness, 'before the call', { answer: () => 'reset', abortAt: 0 })
      await expectAbort(harness, 'while an answer is awaited', { answer: () => 'silence', abortAt: 1 })
      const wait = { status: 429, headers: { 'retry-after': '30' }, body: '' }
      await expectAbort(harness, 'in the wait before another attempt', { answer: () => wait, abortAt: 1 })
      const { answer } = replay(exchanges, 'several-pages.json')
      await expectAbort(harness, 'between two pages', { answer, abortAt: 'page' })
    },
  },
  {
    id: 'PAGE-15',
    sentence:
      'A provider that sends the same page for ever, or two in turn, ends the walk, within three requests too many and one more reading.',
    needs: ['several-pages'],
    async check(harness) {
      const { exchanges } = harness.call('several-pages')
      await expectEnd(harness, 'The first page for ever', () => responseOf(exchanges, 0), 1)
      const { length } = exchanges
      const orFirst: Responder = (_, number) => responseOf(exchanges, number < length ? number : 0)
      await expectEnd(harness, 'The first page in place of one beyond the end', orFirst, length)
      await expectEnd(harness, 'Two pages in turn', (_, number) => responseOf(exchanges, number % 2), 2)
    },
  },
  {
    id: 'PAGE-16',
    sentence: 'A link to another host is never followed.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      const exchanges = call.exchanges.map(pointedElsewhere)
      // Where pages are told by links alone there is nowhere to go on to: then the walk may fail, but not go there.
      const { error, strays } = await harness.play(call, 'several-pages.json with links to another host', {
        exchanges,
        isWhole: false,
      })
      expectSame(strays.filter(isForeign), [], 'Requests to another host')
      if (error !== undefined) expectError(error, 'invalid_response', 'Links to another host')
    },
  },
  {
    id: 'PAGE-17',
    sentence: 'A request without `pageSize` is the same as one with `capabilities.defaultPageSize`.',
    needs: ['empty'],
    async check(harness) {
      const call = { ...harness.call('empty'), options: {} }
      const firstRequest = (pageSize: number | undefined): Promise<string | undefined> =>
        harness.serve(
          () => 'reset',
          async ({ requests }) => {
            await makeCall(harness.reader({ retries: 0 }), call, { pageSize })
            return requests[0]?.url
          },
        )
      const usual = await firstRequest(undefined)
      expectThat(usual !== undefined, 'A walk requests something.')
      expectSame(
        usual,
        await firstRequest(harness.capabilities.defaultPageSize),
        'The request without `pageSize`',
      )
    },
  },
  {
    id: 'PAGE-18',
    sentence: 'An id that comes again hides no other message, and no key comes twice.',
    needs: ['several-pages'],
    follows: ['PAGE-2', 'MESSAGE-3'],
    exempts: (_, fixtures) =>
      hasRepeatableId(fixtures.get('several-pages')) ? null : 'its messages in several-pages.json have no id',
    check: expectAllBesideRepeat,
  },
  {
    id: 'PAGE-19',
    sentence: 'If the total is too small by a page, every message of the pages is still yielded once.',
    needs: ['several-pages'],
    follows: ['PAGE-2', 'PAGE-15', 'MESSAGE-3'],
    exempts: ({ total }, fixtures) =>
      total ? whyTotalIsFixed(fixtures.get('several-pages')) : 'its pages have no total',
    check: expectAllDespiteTotal,
  },
  {
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
  },
]

/** Replaces the last message but one, wherever it is, with an earlier one that has an id. */
async function expectAllBesideRepeat(harness: Harness): Promise<void> {
  const call = harness.call('several-pages')
  const { items } = await harness.play(call, 'several-pages.json')
  const raws = items.map(({ raw }) => raw)
  const repeated = items.slice(0, -2).find(({ id }) => id !== null)
  if (repeated === undefined)
    throw new ClauseFailure(
      'several-pages.json: the fixture has messages with an id, and the reader yields none.',
    )
  const changed = raws.toSpliced(-2, 1, repeated.raw)
  const list = new RecordedList(call, raws)
  await expectNothingLost(harness, 'An id that comes again', {
    call,
    answer: (request) => list.respond(request, changed),
    expected: changed.filter((raw, at) => changed.indexOf(raw) === at),
  })
}

/** Whether an id of the fixture can stand in place of the last message but one. */
function hasRepeatableId(fixture: Fixture | undefined): boolean {
  const items = fixture?.calls[0]?.outcome.items ?? []
  return fixture === undefined || items.slice(0, -2).some(({ id }) => id !== null)
}

/** Reads a list whose server counts and lists by two queries, which do not agree. */
async function expectAllDespiteTotal(harness: Harness): Promise<void> {
  const call = harness.call('several-pages')
  const { items } = await harness.play(call, 'several-pages.json')
  const total = totalOf(call)
  const smaller = total - (call.options?.pageSize ?? 0)
  const exchanges = call.exchanges.map((exchange) => withTotal(exchange, total, smaller))
  const raws = items.map(({ raw }) => raw)
  const list = new RecordedList({ ...call, exchanges }, raws)
  await expectNothingLost(harness, `The total ${smaller} in place of ${total}`, {
    call,
    answer: (request) => list.respond(request, raws),
    expected: raws,
  })
}

/** Why the total of the fixture cannot be changed; null if it can. */
function whyTotalIsFixed(fixture: Fixture | undefined): string | null {
  const [call] = fixture?.calls ?? []
  if (call === undefined) return null
  const isChangeable = call.exchanges.some(({ response }) => hasTotal(response.body, totalOf(call)))
  return isChangeable ? null : 'its total is in no body of several-pages.json'
}

function totalOf({ outcome }: RecordedCall): number {
  return outcome.total ?? Number.NaN
}

/** Whether later pages are requested with a parameter that the first request lacks. */
function hasTokens(fixture: Fixture | undefined): boolean {
  const [first, ...later] = fixture?.calls[0]?.exchanges ?? []
  const parameters = first?.request.query ?? {}
  return later.some(({ request }) =>
    Object.keys(request.query).some((name) => !Object.hasOwn(parameters, name)),
  )
}

/** Swaps the last message of the first page with the next one, as soon as the first page is sent. */
async function expectAllDespiteSwap(harness: Harness): Promise<void> {
  const call = harness.call('several-pages')
  const { items } = await harness.play(call, 'several-pages.json')
  const raws = items.map(({ raw }) => raw)
  const list = new RecordedList(call, raws)
  const { firstPage } = list
  const swapped = raws.with(firstPage - 1, raws[firstPage]).with(firstPage, raws[firstPage - 1])
  await expectNothingLost(harness, 'Two messages that change places', {
    call,
    answer: (request, number) => list.respond(request, number === 0 ? raws : swapped),
    expected: raws,
  })
}

async function expectSequences(harness: Harness, names: readonly ScenarioName[]): Promise<void> {
  for (const name of names) {
    const { calls } = harness.fixture(name)
    for (const [index, outcome] of (await harness.playAll(name)).entries()) {
      const call = calls[index]
      if (call !== undefined) expectSequence(outcome, call, `${name}.json, call ${index + 1}`)
    }
  }
}

/** Does some work of its own while exchanges are replayed, all of them. */
async function replayed<T>(
  harness: Harness,
  exchanges: readonly Exchange[],
  work: () => Promise<T>,
): Promise<T> {
  const { answer, check } = replay(exchanges, 'several-pages.json')
  const outcome = await harness.serve(answer, work)
  check(true)
  return outcome
}

function responseOf(exchanges: readonly Exchange[], index: number): Exchange['response'] {
  return exchanges[index]?.response ?? { status: 500, headers: {}, body: '' }
}

/** @param abortAt Before the call (0), when it has made a request (1), or when its first page has come. */
async function expectAbort(
  harness: Harness,
  when: string,
  { answer, abortAt }: { readonly answer: Responder; readonly abortAt: 0 | 1 | 'page' },
): Promise<void> {
  const what = `Aborted ${when}`
  const reason = new Error('aborted by the caller')
  await harness.serve(answer, async ({ requests }) => {
    const aborting = new AbortController()
    const { signal } = aborting
    if (abortAt === 0) aborting.abort(reason)
    const reading = thrownBy(async () => {
      for await (const _ of paginatedOf(harness.reader(), harness.call('several-pages'), {
        signal,
      }).pages()) {
        if (abortAt === 'page') aborting.abort(reason)
      }
    })
    await settle(2)
    expectSame(requests.length > 0, abortAt !== 0, `${what}: whether anything was requested before`)
    const before = Date.now()
    aborting.abort(reason)
    expectSame(await reading, reason, `${what}: what the call rejects with`)
    expectThat(Date.now() - before < 1000, `${what}: the call rejects at once.`)
    const asked = requests.length
    await settle()
    expectSame(requests.length, asked, `${what}: requests after that`)
  })
}

async function expectEnd(harness: Harness, what: string, answer: Responder, pages: number): Promise<void> {
  const call = harness.call('several-pages')
  const { items, error, asked } = await harness.serve(boundedResponder(answer), async ({ requests }) => {
    const outcome = await makeCall(harness.reader(), call)
    return { ...outcome, asked: requests.length }
  })
  if (error !== undefined) expectError(error, 'pagination', what)
  // A list that contradicts itself may be read once more.
  expectThat(asked < MOST_REQUESTS_FOR_REPEATS + 2 * pages, `${what}: too many requests, ${asked}.`)
  expectSame(
    new Set(items.map(({ raw }) => JSON.stringify(raw))).size,
    items.length,
    `${what}: different items`,
  )
}

/** The exchange with every link in it, and one more, pointed at another host. */
function pointedElsewhere(
  { request, response }: Exchange,
  index: number,
  all: readonly Exchange[],
): Exchange {
  const isLast = index === all.length - 1
  const { link = isLast ? undefined : `<${BASE_URL}/next>; rel="next"` } = response.headers
  const headers = link === undefined ? response.headers : { ...response.headers, link: elsewhere(link) }
  const body: unknown = JSON.parse(elsewhere(JSON.stringify(response.body)))
  return { request, response: { ...response, headers, body } }
}

function elsewhere(text: string): string {
  return text.replaceAll(new URL(BASE_URL).origin, FOREIGN_URL)
}
