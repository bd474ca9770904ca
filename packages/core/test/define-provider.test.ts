import { type ClientOptions, type ConversationReader, type MessageReader, SmsError } from '@sms/core'
import {
  type ApiResponse,
  defineProvider,
  type ParsedParticipant,
  type Participants,
  type ProviderDeclaration,
  type ProviderFactory,
  walkTokens,
} from '@sms/core/provider'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type AcmeDeclaration,
  type AcmeMessage,
  type AcmeOptions,
  type AcmeReader,
  declareAcme,
} from './acme.ts'

const PARTICIPANT = '+46701740605'

function define(changes: Partial<AcmeDeclaration>): ProviderFactory<AcmeOptions, AcmeReader> {
  return defineProvider<AcmeOptions, AcmeReader>({ ...declareAcme(), ...changes })
}

/** Creates a reader of a provider with this base path. */
function createUnder(path: string): AcmeReader {
  return define({ basePath: () => path })({ apiKey: 'key' })
}

/** Reads the messages of a participant from a provider that parses participants in this way. */
function readWith(participants: Participants<string>, participant: string): unknown {
  return define({ participants })({ apiKey: 'key' }).messages(participant)
}

async function fetch(): Promise<Response> {
  return Response.json([{ id: '1', text: 'a' }])
}

/** Reads an option. */
function readName(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z0-9]+$/.test(value) ? value : null
}

/** The error that a function throws. */
function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (thrown) {
    return thrown
  }
  return undefined
}

function expectInvalid(action: () => unknown, message: RegExp): void {
  const error = errorOf(action)
  expect(SmsError.is(error, 'invalid_argument')).toBe(true)
  expect(String(error)).toMatch(message)
}

test.each([0, 201, 1.5])('a default of %j messages in a page fails the first call', (defaultPageSize) => {
  const create = defineProvider<AcmeOptions, AcmeReader>(declareAcme({ defaultPageSize }))
  expectInvalid(
    () => create({ apiKey: 'key' }).messages(PARTICIPANT),
    /`pageSize` must be a whole number from 1 to 200/,
  )
})

describe('the base path of a declaration', () => {
  test.each([
    'accounts/1',
    '.example.net',
    '@example.net',
    '//example.net',
    '/accounts/',
    '/a?b',
    '/a#b',
    '/a b',
    '/..',
  ])('%j is invalid_argument, because the credentials could be sent to another host', (path) => {
    expectInvalid(() => createUnder(path), /`basePath` must be a path/)
  })

  test.each(['', '/accounts/1', '/accounts/a%2Fb'])('%j follows the base URL', (path) => {
    expect(createUnder(path)).toMatchObject({ provider: 'acme' })
  })
})

describe('options that are no credentials', () => {
  interface Options extends ClientOptions {
    account?: string | undefined
    region?: string | undefined
    key?: string | undefined
    secret?: string | undefined
    token?: string | undefined
  }

  const { conversations: _, summary: __, ...others } = declareAcme()
  const create = defineProvider<
    Options,
    MessageReader<AcmeMessage>,
    string,
    { account: string; region: string | null }
  >({
    ...others,
    capabilities: { ...others.capabilities, conversations: false, summary: false },
    baseUrl: ({ region }) => `https://api${region === null ? '' : `.${region}`}.example.com`,
    credentials: { key: 'ACME_KEY', secret: 'ACME_SECRET', token: 'ACME_TOKEN' },
    credentialSets: [['key', 'secret'], ['token']],
    options: {
      account: { variable: 'ACME_ACCOUNT', expected: 'letters and digits', read: readName },
      region: { expected: 'the name of a region', otherwise: null, read: readName },
    },
    headers: ({ key, secret, token }, { account }) => ({
      authorization: `Basic ${btoa(token === '' ? `${key}:${secret}` : `${account}:${token}`)}`,
    }),
    basePath: (_credentials, { account }) => `/accounts/${account}`,
    messages: ({ options, ...call }) => others.messages({ ...call, options }),
  })

  /** The address and the credentials of a request with these options. */
  async function requestWith(options: Options): Promise<readonly [string, string]> {
    const requests: (readonly [string, string])[] = []
    const reader = create({
      ...options,
      async fetch(input, init) {
        const { url, headers } = new Request(input, init)
        requests.push([url.split('?')[0] ?? '', atob((headers.get('authorization') ?? '').slice(6))])
        return Response.json([])
      },
    })
    await reader.messages(PARTICIPANT).toArray()
    return requests[0] ?? ['', '']
  }

  afterEach(() => vi.unstubAllEnvs())

  test('are passed to the base URL, the base path and the headers', async () => {
    expect(await requestWith({ account: 'ac1', region: 'ie1', token: 't' })).toEqual([
      'https://api.ie1.example.com/accounts/ac1/messages',
      'ac1:t',
    ])
  })

  test('are read from their variables', async () => {
    vi.stubEnv('ACME_ACCOUNT', 'ac2')
    expect(await requestWith({ token: 't' })).toEqual([
      'https://api.example.com/accounts/ac2/messages',
      'ac2:t',
    ])
  })

  test('are named if they are missing or cannot be used', () => {
    expectInvalid(() => create({ token: 't' }), /`account` is missing: .*variable ACME_ACCOUNT/)
    expectInvalid(
      () => create({ token: 't', account: 'CANARY' }),
      /^(?!.*CANARY).*`account` must be letters and digits/s,
    )
    vi.stubEnv('ACME_ACCOUNT', 'CANARY')
    expectInvalid(() => create({ token: 't' }), /^(?!.*CANARY).*`ACME_ACCOUNT` must be letters and digits/s)
  })

  test('one set of credentials is enough; an option is used before a variable', async () => {
    const account = 'ac1'
    vi.stubEnv('ACME_TOKEN', 'env')
    expect((await requestWith({ account }))[1]).toBe('ac1:env')
    expect((await requestWith({ account, key: 'k', secret: 's' }))[1]).toBe('k:s')
    vi.stubEnv('ACME_KEY', 'envkey')
    vi.stubEnv('ACME_SECRET', 'envsecret')
    expect((await requestWith({ account }))[1]).toBe('envkey:envsecret')
    expect((await requestWith({ account, token: 't' }))[1]).toBe('ac1:t')
  })

  test('of the credentials, the error names what is missing', () => {
    expectInvalid(
      () => create({ account: 'ac1' }),
      /`key` or the environment variable ACME_KEY and `secret` or .* ACME_SECRET, or `token` or .* ACME_TOKEN/,
    )
    expectInvalid(
      () => create({ account: 'ac1', key: 'k' }),
      /`secret` is missing: set the option or the environment variable ACME_SECRET\./,
    )
  })

  test('a factory states what its readers can do, without an account', () => {
    expect(create.capabilities).toEqual({ ...others.capabilities, conversations: false, summary: false })
    expect(create.capabilities).toBe(create({ account: 'ac1', token: 't' }).capabilities)
    expect(Object.isFrozen(create.capabilities.orders)).toBe(true)
  })

  test('a factory names its credentials only, and those that are enough', () => {
    expect(create.credentials).toEqual({ key: 'ACME_KEY', secret: 'ACME_SECRET', token: 'ACME_TOKEN' })
    expect(create.credentialSets).toEqual([['key', 'secret'], ['token']])
    expect(define({}).credentialSets).toEqual([['apiKey']])
    expect(define({}).options).toEqual({})
  })
})

describe('a participant that a declaration parses', () => {
  // What a provider without types may return.
  const withoutValue = ['', { value: '' }, {}, { value: 1 }] as unknown[] as string[]

  test.each(withoutValue)('is invalid_argument if a cursor cannot be bound to it: %j', (parsed) => {
    const forms: readonly string[] = ['a name']
    const byName = { forms, parse: () => parsed, fromDigits: (digits: string) => digits }
    const byNumber = { forms, parse: () => null, fromDigits: () => parsed }
    expectInvalid(() => readWith(byName, 'Acme'), /`participants` must be functions that return text/)
    expectInvalid(() => readWith(byNumber, PARTICIPANT), /`participants` must be functions that return text/)
  })

  test('rejects the cursor of a participant with the same number in another form', async () => {
    interface Sender extends Exclude<ParsedParticipant, string> {
      readonly kind: string
    }
    const { participants: _, conversations: __, summary: ___, ...others } = declareAcme()
    const declaration: ProviderDeclaration<AcmeOptions, MessageReader<AcmeMessage>, Sender> = {
      ...others,
      capabilities: { ...others.capabilities, conversations: false, summary: false },
      messages: (call) => others.messages({ ...call, participant: call.participant.value }),
      participants: {
        forms: ['a name'],
        parse: (text) => (text.startsWith('whatsapp:') ? { kind: 'whatsapp', value: text } : null),
        fromDigits: (digits) => ({ kind: 'sms', value: digits }),
      },
    }
    const create: ProviderFactory<AcmeOptions, MessageReader<AcmeMessage>> = defineProvider(declaration)
    const reader = create({ apiKey: 'key', fetch })
    let cursor: string | null = null
    for await (const page of reader.messages(PARTICIPANT, { limit: 1, pageSize: 1 }).pages())
      cursor = page.cursor
    expect(cursor).not.toBeNull()
    expectInvalid(
      () => reader.messages(`whatsapp:${PARTICIPANT}`, { cursor: cursor ?? '' }),
      /belongs to another provider, participant or query/,
    )
  })
})

test('a provider may list conversations by token', async () => {
  const { summary: _, conversations: __, ...others } = declareAcme({ summary: false })
  const { normalize } = declareAcme().conversations
  const declaration: ProviderDeclaration<
    AcmeOptions,
    MessageReader<AcmeMessage> & ConversationReader<AcmeMessage>,
    string
  > = {
    ...others,
    conversations: {
      walk: walkTokens,
      list: () => ({
        request: (after: string | null) => ({
          path: '/conversations',
          query: { after: after ?? undefined },
        }),
        read: ({ body }: ApiResponse, after: string | null) => ({
          items: body as AcmeMessage[],
          next: after === null ? 'second' : null,
        }),
        identify: ({ id }: AcmeMessage) => `i${id}`,
      }),
      normalize,
    },
  }
  const create: ProviderFactory<AcmeOptions, MessageReader<AcmeMessage> & ConversationReader<AcmeMessage>> =
    defineProvider(declaration)
  const reader = create({
    apiKey: 'key',
    fetch: async (input) => {
      const isSecond = new Request(input).url.includes('after=second')
      return Response.json([{ id: isSecond ? '2' : '1', text: '' }])
    },
  })
  const conversations = await reader.conversations().toArray()
  expect(conversations.map(({ id }) => id)).toEqual(['1', '2'])
})
