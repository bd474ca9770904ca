import assert from 'node:assert/strict'
import { createConversationsRcs } from '@sms/conversations-rcs'
import type { ClientOptions, MessagesOptions } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const NO_WHOLE_NUMBERS = [
  Number.NaN,
  -1,
  0,
  -0,
  0.5,
  1.5,
  Infinity,
  -Infinity,
  1e300,
  2 ** 53,
  '5',
  '',
  null,
  true,
  5n,
  [5],
  {},
  new Date(5),
]

beforeEach(() => {
  for (const { credentials } of PROVIDERS) {
    for (const variable of Object.values(credentials)) vi.stubEnv(variable, undefined)
  }
})

afterEach(() => vi.unstubAllEnvs())

describe.each(PROVIDERS)('$name', (provider) => {
  const { fetch, requests } = answering(() => Response.json([]))

  afterEach(() => {
    assert.equal(requests.length, 0)
  })

  /** The error of a call with options that only a program without types can give. */
  const refused = (options: unknown, participant: unknown) =>
    failure(
      (async () =>
        provider
          .connect({ fetch })
          .messages(participant as string, options as MessagesOptions)
          .toArray())(),
    )

  describe.each(['limit', 'pageSize', 'concurrency'])('%s [invalid-option]', (name) => {
    test.each(NO_WHOLE_NUMBERS)('cannot be %o', async (value) => {
      const error = await refused({ [name]: value }, CANARY.participant)
      expect(error).toMatchObject({ code: 'invalid_argument', provider: provider.name, retryable: false })
      expect(error.message).toContain(`\`${name}\``)
    })
  })

  test.each([
    { pageSize: 1e9 },
    { concurrency: 1e9 },
    { since: new Date(Number.NaN) },
    { until: new Date(Number.NaN) },
    { since: '2026-01-01' },
    { until: 1_749_113_086_000 },
    { since: null },
    { direction: 'in' },
    { direction: 'INBOUND' },
    { direction: null },
    { order: 'random' },
    { order: null },
    { cursor: 5 },
    { cursor: '' },
    { cursor: null },
    { signal: null },
    { signal: {} },
    { signal: new AbortController() },
    { pagesize: 5 },
    { unknown: CANARY.text },
    null,
    5,
    'canary',
    () => ({}),
  ])('options cannot be %o [invalid-option]', async (options) => {
    await expect(refused(options, CANARY.participant)).resolves.toMatchObject({ code: 'invalid_argument' })
  })

  test('a time that comes after the one it must come before is refused [invalid-option]', async () => {
    const options = { since: new Date('2026-02-01'), until: new Date('2026-01-01') }
    const { code } = await refused(options, CANARY.participant)
    expect(['invalid_argument', 'unsupported']).toContain(code)
  })

  test.each([
    '',
    ' ',
    '.',
    '..',
    '%2e%2e',
    '%2E%2E/summary',
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    '../../account',
    `${CANARY.participant}/../x`,
    `${CANARY.participant}?page=2`,
    `${CANARY.participant}&contact=everybody`,
    `${CANARY.participant}\r\nx-evil: 1`,
    `${CANARY.participant}\0`,
    '\0',
    '\n',
    '\u001b[2J',
    '٤٦٧٠١٧٤٠٦١٧',
    '+',
    '++46701740617',
    '+0046701740617',
    '0701740617',
    '4'.repeat(100),
    '__proto__',
    'fid_',
    'fid_../x',
    'cid_1',
    'canary @example.com',
    null,
    46_701_740_617,
    [CANARY.participant],
    { toString: () => CANARY.participant },
  ])('a participant cannot be %j [hostile-participant]', async (participant) => {
    await expect(refused({}, participant)).resolves.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('`participant`'),
    })
  })

  test.each([
    { what: 'digits', participant: '4'.repeat(1_000_000) },
    { what: 'brackets', participant: '('.repeat(1_000_000) },
    { what: 'an address', participant: `${'a'.repeat(1_000_000)}@example.com` },
  ])('a participant cannot be 1 MB of $what [hostile-participant]', async ({ participant }) => {
    await expect(refused({}, participant)).resolves.toMatchObject({ code: 'invalid_argument' })
  })

  const fields = Object.entries(provider.credentials).map(([option, variable]) => ({ option, variable }))

  describe.each(fields)('the credential $option [hostile-credential]', ({ option, variable }) => {
    const complete = provider.completeOptions(option)

    test.each([
      'canary\r',
      'canary\n',
      'canary\r\nx-evil: 1',
      'canary\0',
      'canary key',
      ' canary',
      'canary\t',
      'canary\u007f',
      'canaryé',
      'canary€',
      'canary🔑',
      '',
      null,
      5,
      {},
      ['canary'],
    ])('cannot be %j', async (value) => {
      const error = await failure((async () => provider.create({ ...complete, fetch, [option]: value }))())
      expect(error).toMatchObject({ code: 'invalid_argument', provider: provider.name })
      expect(error.message).toContain(`\`${option}\``)
    })

    test('cannot be malformed in the environment either', async () => {
      vi.stubEnv(variable, 'canary key')
      const error = await failure(
        (async () => provider.create({ ...complete, fetch, [option]: undefined }))(),
      )
      expect(error).toMatchObject({ code: 'invalid_argument' })
      expect(error.message).toContain(variable)
    })

    test('cannot be missing', async () => {
      const error = await failure((async () => provider.create({ ...complete, [option]: undefined }))())
      expect(error).toMatchObject({ code: 'invalid_argument' })
      expect(error.message).toContain(`\`${option}\``)
      expect(error.message).toContain(variable)
    })
  })

  test.each([
    'http://api.example.com',
    'http://192.168.0.1',
    'http://0.0.0.0',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[::2]',
    'https://canary@api.example.com',
    'https://user:canary@api.example.com',
    'https://api.example.com?key=canary',
    'https://api.example.com/v1?',
    'https://api.example.com/#canary',
    'ftp://localhost',
    'file:///etc',
    'javascript:alert(1)',
    'data:application/json,[]',
    'api.example.com',
    '//api.example.com',
    '/v1',
    '',
    null,
    5,
    {},
  ])('baseUrl cannot be %j [base-url]', async (baseUrl) => {
    const options = { baseUrl, fetch } as unknown as ClientOptions
    const error = await failure((async () => provider.connect(options))())
    expect(error).toMatchObject({ code: 'invalid_argument', provider: provider.name })
    expect(error.message).toContain('`baseUrl`')
  })
})

describe.each(PROVIDERS)('$name', (provider) => {
  test.each([
    'https://api.example.com/v9',
    'https://api.example.com/v9/',
    'https://api.example.com/v9//',
    new URL('https://api.example.com/v9/'),
  ])('a baseUrl works with and without a trailing slash: %s [base-url]', async (baseUrl) => {
    const { fetch, requests } = answering((request) => Response.json(provider.page([], request.url)))
    await provider.connect({ baseUrl, fetch }).messages(CANARY.participant).toArray()
    expect(requests[0]?.url).toMatch(/^https:\/\/api\.example\.com\/v9\/\w/)
  })

  test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://127.8.9.1', 'http://[::1]:1'])(
    'a baseUrl may be http on a loopback host: %s [base-url]',
    async (baseUrl) => {
      const { fetch, requests } = answering((request) => Response.json(provider.page([], request.url)))
      await provider.connect({ baseUrl, fetch }).messages(CANARY.participant).toArray()
      expect(requests[0]?.url.startsWith(`${baseUrl}/`)).toBe(true)
    },
  )
})

test('a plus sign in a query is sent as %2B [hostile-participant]', async () => {
  const { fetch, requests } = answering(() => Response.json([]))
  const reader = createConversationsRcs({ apiLogin: CANARY.credential, apiKey: CANARY.credential, fetch })
  await reader.messages(CANARY.participant).toArray()
  await reader.messages('some+one@example.com').toArray()
  expect(requests.map(({ url }) => new URL(url).search)).toEqual([
    expect.stringContaining('contact=%2B46701740617&phone_number=%2B46701740617'),
    expect.stringContaining('contact=some%2Bone%40example.com&email=some%2Bone%40example.com'),
  ])
})

test('the other methods check what they are given too [invalid-option, hostile-participant]', async () => {
  const { fetch, requests } = answering(() => Response.json([]))
  const rcs = createConversationsRcs({ apiLogin: CANARY.credential, apiKey: CANARY.credential, fetch })
  for (const options of [
    { limit: 0 },
    { pageSize: 1.5 },
    { concurrency: -1 },
    { direction: 'inbound' },
    null,
  ]) {
    const listed = (async () => rcs.conversations(options as object).toArray())()
    await expect(failure(listed)).resolves.toMatchObject({ code: 'invalid_argument' })
  }
  const ip1 = createIp1({ apiKey: CANARY.credential, fetch })
  for (const options of [{ limit: 1 }, { signal: 5 }, null]) {
    const summary = ip1.summary(CANARY.participant, options as object)
    await expect(failure(summary)).resolves.toMatchObject({ code: 'invalid_argument' })
  }
  for (const participant of ['', '..', 'a/b', 'a?b', '4'.repeat(1_000_000), null]) {
    const summary = ip1.summary(participant as string)
    await expect(failure(summary)).resolves.toMatchObject({ code: 'invalid_argument' })
  }
  expect(requests).toHaveLength(0)
})
