import { type ClientOptions, SmsError } from '@sms/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { requestOnce } from './acme.ts'

const NOW = new Date('2026-11-06T08:49:37Z')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})

afterEach(() => {
  vi.useRealTimers()
})

/** The error for a response with this status and these headers. */
async function failure(status: number, headers: readonly [string, string][]): Promise<SmsError> {
  const options: ClientOptions = {
    retries: 0,
    fetch: () =>
      Promise.resolve(new Response('{}', { status, headers: headers.map((header) => [...header]) })),
  }
  try {
    await requestOnce(options)
  } catch (error) {
    if (SmsError.is(error)) return error
    throw error
  }
  throw new Error('The request did not fail.')
}

test.each([
  { value: '0', seconds: 0 },
  { value: '1', seconds: 1 },
  { value: '120', seconds: 120 },
  { value: '  120  ', seconds: 120 },
  { value: '0120', seconds: 120 },
  { value: '86400', seconds: 86_400 },
  { value: '1.5', seconds: 2 },
  { value: '0.001', seconds: 1 },
  { value: 'Fri, 06 Nov 2026 08:50:37 GMT', seconds: 60 },
  { value: 'Fri, 06 Nov 2026 08:49:38 GMT', seconds: 1 },
  { value: 'Sat, 07 Nov 2026 08:49:37 GMT', seconds: 86_400 },
  { value: 'Friday, 06-Nov-26 08:50:37 GMT', seconds: 60 },
])('`Retry-After: $value` is a wait of $seconds seconds [retry-after]', async ({ value, seconds }) => {
  const error = await failure(429, [['retry-after', value]])
  expect(error).toMatchObject({ code: 'rate_limited', status: 429, attempts: 1, retryAfter: seconds })
})

test.each([
  { values: ['5', '120'], seconds: 120 },
  { values: ['120', '5'], seconds: 120 },
  { values: ['1.5', '0', '1'], seconds: 2 },
])('the longest wait of the headers $values counts [retry-after]', async ({ values, seconds }) => {
  const error = await failure(
    429,
    values.map((value) => ['retry-after', value]),
  )
  expect(error.retryAfter).toBe(seconds)
})

test.each([
  '',
  '-1',
  '+1',
  '1e3',
  '0x10',
  '1.2.3',
  '.5',
  'soon',
  'NaN',
  'Infinity',
  '5 minutes',
  '2026-11-06T08:50:37Z',
  '06 Nov 2026 08:50:37 GMT',
  'Fri, 06 Nov 2026 08:49:37 GMT',
  'Fri, 06 Nov 2026 08:49:36 GMT',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Fri, 99 Nov 2026 08:50:37 GMT',
  'Fri, 06 Nov 2026 08:50:37 CET',
])('`Retry-After: %s` counts as absent [retry-after]', async (value) => {
  const error = await failure(429, [['retry-after', value]])
  expect(error).toMatchObject({ code: 'rate_limited', status: 429, attempts: 1 })
  expect(error).not.toHaveProperty('retryAfter')
})

test.each([
  { value: '1,5,', seconds: 5 },
  { value: '120, soon', seconds: 120 },
  { value: '999999999999999999999999999999', seconds: Number.MAX_SAFE_INTEGER },
])(
  '`Retry-After: $value` is the longest valid wait, $seconds seconds [retry-after]',
  async ({ value, seconds }) => {
    await expect(failure(429, [['retry-after', value]])).resolves.toMatchObject({ retryAfter: seconds })
  },
)

test('a 429 without the header has no `retryAfter` [retry-after]', async () => {
  const error = await failure(429, [])
  expect(error.code).toBe('rate_limited')
  expect(error).not.toHaveProperty('retryAfter')
})

test('a 503 may have a `retryAfter` [retry-after]', async () => {
  const error = await failure(503, [['Retry-After', '30']])
  expect(error).toMatchObject({ code: 'unavailable', status: 503, retryAfter: 30 })
})

test.each([400, 401, 403, 404, 422])(
  'a %i has no `retryAfter`, even with the header [retry-after]',
  async (status) => {
    const error = await failure(status, [['retry-after', '30']])
    expect(error).not.toHaveProperty('retryAfter')
  },
)
