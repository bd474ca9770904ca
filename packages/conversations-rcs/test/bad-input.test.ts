import { inspect } from 'node:util'
import { paginate, walkNumberedPages } from '@sms/core/provider'
import {
  createConversationsRcs,
  type ConversationsRcsOptions,
  type MessagesOptions,
  SmsError,
} from '@sms/conversations-rcs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.octopush.com')

const KEYS = { apiLogin: 'canary-login', apiKey: 'canary-api-key' }
const MALFORMED = ['\r', '\n', '\r\nx-evil: 1', '\0', ' ', '\t', '\u007f', 'é', '€', '\u{1f511}']
const PARTICIPANT = '+46701740605'

beforeEach(() => {
  vi.stubEnv('OCTOPUSH_API_LOGIN', undefined)
  vi.stubEnv('OCTOPUSH_API_KEY', undefined)
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
const untyped = (options: unknown): ConversationsRcsOptions & MessagesOptions =>
  options as ConversationsRcsOptions & MessagesOptions

const CREDENTIALS = [
  { option: 'apiLogin', variable: 'OCTOPUSH_API_LOGIN', header: 'api-login' },
  { option: 'apiKey', variable: 'OCTOPUSH_API_KEY', header: 'api-key' },
] as const

describe.each(CREDENTIALS)('the credential $option', ({ option, variable, header }) => {
  const others: ConversationsRcsOptions = { ...KEYS, [option]: undefined }

  test('is named with its environment variable when it is missing', () => {
    expect(thrown(() => createConversationsRcs(others))).toMatchObject({
      code: 'invalid_argument',
      provider: 'conversations-rcs',
      retryable: false,
      message: expect.stringMatching(new RegExp(`\`${option}\`.*${variable}`)),
    })
  })

  test('is missing when its environment variable is empty', () => {
    vi.stubEnv(variable, '')
    expect(thrown(() => createConversationsRcs(others))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(new RegExp(`\`${option}\`.*${variable}`)),
    })
  })

  test('is read from the environment when it is left out', async () => {
    vi.stubEnv(variable, 'canary-from-env')
    const requests = replay({ body: [] })
    await createConversationsRcs(others).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { [header]: 'canary-from-env' } }])
  })

  test('wins over the environment when it is given', async () => {
    vi.stubEnv(variable, 'canary-from-env')
    const requests = replay({ body: [] })
    await createConversationsRcs(KEYS).messages(PARTICIPANT).toArray()
    expect(requests).toMatchObject([{ headers: { [header]: KEYS[option] } }])
  })

  test.each(MALFORMED)('with %j in it is refused by its name, never by its value', (bad) => {
    for (const value of [`canary${bad}key`, `${bad}canary`, `canary${bad}`]) {
      const error = thrown(() => createConversationsRcs({ ...KEYS, [option]: value }))
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
      const error = thrown(() => createConversationsRcs(others))
      expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(variable) })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    },
  )

  test.each(['', null, 17, {}, ['canary']])('may not be %j', (value) => {
    expect(thrown(() => createConversationsRcs(untyped({ ...KEYS, [option]: value })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(`\`${option}\``),
    })
  })
})

describe('client options', () => {
  test.each([
    { option: 'baseUrl', values: ['', 'api.octopush.com', '/v2', 17, {}] },
    {
      option: 'baseUrl',
      values: ['http://api.octopush.com', 'http://localhost.example', 'http://127.0.0.1.example'],
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
      const error = thrown(() => createConversationsRcs(untyped({ ...KEYS, [option]: value })))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'conversations-rcs',
        message: expect.stringContaining(`\`${option}\``),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    }
  })

  test('baseUrl may not be null', () => {
    expect(thrown(() => createConversationsRcs(untyped({ ...KEYS, baseUrl: null })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('`baseUrl`'),
    })
  })

  test.each(['apikey', 'ApiKey', 'api_key', 'retry', '__proto__x'])(
    'the option %s does not exist',
    (name) => {
      const error = thrown(() => createConversationsRcs(untyped({ ...KEYS, [name]: 'canary-value' })))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        message: expect.stringMatching(/apiLogin.*apiKey.*baseUrl.*fetch.*timeout.*retries/),
      })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    },
  )

  test.each([null, 'canary-api-key', 17])('%j is no options object', (options) => {
    expect(thrown(() => createConversationsRcs(untyped(options)))).toMatchObject({
      code: 'invalid_argument',
      message: expect.not.stringContaining('canary'),
    })
  })

  test.each([
    'https://api.octopush.com/v1/public',
    'https://api.octopush.com/v1/public/',
    'https://api.octopush.com/v1/public//',
    'HTTPS://API.OCTOPUSH.COM:443/v1/public/',
    new URL('https://api.octopush.com/v1/public'),
  ])('the base URL %s asks for the documented path', async (baseUrl) => {
    const requests = replay({ body: [] })
    await createConversationsRcs({ ...KEYS, baseUrl })
      .messages(PARTICIPANT)
      .toArray()
    expect(requests).toMatchObject([{ path: '/v1/public/conversations/messages/list' }])
  })

  test.each([
    'http://localhost',
    'http://localhost:8080/v1',
    'http://127.0.0.1',
    'http://127.8.9.1',
    'http://[::1]:80/',
  ])('the loopback address %s may go without TLS', (baseUrl) => {
    expect(createConversationsRcs({ ...KEYS, baseUrl })).toMatchObject({ provider: 'conversations-rcs' })
  })
})

describe('a reader', () => {
  const reader = createConversationsRcs(KEYS)

  test('says what it is and what it can do', () => {
    expect(reader).toEqual({
      contractVersion: 1,
      provider: 'conversations-rcs',
      capabilities: {
        order: 'unspecified',
        orders: [],
        total: false,
        timestamps: false,
        conversations: true,
        summary: false,
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
      expect(text).toMatch(/conversations-rcs/)
      expect(text).not.toMatch(/canary/)
    }
  })

  test('refuses to sum up a conversation, which its type does not do', async () => {
    // @ts-expect-error: there is no such method.
    const summary: Promise<unknown> = reader.summary(PARTICIPANT)
    await expect(summary).rejects.toMatchObject({
      code: 'unsupported',
      provider: 'conversations-rcs',
      message: expect.stringContaining('`summary`'),
    })
  })
})

describe('participant', () => {
  const reader = createConversationsRcs(KEYS)
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
    [
      'Parcel',
      'café',
      '71200',
      '0701740699',
      'someone@',
      '@example.com',
      'some one@example.com',
      'someone@exa mple.com',
    ],
    [
      'someone@example.com\n',
      'someone@example.com/',
      'someone@example.com?x',
      'one@someone@example.com',
      'å@example.com',
    ],
    [
      'fid_',
      'fid_1/2',
      'fid_1?2',
      'fid_%2e',
      'FID_17',
      'fid_17\n',
      'cid_',
      'cid_17',
      'cid_..',
      'cid_%2e%2e',
      'cid_a/b',
    ],
    ['cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e0', 'cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e012', 'pid_17'],
    ['4'.repeat(1_000_000), 'a'.repeat(1_000_000), `${'('.repeat(1_000_000)}46701740699`],
    [`${'a'.repeat(1_000_000)}@example.com`, `a@${'a.'.repeat(500_000)}`, `fid_${'1'.repeat(1_000_000)}`],
    [undefined, null, 46701740699, 46701740699n, {}, ['46701740699'], Symbol('46701740699')],
  ].flat()

  test.each(malformed.map((value) => ({ value, shown: inspect(value).slice(0, 40) })))(
    '$shown is none',
    ({ value }) => {
      const participant = value as string
      const error = thrown(() => reader.messages(participant))
      expect(error).toMatchObject({
        code: 'invalid_argument',
        provider: 'conversations-rcs',
        message: expect.stringContaining('`participant`'),
      })
      expect(error.message.length).toBeLessThan(300)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/40699|someone|Parcel/)
    },
  )
})

describe('options of messages', () => {
  const reader = createConversationsRcs(KEYS)

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
        provider: 'conversations-rcs',
        message: expect.stringContaining(`\`${option}\``),
      })
    }
  })

  test.each<MessagesOptions>([
    { order: 'newest-first' },
    { order: 'oldest-first' },
    { since: new Date(0) },
    { until: new Date(0) },
    { since: new Date(0), until: new Date(1) },
  ])('%o is unsupported: the API tells neither order nor time', (options) => {
    const [name] = Object.keys(options)
    expect(thrown(() => reader.messages(PARTICIPANT, options))).toMatchObject({
      code: 'unsupported',
      provider: 'conversations-rcs',
      retryable: false,
      message: expect.stringContaining(`\`${name}\``),
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

describe('options of conversations', () => {
  const reader = createConversationsRcs(KEYS)

  test.each([
    { option: 'limit', values: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '10', null] },
    { option: 'pageSize', values: [0, -1, 1.5, Number.NaN, Infinity, 10_001, '10', null] },
    { option: 'concurrency', values: [0, -1, 1.5, Number.NaN, Infinity, 101, '4', null] },
    { option: 'cursor', values: [17, null, {}, '', 'AAAA'] },
    { option: 'signal', values: ['now', null, {}] },
  ])('$option may not be any of $values', ({ option, values }) => {
    for (const value of values) {
      expect(thrown(() => reader.conversations(untyped({ [option]: value })))).toMatchObject({
        code: 'invalid_argument',
        provider: 'conversations-rcs',
        message: expect.stringContaining(`\`${option}\``),
      })
    }
  })

  test.each(['direction', 'since', 'until', 'order', 'page'])('%s does not exist', (name) => {
    expect(thrown(() => reader.conversations(untyped({ [name]: undefined })))).toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/limit.*pageSize.*concurrency.*cursor/),
    })
  })
})

describe('cursor', () => {
  const reader = createConversationsRcs(KEYS)
  const refuses = (cursor: string, participant = PARTICIPANT, options: MessagesOptions = {}): boolean => {
    try {
      reader.messages(participant, { ...options, cursor })
      return false
    } catch (error) {
      return SmsError.is(error, 'invalid_argument') && !error.message.includes(cursor)
    }
  }

  async function realCursor(): Promise<string> {
    const message = {
      message_id: '17',
      direction: 'outbound',
      contact_identifiers: { phone_number: '46701740605' },
    }
    replay({ body: [message] })
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
        provider: 'conversations-rcs',
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
    expect(refuses(cursor, 'fid_46701740605')).toBe(true)
    expect(thrown(() => reader.conversations({ cursor }))).toMatchObject({ code: 'invalid_argument' })
  })

  test('of another provider is refused', async () => {
    const other = paginate({
      provider: 'another',
      query: ['another', 'messages', '+46701740605', undefined],
      settings: { limit: 1, pageSize: 1, concurrency: 1, cursor: undefined, signal: undefined },
      walk: walkNumberedPages,
      list: () => ({
        ask: () => Promise.resolve({ items: ['first', 'second'] }),
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
