import { inspect } from 'node:util'
import { paginate, walkOffsets } from '@sms/core/provider'
import { createIp1, type Ip1Options, type MessagesOptions, SmsError } from '@sms/ip1'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const API_KEY = 'canary-api-key'
const PARTICIPANT = '+46701740605'

beforeEach(() => {
  vi.stubEnv('IP1_API_KEY', undefined)
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
const untyped = (options: unknown): Ip1Options & MessagesOptions => options as Ip1Options & MessagesOptions

describe('credentials', () => {
  test('a missing one is named with its option and its environment variable', () => {
    expect(thrown(() => createIp1())).toMatchObject({
      code: 'invalid_argument',
      provider: 'ip1',
      retryable: false,
      message: expect.stringMatching(/`apiKey`.*IP1_API_KEY/),
    })
  })

  test('an empty environment variable is a missing one', () => {
    vi.stubEnv('IP1_API_KEY', '')
    expect(thrown(() => createIp1())).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/`apiKey`.*IP1_API_KEY/),
    })
  })

  test('what is left out is read from the environment', async () => {
    vi.stubEnv('IP1_API_KEY', 'canary-from-env')
    const requests = replay({ body: [] })
    await createIp1().messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { authorization: 'Bearer canary-from-env' } }])
  })

  test('an option wins over the environment', async () => {
    vi.stubEnv('IP1_API_KEY', 'canary-from-env')
    const requests = replay({ body: [] })
    await createIp1({ apiKey: API_KEY }).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { authorization: `Bearer ${API_KEY}` } }])
  })

  const malformed = ['\r', '\n', '\r\nx-evil: 1', '\0', ' ', '\t', '\u007f', 'é', '€', '\u{1f511}']

  test.each(malformed)('one with %j in it is refused by its option’s name, never by its value', (bad) => {
    for (const apiKey of [`canary${bad}key`, `${bad}canary`, `canary${bad}`]) {
      const error = thrown(() => createIp1({ apiKey }))
      expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('`apiKey`') })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    }
  })

  test.each(malformed.filter((bad) => bad !== '\0'))(
    'one from the environment with %j in it is refused by its variable’s name',
    (bad) => {
      vi.stubEnv('IP1_API_KEY', `canary${bad}key`)
      const error = thrown(() => createIp1())
      expect(error).toMatchObject({
        code: 'invalid_argument',
        message: expect.stringContaining('IP1_API_KEY'),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    },
  )

  test.each(['', null, 17, {}, ['canary']])('%j is no credential', (apiKey) => {
    expect(thrown(() => createIp1(untyped({ apiKey })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('`apiKey`'),
    })
  })
})

describe('client options', () => {
  test.each([
    { option: 'baseUrl', values: ['', 'api.ip1sms.com', '/v2', 17, {}] },
    {
      option: 'baseUrl',
      values: ['http://api.ip1sms.com', 'http://localhost.example', 'http://127.0.0.1.example'],
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
      const error = thrown(() => createIp1(untyped({ apiKey: API_KEY, [option]: value })))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'ip1',
        message: expect.stringContaining(`\`${option}\``),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    }
  })

  test('baseUrl may not be null', () => {
    expect(thrown(() => createIp1(untyped({ apiKey: API_KEY, baseUrl: null })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('`baseUrl`'),
    })
  })

  test.each(['apikey', 'ApiKey', 'token', 'retry', '__proto__x'])('the option %s does not exist', (name) => {
    const error = thrown(() => createIp1(untyped({ apiKey: API_KEY, [name]: 'canary-value' })))
    expect(error).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/apiKey.*baseUrl.*fetch.*timeout.*retries/),
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  test.each([null, 'canary-api-key', 17])('%j is no options object', (options) => {
    expect(thrown(() => createIp1(untyped(options)))).toMatchObject({
      code: 'invalid_argument',
      message: expect.not.stringContaining('canary'),
    })
  })

  test.each([
    'https://api.ip1sms.com',
    'https://api.ip1sms.com/',
    'https://api.ip1sms.com//',
    'HTTPS://API.IP1SMS.COM:443/',
    new URL('https://api.ip1sms.com'),
  ])('the base URL %s asks for the documented path', async (baseUrl) => {
    const requests = replay({ body: [] })
    await createIp1({ apiKey: API_KEY, baseUrl }).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ path: '/v2/conversations/46701740605' }])
  })

  test.each([
    'http://localhost',
    'http://localhost:8080/ip1',
    'http://127.0.0.1',
    'http://127.8.9.1',
    'http://[::1]:80/',
  ])('the loopback address %s may go without TLS', (baseUrl) => {
    expect(createIp1({ apiKey: API_KEY, baseUrl })).toMatchObject({ provider: 'ip1' })
  })
})

describe('a reader', () => {
  const reader = createIp1({ apiKey: API_KEY })

  test('says what it is and what it can do', () => {
    expect(reader).toEqual({
      contractVersion: 1,
      provider: 'ip1',
      capabilities: {
        order: 'oldest-first',
        orders: ['oldest-first', 'newest-first'],
        total: false,
        timestamps: true,
        conversations: false,
        summary: true,
        defaultPageSize: 50,
        maxPageSize: null,
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
      expect(text).toMatch(/ip1/)
      expect(text).not.toMatch(/canary|bearer/i)
    }
  })

  test('refuses to list conversations, which its type does not have', () => {
    // @ts-expect-error: there is no such method.
    expect(thrown(() => reader.conversations())).toMatchObject({
      code: 'unsupported',
      provider: 'ip1',
      retryable: false,
      message: expect.stringContaining('`conversations`'),
    })
  })
})

describe('participant', () => {
  const reader = createIp1({ apiKey: API_KEY })
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
    ['ParcelForYou', 'parcel_4you', 'café', 'someone@example.com', 'fid_17', 'cid_17'],
    ['4'.repeat(1_000_000), 'a'.repeat(1_000_000), `${'('.repeat(1_000_000)}46701740699`],
    [undefined, null, 46701740699, 46701740699n, {}, ['46701740699'], Symbol('46701740699')],
  ].flat()

  test.each(malformed.map((value) => ({ value, shown: inspect(value).slice(0, 40) })))(
    '$shown is none, for messages at once and for the summary by rejecting',
    async ({ value }) => {
      const participant = value as string
      const error = thrown(() => reader.messages(participant))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'ip1',
        message: expect.stringContaining('`participant`'),
      })
      await expect(reader.summary(participant)).rejects.toEqual(error)
      expect(error.message.length).toBeLessThan(300)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/40699|someone|Parcel/)
    },
  )
})

describe('options of messages', () => {
  const reader = createIp1({ apiKey: API_KEY })

  test.each([
    { option: 'limit', values: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '10', null, 10n] },
    { option: 'pageSize', values: [0, -1, 1.5, Number.NaN, Infinity, 10_001, '10', null, 10n] },
    { option: 'concurrency', values: [0, -1, 1.5, Number.NaN, Infinity, 101, '4', null, 4n] },
    { option: 'direction', values: ['', 'both', 'mt', 'Inbound', null, 1] },
    { option: 'order', values: ['', 'ASC', 'unspecified', null, 1] },
    { option: 'since', values: [new Date(Number.NaN), '2026-01-01', 0, null] },
    { option: 'until', values: [new Date(Number.NaN), '2026-01-01', 0, null] },
    { option: 'cursor', values: [17, null, {}] },
    { option: 'signal', values: ['now', null, {}, new AbortController()] },
  ])('$option may not be any of $values', ({ option, values }) => {
    for (const value of values) {
      expect(thrown(() => reader.messages(PARTICIPANT, untyped({ [option]: value })))).toMatchObject({
        code: 'invalid_argument',
        provider: 'ip1',
        message: expect.stringContaining(`\`${option}\``),
      })
    }
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

describe('options of the summary', () => {
  const reader = createIp1({ apiKey: API_KEY })

  test.each([{ signal: null }, { signal: 'now' }, { limit: 1 }, { direction: 'inbound' }, null, 17])(
    'it rejects %j',
    async (options) => {
      await expect(reader.summary(PARTICIPANT, untyped(options))).rejects.toMatchObject({
        code: 'invalid_argument',
        provider: 'ip1',
      })
    },
  )
})

describe('cursor', () => {
  const reader = createIp1({ apiKey: API_KEY })
  const refuses = (cursor: string, participant = PARTICIPANT, options: MessagesOptions = {}): boolean => {
    try {
      reader.messages(participant, { ...options, cursor })
      return false
    } catch (error) {
      return SmsError.is(error, 'invalid_argument') && !error.message.includes(cursor)
    }
  }

  async function realCursor(): Promise<string> {
    replay({ body: [{ id: '5bcf4324ee47dee41a9dbb13', direction: 'mt', recipient: '46701740605' }] })
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
        provider: 'ip1',
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
    expect(refuses(cursor, 'iP1')).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { direction: 'inbound' })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { direction: 'outbound' })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { order: 'newest-first' })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { since: new Date(0) })).toBe(true)
    expect(refuses(cursor, PARTICIPANT, { until: new Date(0) })).toBe(true)
  })

  test('of another provider is refused', async () => {
    const other = paginate({
      provider: 'another',
      query: ['another', 'messages', '46701740605', undefined, undefined, undefined, 'oldest-first'],
      settings: { limit: 1, pageSize: 1, concurrency: 1, cursor: undefined, signal: undefined },
      walk: walkOffsets,
      list: () => ({
        ask: () => Promise.resolve({ items: ['first'], more: true }),
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
