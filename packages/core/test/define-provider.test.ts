import { type Capabilities, type ConversationReader, type MessageReader, SmsError } from '@sms/core'
import {
  type ApiResponse,
  defineProvider,
  type ParsedParticipant,
  type Participants,
  type ProviderDeclaration,
  type ProviderFactory,
  walkTokens,
} from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
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

describe('a declaration that contradicts itself is invalid_argument:', () => {
  test.each(['conversations', 'summary'] as const)('the capability of `%s` without the method', (method) => {
    const { [method]: _, ...others } = declareAcme()
    // A provider without types may leave out the method.
    const declaration = others as AcmeDeclaration
    expectInvalid(
      () => defineProvider<AcmeOptions, AcmeReader>(declaration),
      new RegExp(`capabilities\\.${method}\` must be false`),
    )
  })

  test.each(['conversations', 'summary'] as const)('`%s` without the capability', (method) => {
    const { capabilities } = declareAcme({ [method]: false })
    expectInvalid(() => define({ capabilities }), new RegExp(`capabilities\\.${method}\` must be true`))
  })

  test.each<{ how: string; capabilities: Partial<Capabilities>; names: RegExp }>([
    { how: 'an order that it does not accept', capabilities: { orders: [] }, names: /capabilities\.orders/ },
    {
      how: 'a default above the largest page',
      capabilities: { defaultPageSize: 201 },
      names: /defaultPageSize` must be a whole number from 1 to 200/,
    },
    { how: 'a default of 0', capabilities: { defaultPageSize: 0 }, names: /defaultPageSize/ },
    { how: 'a largest page of 0', capabilities: { maxPageSize: 0 }, names: /maxPageSize/ },
    {
      how: 'a default above the limit for providers without a maximum',
      capabilities: { defaultPageSize: 10_001, maxPageSize: null },
      names: /from 1 to 10000/,
    },
  ])('$how', ({ capabilities, names }) => {
    expectInvalid(() => defineProvider<AcmeOptions, AcmeReader>(declareAcme(capabilities)), names)
  })

  test.each(['', 'Acme', 'acme sms', 'acme-', '9acme'])('the name %j', (name) => {
    expectInvalid(() => define({ name }), /`name` must be lower-case letters/)
  })

  test.each(['', 'acme-key', 'acmeKey', '1KEY'])('a credential in the variable %j', (apiKey) => {
    expectInvalid(() => define({ credentials: { apiKey } }), /credentials\.apiKey.*environment variable/)
  })

  test('a credential with the name of an option that every reader has', () => {
    const credentials = { apiKey: 'ACME_API_KEY', timeout: 'ACME_TIMEOUT' }
    expectInvalid(() => define({ credentials }), /credentials\.timeout` must be renamed/)
  })
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
