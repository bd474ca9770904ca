import { expect, test } from 'vitest'
import { requester, requestOnce } from './acme.ts'
import { smsErrorOf } from './sms-error-of.ts'

test('the cause of a failed connection shows its code and nothing else [no-connection]', async () => {
  const cause = Object.assign(new Error('connect to +46701740605 failed'), { code: 'ECONNRESET' })
  const fetch = (): Promise<Response> =>
    Promise.reject(new TypeError('fetch failed for canary-secret', { cause }))
  const error = await smsErrorOf(requestOnce({ fetch, retries: 0 }))
  expect(error).toMatchObject({ code: 'network', attempts: 1, cause: { message: 'ECONNRESET' } })
})

test('an attempt rejects with an SmsError even if the runtime is too old [hopeless-retry]', async () => {
  const get = requester({ fetch: () => Promise.reject(new TypeError('fetch failed')), retries: 0 })
  const { withResolvers } = Promise
  Reflect.deleteProperty(Promise, 'withResolvers')
  try {
    await expect(smsErrorOf(get())).resolves.toMatchObject({ code: 'network' })
  } finally {
    Object.defineProperty(Promise, 'withResolvers', {
      value: withResolvers,
      configurable: true,
      writable: true,
    })
  }
})
