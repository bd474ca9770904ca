import { type ClientOptions, type MessagesOptions, SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import { defineAcme } from './acme.ts'

const createAcme = defineAcme()
const PARTICIPANT = '+46701740605'

/** The URLs that a walk with these options requests. */
async function requestedUrls(options: MessagesOptions, client: ClientOptions = {}): Promise<string[]> {
  const urls: string[] = []
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    urls.push(new Request(input).url)
    return Response.json([])
  }
  await createAcme({ apiKey: 'key', fetch, ...client })
    .messages(PARTICIPANT, options)
    .toArray()
  return urls
}

/** Is undefined, but has the type of an option that may be set. */
function unset<T>(value: T, isSet: boolean): T | undefined {
  return isSet ? value : undefined
}

test('a call ignores an option that is undefined', async () => {
  const options: Required<MessagesOptions> = {
    signal: unset(new AbortController().signal, false),
    limit: unset(1, false),
    pageSize: unset(1, false),
    concurrency: unset(1, false),
    cursor: unset('', false),
    direction: unset('inbound', false),
    since: unset(new Date(), false),
    until: unset(new Date(), false),
    order: unset('newest-first', false),
  }
  expect(await requestedUrls(options)).toEqual(await requestedUrls({}))
})

test('a reader ignores an option that is undefined', async () => {
  const options: Required<ClientOptions> = {
    baseUrl: unset('', false),
    fetch: unset(fetch, false),
    timeout: unset(1, false),
    retries: unset(1, false),
    maxResponseBytes: unset(1, false),
    userAgent: unset('', false),
    onRequest: unset(() => undefined, false),
    onResponse: unset(() => undefined, false),
  }
  const { fetch: _, ...others } = options
  expect(await requestedUrls({}, others)).toEqual(await requestedUrls({}))
})

test('`pageSize` defaults to `capabilities.defaultPageSize`', async () => {
  expect(await requestedUrls({})).toEqual(['https://api.example.com/messages?start=0&limit=50'])
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
  ])('of $of, and the error names it and lists the valid options', async ({ read, names }) => {
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
  ])('and the error shows its name only if it is a word: %j', async (name) => {
    await expect(createAcme({ apiKey: 'key' }).summary(PARTICIPANT, { [name]: 1 } as object)).rejects.toThrow(
      'Unknown option (its name is not shown); the options are signal.',
    )
  })
})
