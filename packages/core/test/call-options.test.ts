import { type ClientOptions, type MessagesOptions, SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import { defineAcme } from './acme.ts'

const createAcme = defineAcme()
const PARTICIPANT = '+46701740605'

/** The addresses of the requests that a walk with these options makes. */
async function requestsOf(options: MessagesOptions, client: ClientOptions = {}): Promise<string[]> {
  const addresses: string[] = []
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    addresses.push(new Request(input).url)
    return Response.json([])
  }
  await createAcme({ apiKey: 'key', fetch, ...client })
    .messages(PARTICIPANT, options)
    .toArray()
  return addresses
}

function maybe<T>(value: T, isGiven: boolean): T | undefined {
  return isGiven ? value : undefined
}

test('an option of a call that is undefined is left out', async () => {
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
  expect(await requestsOf(options)).toEqual(await requestsOf({}))
})

test('an option of a reader that is undefined is left out', async () => {
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
  const { fetch: _, ...others } = options
  expect(await requestsOf({}, others)).toEqual(await requestsOf({}))
})

test('the default of `pageSize` is `capabilities.defaultPageSize`', async () => {
  expect(await requestsOf({})).toEqual(['https://api.example.com/messages?start=0&limit=50'])
})

describe('an unknown option is invalid_argument', () => {
  const pageOptions = 'signal, limit, pageSize, concurrency, cursor'

  test.each([
    {
      of: 'a request',
      read: (options: object) => createAcme({ apiKey: 'key' }).summary(PARTICIPANT, options),
      names: 'signal',
    },
    {
      of: 'a list',
      read: async (options: object) => createAcme({ apiKey: 'key' }).conversations(options),
      names: pageOptions,
    },
    {
      of: 'messages()',
      read: async (options: object) => createAcme({ apiKey: 'key' }).messages(PARTICIPANT, options),
      names: `${pageOptions}, direction, since, until, order`,
    },
    {
      of: 'a factory',
      read: async (options: object) => createAcme(options),
      names: 'apiKey, baseUrl, fetch, timeout, retries, maxResponseBytes, userAgent, onRequest, onResponse',
    },
  ])('of $of: the error names it and lists the valid ones', async ({ read, names }) => {
    const error: unknown = await read({ page_size: 5 }).catch((thrown: unknown) => thrown)
    expect(SmsError.is(error, 'invalid_argument')).toBe(true)
    expect(String(error)).toContain(`Unknown option \`page_size\`; the options are ${names}.`)
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
  ])('whose name is not shown unless it is a word: %j', async (name) => {
    await expect(createAcme({ apiKey: 'key' }).summary(PARTICIPANT, { [name]: 1 } as object)).rejects.toThrow(
      'Unknown option (its name is not shown); the options are signal.',
    )
  })
})
