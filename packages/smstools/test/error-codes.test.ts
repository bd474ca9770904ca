import { createSmstools } from '@sms/smstools'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const KEYS = { clientId: 'canary-client-id', clientSecret: 'canary-client-secret' }
const EMPTY = { total: 0, shown: 0, page: 1, limit: 2000, conversation: [] }

// Full jitter multiplies the wait by this number, so no test waits.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const readAll = (options = {}) =>
  createSmstools({ ...KEYS, ...options })
    .messages('+46701740605')
    .toArray()

describe('the error code', () => {
  test.each([
    { providerCode: '103', code: 'rejected' },
    { providerCode: '104', code: 'authentication' },
    { providerCode: '105', code: 'unavailable' },
    { providerCode: '106', code: 'rejected' },
    { providerCode: '108', code: 'rejected' },
    { providerCode: '116', code: 'permission' },
    { providerCode: '132', code: 'not_found' },
    { providerCode: '133', code: 'not_found' },
    { providerCode: '135', code: 'rejected' },
    { providerCode: '136', code: 'rejected' },
    { providerCode: '200', code: 'permission' },
  ])('$providerCode means $code, as text and as a number, with HTTP 400 and with 200', async (expected) => {
    for (const status of [400, 200]) {
      for (const error of [expected.providerCode, Number(expected.providerCode)]) {
        replay({ status, body: { error, errorMsg: 'No' } })
        await expect(readAll({ retries: 0 })).rejects.toMatchObject({ ...expected, status })
      }
    }
  })

  test.each([
    { status: 200, code: 'rejected' },
    { status: 400, code: 'rejected' },
    { status: 403, code: 'permission' },
  ])('999, which is not documented, means $code with HTTP $status', async ({ status, code }) => {
    replay({ status, body: { error: '999', errorMsg: 'No' } })
    await expect(readAll()).rejects.toMatchObject({ code, status, providerCode: '999' })
  })

  test('105, a problem of the servers, is retried although the status is 400', async () => {
    const errorResponses = ['105', 105].map((error) => ({ status: 400, body: { error, errorMsg: 'Later' } }))
    replay(...errorResponses, { body: EMPTY })
    await expect(readAll()).resolves.toEqual([])
  })
})

describe('an error in prose', () => {
  test.each([
    { status: 200, code: 'rejected' },
    { status: 400, code: 'rejected' },
    { status: 403, code: 'permission' },
  ])('means $code with HTTP $status, and has no provider code', async ({ status, code }) => {
    replay({ status, body: { error: 'error parsing json' } })
    const result = readAll()
    await expect(result).rejects.toMatchObject({ code, status })
    await expect(result).rejects.not.toHaveProperty('providerCode')
  })
})

describe('an error body with HTTP 200 [error-with-200]', () => {
  test('is reported as an error even if the body includes an empty conversation', async () => {
    replay({ body: { ...EMPTY, error: '104' } })
    await expect(readAll()).rejects.toMatchObject({ code: 'authentication', providerCode: '104' })
  })

  test('is no error if the field is null', async () => {
    replay({ body: { ...EMPTY, error: null } })
    await expect(readAll()).resolves.toEqual([])
  })
})

test.each(['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null'])(
  'the status decides about an error of a type that is not documented: %s [prototype-keys]',
  async (error) => {
    replay({ status: 400, body: `{"error":${error}}` })
    const result = readAll()
    await expect(result).rejects.toMatchObject({ code: 'rejected', status: 400 })
    await expect(result).rejects.not.toHaveProperty('providerCode')
  },
)
