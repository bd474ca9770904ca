import { inspect } from 'node:util'
import { paginate, walkCountedPages } from '@sms/core/provider'
import { createSmstools, type SmstoolsOptions, type MessagesOptions, SmsError } from '@sms/smstools'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const KEYS = { clientId: 'canary-client-id', clientSecret: 'canary-client-secret' }
const EMPTY = { total: 0, shown: 0, page: 1, limit: 2000, conversation: [] }
const MALFORMED = ['\r', '\n', '\r\nx-evil: 1', '\0', ' ', '\t', '\u007f', 'é', '€', '\u{1f511}']
const PARTICIPANT = '+46701740605'

beforeEach(() => {
  vi.stubEnv('SMSTOOLS_CLIENT_ID', undefined)
  vi.stubEnv('SMSTOOLS_CLIENT_SECRET', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The error that a call throws at once. */
function thrown(call: () => unknown): SmsError {
  try {
    call()
  } catch (error) {
    if (SmsError.is(error)) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

/** Options as a program without types may give them. */
const untyped = (options: unknown): SmstoolsOptions & MessagesOptions =>
  options as SmstoolsOptions & MessagesOptions

const CREDENTIALS = [
  { option: 'clientId', variable: 'SMSTOOLS_CLIENT_ID', header: 'x-client-id' },
  { option: 'clientSecret', variable: 'SMSTOOLS_CLIENT_SECRET', header: 'x-client-secret' },
] as const

describe.each(CREDENTIALS)('the credential $option', ({ option, variable, header }) => {
  const others: SmstoolsOptions = { ...KEYS, [option]: undefined }

  test('is named with its environment variable when it is missing', () => {
    expect(thrown(() => createSmstools(others))).toMatchObject({
      code: 'invalid_argument',
      provider: 'smstools',
      retryable: false,
      message: expect.stringMatching(new RegExp(`\`${option}\`.*${variable}`)),
    })
  })

  test('is missing when its environment variable is empty', () => {
    vi.stubEnv(variable, '')
    expect(thrown(() => createSmstools(others))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(new RegExp(`\`${option}\`.*${variable}`)),
    })
  })

  test('is read from the environment when it is left out', async () => {
    vi.stubEnv(variable, 'canary-from-env')
    const requests = replay({ body: EMPTY })
    await createSmstools(others).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { [header]: 'canary-from-env' } }])
  })

  test('wins over the environment when it is given', async () => {
    vi.stubEnv(variable, 'canary-from-env')
    const requests = replay({ body: EMPTY })
    await createSmstools(KEYS).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { [header]: KEYS[option] } }])
  })

  test.each(MALFORMED)('with %j in it is refused by its name, never by its value', (bad) => {
    for (const value of [`canary${bad}key`, `${bad}canary`, `canary${bad}`]) {
      const error = thrown(() => createSmstools({ ...KEYS, [option]: value }))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        message: expect.stringContaining(`\`${option}\``),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    }
  })

  test.each(MALFORMED.filter((bad) => bad !== '\0'))(
    'with %j in its environment variable is refused by the name of that',
    (bad) => {
      vi.stubEnv(variable, `canary${bad}key`)
      const error = thrown(() => createSmstools(others))
      expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(variable) })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    },
  )

  test.each(['', null, 17, {}, ['canary']])('may not be %j', (value) => {
    expect(thrown(() => createSmstools(untyped({ ...KEYS, [option]: value })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(`\`${option}\``),
    })
  })
})

describe('client options', () => {
  test.each([
    { option: 'baseUrl', values: ['', 'api.smsgatewayapi.com', '/v2', 17, {}] },
    {
      option: 'baseUrl',
      values: ['http://api.smsgatewayapi.com', 'http://localhost.example', 'http://127.0.0.1.example'],
    },
    { option: 'baseUrl', values: ['ftp://localhost', 'file:///tmp', 'javascript:alert(1)'] },
    {
      option: 'baseUrl',
      values: ['https://canary@localhost', 'https://user:canary@localhost', 'https://:canary@a'],
    },
    {
      option: 'baseUrl',
      values: ['https://localhost?', 'https://localhost?key=canary', 'https://localhost/#canary'],
    },
    { option: 'timeout', values: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 31, '30', null] },
    { option: 'retries', values: [-1, 1.5, Number.NaN, Infinity, 101, '4', null] },
    { option: 'maxResponseBytes', values: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '16', null] },
    { option: 'userAgent', values: ['', 'canary\n', 'canary\r\nx-evil: 1', 'canaré', 17, null] },
    { option: 'fetch', values: ['canary', {}, null] },
    { option: 'onRequest', values: ['canary', {}, null] },
    { option: 'onResponse', values: ['canary', {}, null] },
  ])('$option may not be any of $values', ({ option, values }) => {
    for (const value of values) {
      const error = thrown(() => createSmstools(untyped({ ...KEYS, [option]: value })))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'smstools',
        message: expect.stringContaining(`\`${option}\``),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    }
  })

  test('baseUrl may not be null', () => {
    expect(thrown(() => createSmstools(untyped({ ...KEYS, baseUrl: null })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('`baseUrl`'),
    })
  })

  test.each(['clientid', 'ClientId', 'client_id', 'retry', '__proto__x'])(
    'the option %s does not exist',
    (name) => {
      const error = thrown(() => createSmstools(untyped({ ...KEYS, [name]: 'canary-value' })))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        message: expect.stringMatching(/clientId.*clientSecret.*baseUrl.*fetch.*timeout.*retries/),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    },
  )

  test.each([null, 'canary-api-key', 17])('%j is no options object', (options) => {
    expect(thrown(() => createSmstools(untyped(options)))).toMatchObject({
      code: 'invalid_argument',
      message: expect.not.stringContaining('canary'),
    })
  })

  test.each([
    'https://api.smsgatewayapi.com/v1',
    'https://api.smsgatewayapi.com/v1/',
    'https://api.smsgatewayapi.com/v1//',
    'HTTPS://API.SMSGATEWAYAPI.COM:443/v1/',
    new URL('https://api.smsgatewayapi.com/v1'),
  ])('the base URL %s asks for the documented path', async (baseUrl) => {
    const requests = replay({ body: EMPTY })
    await createSmstools({ ...KEYS, baseUrl })
      .messages(PARTICIPANT)
      .toArray()
    expect(requests).toMatchObject([{ path: '/v1/conversation/46701740605' }])
  })

  test.each([
    'http://localhost',
    'http://localhost:8080/v1',
    'http://127.0.0.1',
    'http://127.8.9.1',
    'http://[::1]:80/',
  ])('the loopback address %s may go without TLS', (baseUrl) => {
    expect(createSmstools({ ...KEYS, baseUrl })).toMatchObject({ provider: 'smstools' })
  })
})

describe('a reader', () => {
  const reader = createSmstools(KEYS)

  test('says what it is and what it can do', () => {
    expect(reader).toEqual({
      contractVersion: 1,
      provider: 'smstools',
      capabilities: {
        order: 'newest-first',
        orders: ['newest-first'],
        total: true,
        timestamps: true,
        conversations: false,
        summary: false,
        defaultPageSize: 1000,
        maxPageSize: 2000,
      },
    })
  })

  test('that is logged, serialised or cloned shows no credential', () => {
    const shown = [
      inspect(reader, { depth: 9, showHidden: true }),
      JSON.stringify(reader),
      inspect(structuredClone(reader), { depth: 9, showHidden: true }),
      inspect({ ...reader }),
    ]
    for (const text of shown) {
      expect(text).toMatch(/smstools/)
      expect(text).not.toMatch(/canary/)
    }
  })

  test('refuses to list conversations, which its type does not have', () => {
    // @ts-expect-error: there is no such method.
    expect(thrown(() => reader.conversations())).toMatchObject({
      code: 'unsupported',
      provider: 'smstools',
      retryable: false,
      message: expect.stringContaining('`conversations`'),
    })
  })

  test('refuses to sum up a conversation, which its type does not do', async () => {
    // @ts-expect-error: there is no such method.
    const summary: Promise<unknown> = reader.summary(PARTICIPANT)
    await expect(summary).rejects.toMatchObject({
      code: 'unsupported',
      provider: 'smstools',
      message: expect.stringContaining('`summary`'),
    })
  })
})

describe('participant', () => {
  const reader = createSmstools(KEYS)
  const malformed = [
    ['', '.', '..', '%2e%2e', '%2E%2E', 'a/b', 'a?b', 'a#b', 'a\\b', 'a%b', 'a;b', 'a b', 'a.b'],
    [
      '\0',
      '46701740699\0',
      '46701740699\n',
      '\r\n46701740699',
      '46701740699\t',
      '\u007f',
      '46701740699\u200b',
    ],
    [
      '++46701740699',
      '46+701740699',
      '46701740699+',
      '+',
      '+46',
      '+1234567',
      '+1234567890123456',
      '004670174069900',
    ],
    ['+0701740699', '+46(0)701740699', '٤٦٧٠١٧٤٠٦٩٩', '+４６７０１７４０６９９', '+46701740699,+46701740606'],
    ['Parcel', 'Parcel4you', 'café', 'someone@example.com', 'fid_17', 'cid_17', '71200', '0701740699'],
    ['4'.repeat(1_000_000), 'a'.repeat(1_000_000), `${'('.repeat(1_000_000)}46701740699`],
    [undefined, null, 46701740699, 46701740699n, {}, ['46701740699'], Symbol('46701740699')],
  ].flat()

  test.each(malformed.map((value) => ({ value, shown: inspect(value).slice(0, 40) })))(
    '$shown is none',
    ({ value }) => {
      const participant = value as string
      const error = thrown(() => reader.messages(participant))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'smstools',
        message: expect.stringContaining('`participant`'),
      })
      expect(error.message.length).toBeLessThan(300)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/40699|someone|Parcel/)
    },
  )
})

describe('options of messages', () => {
  const reader = createSmstools(KEYS)

  test.each([
    { option: 'limit', values: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '10', null, 10n] },
    { option: 'pageSize', values: [0, -1, 1.5, Number.NaN, Infinity, 2001, '10', null, 10n] },
    { option: 'concurrency', values: [0, -1, 1.5, Number.NaN, Infinity, 101, '4', null, 4n] },
    { option: 'direction', values: ['', 'both', 'mine', 'Inbound', null, 1] },
    { option: 'order', values: ['', 'ASC', 'unspecified', null, 1] },
    { option: 'since', values: [new Date(Number.NaN), '2026-01-01', 0, null] },
    { option: 'until', values: [new Date(Number.NaN), '2026-01-01', 0, null] },
    { option: 'cursor', values: [17, null, {}] },
    { option: 'signal', values: ['now', null, {}, new AbortController()] },
  ])('$option may not be any of $values', ({ option, values }) => {
    for (const value of values) {
      expect(thrown(() => reader.messages(PARTICIPANT, untyped({ [option]: value })))).toMatchObject({
        code: 'invalid_argument',
        provider: 'smstools',
        message: expect.stringContaining(`\`${option}\``),
      })
    }
  })

  test('an order that the API does not have is unsupported', () => {
    expect(thrown(() => reader.messages(PARTICIPANT, { order: 'oldest-first' }))).toMatchObject({
      code: 'unsupported',
      provider: 'smstools',
      retryable: false,
      message: expect.stringContaining('`order`'),
    })
  })

  test('since may not be after until', () => {
    const [since, until] = [new Date('2026-01-02'), new Date('2026-01-01')]
    expect(thrown(() => reader.messages(PARTICIPANT, { since, until }))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/`since`.*`until`/),
    })
  })

  test.each(['page', 'Limit', 'per_page', 'start'])('%s does not exist', (name) => {
    expect(thrown(() => reader.messages(PARTICIPANT, untyped({ [name]: 1 })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/limit.*pageSize.*concurrency.*cursor/),
    })
  })

  test.each([null, 'newest-first', 17])('%j is no options object', (options) => {
    expect(thrown(() => reader.messages(PARTICIPANT, untyped(options)))).toMatchObject({
      code: 'invalid_argument',
    })
  })
})

describe('cursor', () => {
  const reader = createSmstools(KEYS)
  const refuses = (cursor: string, participant = PARTICIPANT, options: MessagesOptions = {}): boolean => {
    try {
      reader.messages(participant, { ...options, cursor })
      return false
    } catch (error) {
      return SmsError.is(error, 'invalid_argument') && !error.message.includes(cursor)
    }
  }

  async function realCursor(): Promise<string> {
    const message = { messageId: '5f1a09c7e3b24', direction: 'outbound', receiver: '46701740605' }
    replay({ body: { total: 2, shown: 1, page: 1, limit: 1, conversation: [message] } })
    for await (const { cursor } of reader.messages(PARTICIPANT, { limit: 1 }).pages()) {
      if (cursor !== null) return cursor
    }
    throw new Error('There was no cursor.')
  }

  test('of a page is accepted unchanged, with other page sizes and limits as well', async () => {
    const cursor = await realCursor()
    expect(cursor).toMatch(/^[\w-]+$/)
    expect(refuses(cursor)).toBe(false)
    expect(refuses(cursor, '46 70 174 06 05', { pageSize: 7, limit: 3, concurrency: 1 })).toBe(false)
  })

  test.each(['', ' ', '=', '!', 'null', 'e30', 'W10', 'AAAA', '../..', '\0', '€', 'a'.repeat(5000)])(
    '%j is malformed',
    (cursor) => {
      expect(thrown(() => reader.messages(PARTICIPANT, { cursor }))).toMatchObject({
        code: 'invalid_argument',
        provider: 'smstools',
        message: expect.stringContaining('`cursor`'),
      })
    },
  )

  test('edited in a single character is malformed, whichever and wherever it is', async () => {
    const cursor = await realCursor()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= '
    const accepted: string[] = []
    for (let at = 0; at <= cursor.length; at += 1) {
      const [before, rest] = [cursor.slice(0, at), cursor.slice(at)]
      const edits = [...alphabet].flatMap((letter) => [
        before + letter + rest,
        before + letter + rest.slice(1),
      ])
      edits.push(before + rest.slice(1))
      accepted.push(...edits.filter((edit) => edit !== cursor && !refuses(edit)))
    }
    expect(accepted).toEqual([])
  })

  test('belongs to its participant and its query', async () => {
    const cursor = await realCursor()
    expect(refuses(cursor, '+46701740606')).toBe(true)
    expect(refuses(cursor, '+447700900123')).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { direction: 'inbound' })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { direction: 'outbound' })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { since: new Date(0) })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { until: new Date(0) })).toBe(true)
  })

  test('of another provider is refused', async () => {
    const other = paginate({
      provider: 'another',
      query: ['another', 'messages', '46701740605', undefined, undefined, undefined],
      settings: { limit: 1, pageSize: 1, concurrency: 1, cursor: undefined, signal: undefined },
      walk: walkCountedPages,
      list: () => ({
        ask: () => Promise.resolve({ items: ['first'], total: 2 }),
        identify: (item) => `i${item}`,
      }),
      normalize: (item) => item,
    })
    for await (const { cursor } of other.pages()) {
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(refuses(String(cursor))).toBe(true)
    }
    expect.assertions(2)
  })
})
