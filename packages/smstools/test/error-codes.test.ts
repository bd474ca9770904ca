import { createSmstools } from '@sms/smstools'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const KEYS = { clientId: 'canary-client-id', clientSecret: 'canary-client-secret' }
const EMPTY = { total: 0, shown: 0, page: 1, limit: 2000, conversation: [] }

// Full jitter: a wait of nothing.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const reading = (options = {}) =>
  createSmstools({ ...KEYS, ...options })
    .messages('+46701740605')
    .toArray()

describe('the code', () => {
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
  ])('$providerCode is $code, as text and as a number, with HTTP 400 and with 200', async (expected) => {
    for (const status of [400, 200]) {
      for (const error of [expected.providerCode, Number(expected.providerCode)]) {
        replay({ status, body: { error, errorMsg: 'No' } })
        await expect(reading({ retries: 0 })).rejects.toMatchObject({ ...expected, status })
      }
    }
  })

  test.each([
    { status: 200, code: 'rejected' },
    { status: 400, code: 'rejected' },
    { status: 403, code: 'permission' },
  ])('999, which nobody documented, is $code with HTTP $status', async ({ status, code }) => {
    replay({ status, body: { error: '999', errorMsg: 'No' } })
    await expect(reading()).rejects.toMatchObject({ code, status, providerCode: '999' })
  })

  test('105, a problem of their servers, is tried again although the status is 400', async () => {
    const replies = ['105', 105].map((error) => ({ status: 400, body: { error, errorMsg: 'Later' } }))
    replay(...replies, { body: EMPTY })
    await expect(reading()).resolves.toEqual([])
  })
})

describe('an error that is prose', () => {
  test.each([
    { status: 200, code: 'rejected' },
    { status: 400, code: 'rejected' },
    { status: 403, code: 'permission' },
  ])('is $code with HTTP $status, and no code of theirs', async ({ status, code }) => {
    replay({ status, body: { error: 'error parsing json' } })
    const failing = reading()
    await expect(failing).rejects.toMatchObject({ code, status })
    await expect(failing).rejects.not.toHaveProperty('providerCode')
  })
})

describe('16: an error envelope with HTTP 200', () => {
  test('is the error it is, also beside an empty conversation', async () => {
    replay({ body: { ...EMPTY, error: '104' } })
    await expect(reading()).rejects.toMatchObject({ code: 'authentication', providerCode: '104' })
  })

  test('is none where the error is null', async () => {
    replay({ body: { ...EMPTY, error: null } })
    await expect(reading()).resolves.toEqual([])
  })
})

test.each(['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null'])(
  '30: an error of a kind that nobody documented is refused by its status: %s',
  async (error) => {
    replay({ status: 400, body: `{"error":${error}}` })
    const failing = reading()
    await expect(failing).rejects.toMatchObject({ code: 'rejected', status: 400 })
    await expect(failing).rejects.not.toHaveProperty('providerCode')
  },
)
