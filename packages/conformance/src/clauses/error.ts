import { SmsError, type SmsErrorCode } from '@sms/core'
import { type Harness, expectError, expectSuccess, type Played } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { settle } from '../clock.ts'
import { expectFixtureError } from '../compare.ts'
import { isRetryable } from '../contract.ts'
import { ClauseFailure, expectThat, expectSame } from '../expectations.ts'
import type { Exchange, RecordedCall, RecordedResponse } from '../fixture.ts'
import { type LocatedItems, locateItems, withItems } from '../located-items.ts'
import { makeCall } from '../make-call.ts'
import { FOREIGN_URL, isForeign, type Reply, textOf } from '../replay.ts'

const HTML = '<!doctype html><title>A page for people</title>'

const REFUSALS: Readonly<Record<number, SmsErrorCode>> = {
  400: 'rejected',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  409: 'rejected',
  422: 'rejected',
}

const OUTAGES = [408, 500, 502, 503, 504, 520, 524]

const FINAL = [501, 505]

// The default of the option `retries`.
const RETRIES = 4

const HOUR = 3_600_000

const UNUSABLE_WAITS = ['', '-5', 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT']

export const errorClauses: readonly Clause[] = [
  {
    id: 'ERROR-1',
    sentence: 'Credentials that the provider does not know are `authentication`, after one request.',
    needs: ['unauthorized'],
    check: (harness) => expectFixtureErrors(harness, 'unauthorized'),
  },
  {
    id: 'ERROR-2',
    sentence: 'What the provider does not know is `not_found`, after one request.',
    needs: ['not-found'],
    check: (harness) => expectFixtureErrors(harness, 'not-found'),
  },
  {
    id: 'ERROR-3',
    sentence: 'Any other refusal has the code of its HTTP status, after one request, whatever its body is.',
    needs: ['empty'],
    async check(harness) {
      for (const [status, code] of Object.entries(REFUSALS)) {
        for (const body of [HTML, '']) {
          const { error, requests } = await answered(harness, () => ({
            status: Number(status),
            headers: {},
            body,
          }))
          const { status: told, attempts } = expectError(error, code, `HTTP ${status}`)
          expectSame(
            { told, attempts, requests },
            { told: Number(status), attempts: 1, requests: 1 },
            `HTTP ${status}: status, attempts and requests`,
          )
        }
      }
    },
  },
  {
    id: 'ERROR-4',
    sentence:
      'A 429 is waited out as long as `Retry-After` asks, in seconds or as a date, and then asked again.',
    needs: ['rate-limited', 'empty'],
    async check(harness) {
      const call = harness.call('rate-limited')
      const played = await harness.play(call, 'rate-limited.json')
      expectSuccess(played, 'rate-limited.json')
      await expectWait(harness, '7', 7000)
      await expectWait(harness, '7, 12', 12_000)
      await expectWait(harness, new Date(Date.UTC(2025, 5, 5, 8, 45, 6)).toUTCString(), 19_000)
      for (const value of UNUSABLE_WAITS) await expectWait(harness, value, 0)
    },
  },
  {
    id: 'ERROR-5',
    sentence:
      'A `Retry-After` of more than a minute is not waited for: `rate_limited` at once, with `retryAfter` in seconds.',
    needs: ['empty'],
    async check(harness) {
      const reply = { status: 429, headers: { 'retry-after': '90' }, body: '' }
      const { error, requests } = await answered(harness, () => reply)
      expectSame(expectError(error, 'rate_limited', 'Retry-After: 90').retryAfter, 90, '`retryAfter`')
      expectSame(requests, 1, 'Requests')
    },
  },
  {
    id: 'ERROR-6',
    sentence: 'An outage is tried again; one that does not pass is `unavailable`, with `attempts`.',
    needs: ['unavailable', 'empty'],
    async check(harness) {
      const call = harness.call('unavailable')
      const played = await harness.play(call, 'unavailable.json')
      expectSuccess(played, 'unavailable.json')
      for (const status of OUTAGES) {
        const outage = { status, headers: {}, body: HTML }
        const { error, requests } = await answered(harness, () => outage, { retries: 1 })
        expectSame(
          expectError(error, 'unavailable', `HTTP ${status}`).attempts,
          2,
          `HTTP ${status}: attempts`,
        )
        expectSame(requests, 2, `HTTP ${status}: requests`)
      }
      const [outage] = call.exchanges
      const { error } = await answered(harness, () => outage?.response ?? 'reset')
      const { attempts } = expectError(error, 'unavailable', 'The outage of unavailable.json, for ever')
      expectSame(attempts, RETRIES + 1, '`attempts` of an outage that does not pass')
    },
  },
  {
    id: 'ERROR-7',
    sentence: 'A request that the provider cannot serve at all, 501 or 505, is not tried again.',
    needs: ['empty'],
    async check(harness) {
      for (const status of FINAL) {
        const { requests } = await answered(harness, () => ({ status, headers: {}, body: '' }))
        expectSame(requests, 1, `HTTP ${status}: requests`)
      }
    },
  },
  {
    id: 'ERROR-8',
    sentence: 'A connection that is reset is tried again; one that always is, is `network`, with `attempts`.',
    needs: ['empty'],
    async check(harness) {
      const { error, requests } = await answered(harness, () => 'reset')
      expectSame(expectError(error, 'network', 'Every connection reset').attempts, RETRIES + 1, '`attempts`')
      expectSame(requests, RETRIES + 1, 'Requests')
    },
  },
  {
    id: 'ERROR-9',
    sentence:
      'An answer that does not come within `timeout` is tried again; one that never comes is `timeout`, with `attempts`.',
    needs: ['empty'],
    async check(harness) {
      const { error, requests, took } = await answered(harness, () => 'silence', {
        timeout: 1500,
        retries: 2,
      })
      expectSame(expectError(error, 'timeout', 'No answer at all').attempts, 3, '`attempts`')
      expectSame(requests, 3, 'Requests')
      expectThat(took >= 3 * 1500 && took < 30_000, 'Milliseconds that three attempts of 1500 take.', took)
    },
  },
  {
    id: 'ERROR-10',
    sentence: 'A redirect is not followed: `invalid_response`, after one request.',
    needs: ['empty'],
    async check(harness) {
      for (const status of [301, 302, 303, 307, 308]) {
        const headers = { location: `${FOREIGN_URL}/elsewhere` }
        const { error, requests, strays } = await answered(harness, () => ({ status, headers, body: '' }))
        expectError(error, 'invalid_response', `HTTP ${status}`)
        const followed = strays.filter(isForeign)
        expectSame(
          { requests, followed },
          { requests: 1, followed: [] },
          `HTTP ${status}: requests, and those to another host`,
        )
      }
    },
  },
  {
    id: 'ERROR-11',
    sentence: 'JSON that is cut short is `invalid_response`, after one more attempt.',
    needs: ['several-pages', 'empty'],
    async check(harness) {
      const body = textOf(harness.call('several-pages').exchanges[0]?.response.body)
      for (const length of [1, Math.floor(body.length / 2), body.length - 1]) {
        const { error, requests } = await answered(harness, () => ok(body.slice(0, length)))
        expectError(error, 'invalid_response', `The first ${length} of ${body.length} characters`)
        expectSame(requests, 2, 'Requests')
      }
    },
  },
  {
    id: 'ERROR-12',
    sentence:
      'An answer with status 200 that is not the documented JSON is `invalid_response`, naming status and content type; a wrong label is no matter.',
    needs: ['empty'],
    async check(harness) {
      const { error } = await answered(harness, () => ok(HTML, 'text/html'))
      const { message } = expectError(error, 'invalid_response', 'HTML')
      expectThat(
        message.includes('200') && message.includes('text/html'),
        'The message names status and content type.',
        message,
      )
      for (const body of [
        '',
        'null',
        '17',
        '"text"',
        '[[]]',
        '{"unexpected":true}',
        '[{"unexpected":{}},null]',
      ]) {
        const outcome = await answered(harness, () => ok(body))
        expectError(outcome.error, 'invalid_response', `The body ${body}`)
      }
      const call = harness.call('empty')
      const mislabelled = call.exchanges.map((exchange) => ({
        ...exchange,
        response: {
          ...exchange.response,
          headers: { ...exchange.response.headers, 'content-type': 'text/html' },
        },
      }))
      expectSuccess(
        await harness.play(call, 'empty.json', { exchanges: mislabelled }),
        'JSON that is called HTML',
      )
    },
  },
  {
    id: 'ERROR-13',
    sentence: 'A refusal that comes with status 200 is an error, not an empty conversation.',
    needs: ['unauthorized', 'empty'],
    async check(harness) {
      const body = textOf(harness.call('unauthorized').exchanges[0]?.response.body)
      const { error, items } = await answered(harness, () => ok(body))
      const expected: readonly SmsErrorCode[] = ['authentication', 'rejected', 'invalid_response']
      expectThat(
        SmsError.is(error) && expected.includes(error.code),
        'The body of unauthorized.json with status 200 is an error.',
        error,
      )
      expectSame(items.length, 0, 'Items')
    },
  },
  {
    id: 'ERROR-14',
    sentence:
      'One broken item fails its page with its index in `issues`; the pages before it have been given.',
    needs: ['several-pages'],
    follows: ['MESSAGE-2'],
    async check(harness) {
      const { call, located, before, withSecond } = await locatePage(harness)
      const exchanges = withSecond(located.items.map((item, index) => (index === 1 ? 'broken' : item)))
      const played = await harness.play(call, 'several-pages.json with a broken item', {
        exchanges,
        isWhole: false,
      })
      const { issues = [] } = expectError(played.error, 'invalid_response', 'A page with a broken item')
      expectThat(
        issues.some(({ path }) => path.split('.').includes('1')),
        '`issues` has the index of the item.',
        issues,
      )
      expectSame(played.items.length, before, 'Items of the pages before')
    },
  },
  {
    id: 'ERROR-15',
    sentence:
      'A message of somebody else’s conversation is `invalid_response`, before anything of its page is given.',
    needs: ['several-pages'],
    follows: ['MESSAGE-2'],
    async check(harness) {
      const { call, located, before, withSecond } = await locatePage(harness)
      const digits = (call.participant ?? '').replace('+', '')
      const last = JSON.stringify(located.items.at(-1))
      // Where messages do not say whose they are, nobody can tell.
      if (!last.includes(digits)) return
      const somebodys: unknown = JSON.parse(last.replaceAll(digits, somebodyElse(digits)))
      const exchanges = withSecond([...located.items.slice(0, -1), somebodys])
      const played = await harness.play(call, 'several-pages.json with a message of somebody else', {
        exchanges,
        isWhole: false,
      })
      const {
        issues = [],
        status,
        attempts,
      } = expectError(played.error, 'invalid_response', 'A message of somebody else')
      expectSame({ status, attempts }, { status: 200, attempts: 1 }, 'Status and attempts')
      expectThat(
        issues.some(({ path }) => path.split('.').includes(String(located.items.length - 1))),
        '`issues` has the index of the message.',
        issues,
      )
      expectSame(played.items.length, before, 'Items given')
    },
  },
  {
    id: 'ERROR-16',
    sentence: 'An error says which provider it is of, and whether the same call may succeed later.',
    needs: ['empty', 'unauthorized'],
    async check(harness) {
      const replies: readonly Reply[] = [
        'reset',
        { status: 500, headers: {}, body: '' },
        { status: 429, headers: { 'retry-after': '90' }, body: '' },
        { status: 404, headers: {}, body: '' },
        ok('null'),
        harness.call('unauthorized').exchanges[0]?.response ?? 'reset',
      ]
      for (const reply of replies) {
        const { error } = await answered(harness, () => reply, { retries: 0 })
        if (!SmsError.is(error)) throw new ClauseFailure('An error that is no SmsError.', { actual: error })
        expectSame(error.provider, harness.provider, `\`provider\` of ${error.code}`)
        expectSame(error.retryable, isRetryable(error.code), `\`retryable\` of ${error.code}`)
        expectSame(error.toJSON()['code'], error.code, `\`code\` of toJSON() of ${error.code}`)
      }
    },
  },
  {
    id: 'ERROR-17',
    sentence:
      'A `Retry-After` that is a date is measured against the response’s own `Date`, whatever this computer’s clock says.',
    needs: ['empty'],
    follows: ['ERROR-4'],
    async check(harness) {
      for (const ahead of [-2 * HOUR, 2 * HOUR]) {
        const at = (time: number): string =>
          new Date(Date.UTC(2025, 5, 5, 8, 44, 46) + ahead + time).toUTCString()
        await expectWait(harness, at(19_000), 19_000, at(0))
      }
    },
  },
  {
    id: 'ERROR-18',
    sentence:
      'While a wait of more than a minute lasts, every call of the reader is `rate_limited` at once, with the remaining `retryAfter` and without a request.',
    needs: ['empty'],
    follows: ['ERROR-5'],
    async check(harness) {
      const call = harness.call('empty')
      const { requests, errors } = await harness.serve(
        () => ({ status: 429, headers: { 'retry-after': '3600' }, body: '' }),
        async (traffic) => {
          const reader = harness.reader()
          const outcomes = [await makeCall(reader, call)]
          await settle()
          outcomes.push(await makeCall(reader, call))
          return { ...traffic, errors: outcomes.map(({ error }) => error) }
        },
      )
      const [first, second] = errors.map((error) => expectError(error, 'rate_limited', 'Retry-After: 3600'))
      expectSame(requests.length, 1, 'Requests')
      expectSame(first?.retryAfter, 3600, '`retryAfter` of the first call')
      const { retryAfter = 0 } = second ?? {}
      expectThat(
        retryAfter > 3500 && retryAfter < 3590,
        '`retryAfter` of a call twenty seconds later is what remains.',
        retryAfter,
      )
    },
  },
  {
    id: 'ERROR-19',
    sentence:
      'A response that is wrong in hundreds of places, or nests hundreds of levels deep, is `invalid_response`, with ten `issues` at most.',
    needs: ['several-pages'],
    follows: ['MESSAGE-2', 'ERROR-14'],
    async check(harness) {
      const { call, located, withSecond } = await locatePage(harness)
      const [item] = located.items
      const deep: unknown = JSON.parse('['.repeat(1000) + ']'.repeat(1000))
      const bodies = {
        'Wrong in hundreds of places': Array.from({ length: 500 }, () => 'broken'),
        'Hundreds of levels deep': [{ ...(item as object), more: deep }],
      }
      for (const [what, items] of Object.entries(bodies)) {
        const { error } = await harness.play(call, `several-pages.json, ${what}`, {
          exchanges: withSecond(items),
          isWhole: false,
        })
        const { issues = [], attempts } = expectError(error, 'invalid_response', what)
        expectSame(attempts, 1, `${what}: attempts`)
        expectThat(issues.length <= 10, `${what}: ten issues at most.`, issues.length)
      }
    },
  },
  {
    id: 'ERROR-20',
    sentence:
      'A `fetch` that throws an error of its own is called once: `invalid_argument`, without its message.',
    needs: ['empty'],
    follows: ['ERROR-8'],
    async check(harness) {
      let calls = 0
      const fetch = async (): Promise<Response> => {
        calls += 1
        throw new Error('canary of a fetch')
      }
      const { error } = await answered(harness, () => 'reset', { fetch })
      const { message } = expectError(error, 'invalid_argument', 'A faulty fetch')
      expectSame(calls, 1, 'Calls')
      expectThat(
        message.includes('`fetch`') && !message.includes('canary'),
        'The message names the option.',
        message,
      )
    },
  },
]

async function expectFixtureErrors(harness: Harness, name: 'unauthorized' | 'not-found'): Promise<void> {
  const { calls } = harness.fixture(name)
  for (const [index, outcome] of (await harness.playAll(name)).entries()) {
    const call = calls[index]
    if (call !== undefined) expectFixtureError(outcome, call, `${name}.json, call ${index + 1}`)
  }
}

interface Answered extends Omit<Played, 'requests'> {
  readonly requests: number
  /** Milliseconds on the clock. */
  readonly took: number
}

/** Reads a conversation while every request is answered in the same way. */
function answered(harness: Harness, reply: () => Reply, client: object = {}): Promise<Answered> {
  return harness.serve(reply, async (traffic) => {
    const start = Date.now()
    const outcome = await makeCall(harness.reader(client), harness.call('empty'))
    return { ...outcome, ...traffic, requests: traffic.requests.length, took: Date.now() - start }
  })
}

async function expectWait(harness: Harness, value: string, least: number, date?: string): Promise<void> {
  const { exchanges } = harness.call('empty')
  const [exchange] = exchanges
  const headers = { 'retry-after': value, ...(date === undefined ? {} : { date }) }
  const wait = { status: 429, headers, body: '' }
  const times = await harness.serve(
    (_, number) => (number === 0 ? wait : (exchange?.response ?? 'reset')),
    async ({ requests }) => {
      expectSuccess(await makeCall(harness.reader(), harness.call('empty')), `Retry-After: ${value}`)
      return requests.map(({ at }) => at)
    },
  )
  const waited = (times[1] ?? 0) - (times[0] ?? 0)
  expectThat(
    waited >= least && waited < least + 20_000,
    `Retry-After: ${value}: milliseconds waited, at least ${least}.`,
    waited,
  )
}

/** The second answer of several-pages.json, which holds items, and how many items are given before it. */
async function locatePage(harness: Harness): Promise<LocatedPage> {
  const call = harness.call('several-pages')
  const { items, pages } = await harness.play(call, 'several-pages.json')
  const [first, second] = call.exchanges
  const raws = items.map(({ raw }) => raw)
  const located = locateItems(second?.response.body, raws)
  if (first === undefined || second === undefined || located === null) {
    throw new ClauseFailure('several-pages.json: the second answer does not hold what `raw` is.', {
      actual: raws,
    })
  }
  return {
    call,
    located,
    before: pages[0]?.length ?? 0,
    withSecond: (list) => [first, withItems(second, located, list)],
  }
}

interface LocatedPage {
  readonly call: RecordedCall
  readonly located: LocatedItems
  readonly before: number
  readonly withSecond: (items: readonly unknown[]) => readonly Exchange[]
}

/** Other digits that are reserved for fiction, too. */
function somebodyElse(digits: string): string {
  return digits === '46701740699' ? '46701740698' : '46701740699'
}

function ok(body: string, contentType = 'application/json'): RecordedResponse {
  return { status: 200, headers: { 'content-type': contentType }, body }
}
