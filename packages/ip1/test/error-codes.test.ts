import { createIp1 } from '@sms/ip1'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const reader = createIp1({ apiKey: 'canary-api-key', retries: 0 })

/** One call of each method. */
const calls = [() => reader.messages('+46701740605').toArray(), () => reader.summary('+46701740605')] as const

// Fields of RFC 9457; `errors` is the API’s own field.
const PROBLEMS = [
  { status: 400, title: 'Pagination parameters invalid', code: 'rejected' },
  { status: 401, title: 'Unauthorized', code: 'authentication' },
  { status: 403, title: 'Forbidden', code: 'permission' },
  { status: 404, title: 'Not Found', code: 'not_found' },
  { status: 422, title: 'Unprocessable', errors: { limit: ['No number'] }, code: 'rejected' },
  { status: 429, title: 'Too Many Requests', code: 'rate_limited' },
  { status: '429', code: 'rate_limited' },
  { status: 500, title: 'Internal Server Error', code: 'unavailable' },
]

test.each(PROBLEMS)(
  'problem details of $status mean $code even with HTTP 200, without a provider code [error-with-200]',
  async ({ code, ...body }) => {
    for (const call of calls) {
      replay({ body, headers: { 'content-type': 'application/problem+json' } })
      const result = call()
      await expect(result).rejects.toMatchObject({ code, status: 200, attempts: 1 })
      await expect(result).rejects.not.toHaveProperty('providerCode')
    }
  },
)
