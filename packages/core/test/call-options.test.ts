import { type Capabilities, type ClientOptions, type MessagesOptions, SmsError } from '@sms/core'
import { clientSettings, messagesSettings, pageSettings, requestSignal } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'

const CAPABILITIES: Capabilities = {
  order: 'oldest-first',
  orders: ['oldest-first'],
  total: false,
  timestamps: true,
  conversations: true,
  summary: true,
  defaultPageSize: 50,
  maxPageSize: 200,
}

function maybe<T>(value: T, isGiven: boolean): T | undefined {
  return isGiven ? value : undefined
}

test('an option of a call that is undefined is left out', () => {
  const options: Required<MessagesOptions> = {
    signal: maybe(new AbortController().signal, false),
    limit: maybe(1, false),
    pageSize: maybe(1, false),
    concurrency: maybe(1, false),
    cursor: maybe('', false),
    direction: maybe('inbound', false),
    since: maybe(new Date(), false),
    until: maybe(new Date(), false),
    order: maybe('newest-first', false),
  }
  expect(messagesSettings('acme', CAPABILITIES, options)).toEqual(messagesSettings('acme', CAPABILITIES, {}))
})

test('an option of a reader that is undefined is left out', () => {
  const options: Required<ClientOptions> = {
    baseUrl: maybe('', false),
    fetch: maybe(fetch, false),
    timeout: maybe(1, false),
    retries: maybe(1, false),
    maxResponseBytes: maybe(1, false),
    userAgent: maybe('', false),
    onRequest: maybe(() => undefined, false),
    onResponse: maybe(() => undefined, false),
  }
  const baseUrl = 'https://api.example.com'
  const { fetch: _, ...given } = clientSettings('acme', options, [], baseUrl)
  const { fetch: __, ...leftOut } = clientSettings('acme', {}, [], baseUrl)
  expect(given).toEqual(leftOut)
})

test('the default of `pageSize` is `capabilities.defaultPageSize`', () => {
  expect(pageSettings('acme', CAPABILITIES, {}).pageSize).toBe(50)
  expect(pageSettings('acme', { ...CAPABILITIES, maxPageSize: null }, {}).pageSize).toBe(50)
})

describe('an unknown option is invalid_argument', () => {
  const pageOptions = 'signal, limit, pageSize, concurrency, cursor'

  test.each([
    {
      of: 'a request',
      read: (options: object) => requestSignal('acme', options),
      names: 'signal',
    },
    {
      of: 'a list',
      read: (options: object) => pageSettings('acme', CAPABILITIES, options),
      names: pageOptions,
    },
    {
      of: 'messages()',
      read: (options: object) => messagesSettings('acme', CAPABILITIES, options),
      names: `${pageOptions}, direction, since, until, order`,
    },
    {
      of: 'a factory',
      read: (options: object) => clientSettings('acme', options, ['apiKey'], 'https://api.example.com'),
      names: 'apiKey, baseUrl, fetch, timeout, retries, maxResponseBytes, userAgent, onRequest, onResponse',
    },
  ])('of $of: the error names it and lists the valid ones', ({ read, names }) => {
    const call = (): unknown => read({ page_size: 5 })
    expect(call).toThrow(SmsError)
    expect(call).toThrow(`Unknown option \`page_size\`; the options are ${names}.`)
  })

  test.each([
    '+46701740605',
    '46701740605',
    'two words',
    '\u001b[2J',
    'a\nb',
    'k'.repeat(41),
    'sk_live_1234',
    '',
  ])('whose name is not shown unless it is a word: %j', (name) => {
    expect(() => requestSignal('acme', { [name]: 1 } as object)).toThrow(
      'Unknown option (its name is not shown); the options are signal.',
    )
  })
})
