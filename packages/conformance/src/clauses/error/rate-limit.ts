import { settle } from '../../harness/clock.ts'
import { expectError, expectSame, expectSuccess, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import type { Clause } from '../clause.ts'
import { callWithReply } from './call-with-reply.ts'

const HOUR = 3_600_000

const UNUSABLE_WAITS = ['', '-5', 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT']

export const ERROR_4: Clause = {
  id: 'ERROR-4',
  sentence:
    'After a 429, the reader waits as long as `Retry-After` says, in seconds or as a date, and then repeats the request.',
  needs: ['rate-limited', 'empty'],
  async check(harness) {
    const played = await harness.play('rate-limited')
    expectSuccess(played, played.label)
    await expectWait(harness, '7', 7000)
    await expectWait(harness, '7, 12', 12_000)
    await expectWait(harness, new Date(Date.UTC(2025, 5, 5, 8, 45, 6)).toUTCString(), 19_000)
    for (const value of UNUSABLE_WAITS) await expectWait(harness, value, 0)
  },
}

export const ERROR_5: Clause = {
  id: 'ERROR-5',
  sentence: 'A `Retry-After` of more than a minute is `rate_limited` at once, with `retryAfter` in seconds.',
  needs: ['empty'],
  async check(harness) {
    const reply = { status: 429, headers: { 'retry-after': '90' }, body: '' }
    const { error, requests } = await callWithReply(harness, reply)
    const { retryAfter } = expectError(error, 'rate_limited', 'Retry-After: 90')
    expectSame(retryAfter, 90, '`retryAfter`')
    expectSame(requests, 1, 'Requests')
  },
}

export const ERROR_17: Clause = {
  id: 'ERROR-17',
  sentence:
    'A `Retry-After` that is a date is measured against the response’s own `Date`, whatever the local clock says.',
  needs: ['empty'],
  follows: ['ERROR-4'],
  async check(harness) {
    for (const ahead of [-2 * HOUR, 2 * HOUR]) {
      const at = (time: number): string =>
        new Date(Date.UTC(2025, 5, 5, 8, 44, 46) + ahead + time).toUTCString()
      await expectWait(harness, at(19_000), 19_000, at(0))
    }
  },
}

export const ERROR_18: Clause = {
  id: 'ERROR-18',
  sentence:
    'During a wait of more than a minute, every call of the reader is `rate_limited` at once, with the remaining `retryAfter` and without a request.',
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
        return { ...traffic(), errors: outcomes.map(({ error }) => error) }
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
}

/** @param least The fewest milliseconds that the reader may wait. */
async function expectWait(harness: Harness, retryAfter: string, least: number, date?: string): Promise<void> {
  const call = harness.call('empty')
  const headers = { 'retry-after': retryAfter, ...(date === undefined ? {} : { date }) }
  const wait = { status: 429, headers, body: '' }
  const { error, requests } = await harness.serve(
    (_, number) => (number === 0 ? wait : (call.exchanges[0]?.response ?? 'reset')),
    async (traffic) => ({ ...(await makeCall(harness.reader(), call)), ...traffic() }),
  )
  expectSuccess({ error }, `Retry-After: ${retryAfter}`)
  const waited = (requests[1]?.at ?? 0) - (requests[0]?.at ?? 0)
  expectThat(
    waited >= least && waited < least + 20_000,
    `Retry-After: ${retryAfter}: the reader waits ${least} to ${least + 20_000} ms.`,
    waited,
  )
}
