import { SmsError } from '@sms/core'
import { createTwilio, type TwilioOptions } from '@sms/twilio'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ACCOUNT, accountOf, PARTICIPANT, serve } from './account.ts'

afterEach(() => vi.unstubAllEnvs())

/** The error of making a reader. */
function errorOf(options: TwilioOptions): unknown {
  try {
    createTwilio(options)
    return undefined
  } catch (error) {
    return error
  }
}

/** The credentials of a request with these options. */
async function credentialsWith(options: TwilioOptions): Promise<string> {
  const { requests, read } = accountOf(serve([]), options)
  await read(PARTICIPANT, { direction: 'inbound' }).toArray()
  return atob((requests[0]?.authorization ?? '').replace('Basic ', ''))
}

describe('the credentials', () => {
  test('are an API key with its secret', async () => {
    expect(await credentialsWith({ apiKey: 'SK1', apiSecret: 'secret' })).toBe('SK1:secret')
  })

  test('or the account with its auth token', async () => {
    expect(await credentialsWith({ apiKey: undefined, apiSecret: undefined, authToken: 'token' })).toBe(
      `${ACCOUNT}:token`,
    )
  })

  test('come from the environment', async () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'token')
    vi.stubEnv('TWILIO_ACCOUNT_SID', ACCOUNT)
    const withoutOptions = { accountSid: undefined, apiKey: undefined, apiSecret: undefined }
    expect(await credentialsWith(withoutOptions)).toBe(`${ACCOUNT}:token`)
  })

  test.each<[TwilioOptions, RegExp]>([
    [{}, /`apiKey` or .* TWILIO_API_KEY and `apiSecret` or .*, or `authToken` or .* TWILIO_AUTH_TOKEN/],
    [{ apiKey: 'canary' }, /`apiSecret` is missing: .* the environment variable TWILIO_API_SECRET/],
    [{ apiSecret: 'canary' }, /`apiKey` is missing: .* the environment variable TWILIO_API_KEY/],
  ])('are named if they are missing: %j', (options, expected) => {
    const error = errorOf({ accountSid: ACCOUNT, ...options })
    expect(SmsError.is(error, 'invalid_argument')).toBe(true)
    expect(String(error)).toMatch(expected)
    expect(String(error)).not.toContain('canary')
  })
})

test.each<[string, TwilioOptions, RegExp]>([
  [
    'no account',
    {},
    /`accountSid` is missing: set the option or the environment variable TWILIO_ACCOUNT_SID/,
  ],
  [
    'an API key for an account',
    { accountSid: `SK${'0'.repeat(32)}` },
    /`accountSid` must be the SID of an account/,
  ],
  ['an account in lower case', { accountSid: ACCOUNT.toLowerCase() }, /`accountSid` must be the SID/],
  ['a path for an account', { accountSid: '../AC' }, /`accountSid` must be/],
  ['a region without an edge', { accountSid: ACCOUNT, region: 'ie1' }, /`edge` is missing/],
  ['an edge without a region', { accountSid: ACCOUNT, edge: 'dublin' }, /`region` is missing/],
  [
    'a host for a region',
    { accountSid: ACCOUNT, region: 'evil.example/', edge: 'dublin' },
    /`region` must be/,
  ],
  [
    'a word for `media`',
    { accountSid: ACCOUNT, media: 'yes' as unknown as boolean },
    /`media` must be true or false/,
  ],
])('%s is invalid_argument', (_what, options, expected) => {
  const error = errorOf({ authToken: 'token', ...options })
  expect(SmsError.is(error, 'invalid_argument')).toBe(true)
  expect(String(error)).toMatch(expected)
})

test('a region is reached by its edge', async () => {
  const { requests, read } = accountOf(serve([]), { region: 'ie1', edge: 'dublin' })
  await read(PARTICIPANT, { direction: 'inbound' }).toArray()
  expect(requests[0]?.url.host).toBe('api.dublin.ie1.twilio.com')
})
