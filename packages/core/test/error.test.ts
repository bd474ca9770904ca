import { inspect } from 'node:util'
import { SmsError, type SmsErrorCode } from '@sms/core'
import { describe, expect, test } from 'vitest'

const CODES: readonly { readonly code: SmsErrorCode; readonly retryable: boolean }[] = [
  { code: 'invalid_argument', retryable: false },
  { code: 'unsupported', retryable: false },
  { code: 'authentication', retryable: false },
  { code: 'permission', retryable: false },
  { code: 'not_found', retryable: false },
  { code: 'rejected', retryable: false },
  { code: 'rate_limited', retryable: true },
  { code: 'unavailable', retryable: true },
  { code: 'timeout', retryable: true },
  { code: 'network', retryable: true },
  { code: 'invalid_response', retryable: false },
  { code: 'pagination', retryable: false },
]

const DETAILS = {
  provider: 'ip1',
  status: 429,
  providerCode: '17',
  attempts: 5,
  retryAfter: 90,
  issues: [{ path: '12.direction', expected: 'mt or mo' }],
}

const BRAND: unique symbol = Symbol.for('@sms/core/SmsError')

/** The error class of another copy of the package. */
class ForeignSmsError extends Error {
  readonly code = 'timeout'
  readonly [BRAND] = true
}

describe('an SmsError', () => {
  test.each(CODES)('with the code $code has `retryable` $retryable', ({ code, retryable }) => {
    const error = new SmsError(code, 'It failed.')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'SmsError', code, retryable, message: 'It failed.' })
  })

  test('has a property for each detail passed to it', () => {
    const cause = new Error('ECONNRESET')
    const error = new SmsError('rate_limited', 'Wait.', { ...DETAILS, cause })
    expect(error).toMatchObject(DETAILS)
    expect(error.cause).toBe(cause)
  })

  test('has no property for a detail not passed to it', () => {
    const unknown = { provider: undefined, status: undefined, cause: undefined }
    for (const error of [
      new SmsError('network', 'It failed.'),
      new SmsError('network', 'It failed.', unknown),
    ]) {
      for (const name of [...Object.keys(DETAILS), 'cause']) expect(error).not.toHaveProperty(name)
    }
  })

  test('has a stack that starts with its name and message', () => {
    expect(new SmsError('network', 'It failed.').stack).toMatch(
      /^SmsError: It failed\.\n|^Error: It failed\.\n/,
    )
  })
})

describe('SmsError.is', () => {
  test.each(CODES)('distinguishes the code $code from all others', ({ code }) => {
    const error: unknown = new SmsError(code, 'It failed.')
    expect(SmsError.is(error)).toBe(true)
    expect(CODES.filter((other) => SmsError.is(error, other.code))).toEqual([
      expect.objectContaining({ code }),
    ])
  })

  test('recognises errors of another copy of the package', async () => {
    const copy = new URL('error.js?copy', import.meta.resolve('@sms/core'))
    const { SmsError: Copy } = (await import(copy.href)) as { readonly SmsError: typeof SmsError }
    const error: unknown = new Copy('timeout', 'It took too long.')
    expect(error).not.toBeInstanceOf(SmsError)
    expect(SmsError.is(error)).toBe(true)
    expect(SmsError.is(error, 'timeout')).toBe(true)
    expect(SmsError.is(error, 'network')).toBe(false)
    expect(Copy.is(new SmsError('network', 'It failed.'), 'network')).toBe(true)
  })

  test('recognises any error with the registered symbol', () => {
    expect(SmsError.is(new ForeignSmsError())).toBe(true)
    expect(SmsError.is(new ForeignSmsError(), 'timeout')).toBe(true)
    expect(SmsError.is(new ForeignSmsError(), 'network')).toBe(false)
  })

  test.each([
    new Error('SmsError'),
    Object.assign(new Error('It failed.'), { name: 'SmsError', code: 'network' }),
    { name: 'SmsError', code: 'network', [BRAND]: true },
    'SmsError',
    null,
    undefined,
    17,
  ])('does not recognise %o', (value) => {
    expect(SmsError.is(value)).toBe(false)
    expect(SmsError.is(value, 'network')).toBe(false)
  })
})

describe('an SmsError shows [secrets-in-errors]', () => {
  const error = new SmsError('rate_limited', 'Wait.', { ...DETAILS, cause: new Error('ECONNRESET') })

  test('its message and details as JSON, without stack and cause', () => {
    const details = { name: 'SmsError', message: 'Wait.', code: 'rate_limited', retryable: true, ...DETAILS }
    expect(error.toJSON()).toEqual(details)
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: details })
  })

  test('its message, details and cause to `inspect`', () => {
    const text = inspect(error, { depth: 9, showHidden: true })
    for (const part of ['SmsError: Wait.', "'rate_limited'", "'ip1'", '429', '12.direction', 'ECONNRESET']) {
      expect(text).toContain(part)
    }
  })

  test('details that cannot be changed by mistake', () => {
    expect(() => Object.assign(error, { status: 200 })).toThrow(TypeError)
    expect(error.status).toBe(429)
  })
})
