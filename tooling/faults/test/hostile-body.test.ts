import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { probedProvider, PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const MEBIBYTE = 2 ** 20

// Several lists are read in turn, so that a request that fails is the only one.
const IN_TURN = { concurrency: 1 }

/** Enough of a text to fill a body of the default `maxResponseBytes`. */
const fill = (text: string): string => text.repeat(Math.floor((16 * MEBIBYTE - 1000) / text.length))

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe.each(PROVIDERS)('$name', (provider) => {
  /** A page as documented, with JSON in place of its messages. */
  const page = (messages: string): string =>
    JSON.stringify(provider.page(['here'], '/?page=1&limit=9&per_page=9&start=0')).replace('"here"', messages)

  /** A message with one more field. */
  const message = (name: string, value: string): string =>
    JSON.stringify({
      ...provider.message(1),
      [provider.id]: null,
      [name]: 0,
    }).replace(`"${name}":0`, `"${name}":${value}`)

  test.each([
    { what: 'millions of empty objects', body: () => page(`${fill('{},')}{}`) },
    { what: 'millions of numbers', body: () => page(`${fill('0,')}0`) },
    {
      what: 'millions of numbers in a message',
      body: () => page(message(provider.parts.field, `[${fill('0,')}0]`)),
    },
    { what: 'millions of levels', body: () => page(nested(8 * MEBIBYTE - 1000)) },
    { what: 'a message with a field nested 8000 deep', body: () => page(message('extra', nested(8000))) },
    {
      what: 'a message with a known field nested 8000 deep',
      body: () => page(message(provider.parts.field, nested(8000))),
    },
    {
      what: 'a hundred thousand names',
      body: () => page(`{${Array.from({ length: 100_000 }, (_, at) => `"name-${at}":0`).join()}}`),
    },
    { what: 'a hundred wrong messages', body: () => page(Array(100).fill('17').join()) },
    {
      what: 'a hundred thousand messages, the last one wrong',
      body: () => page(`${`${message('extra', '0')},`.repeat(20_000)}17`),
    },
    {
      what: 'a message with wrong parts',
      body: () => page(message(provider.parts.field, provider.parts.wrong)),
    },
  ])(
    'a body of $what is invalid_response after one request, with ten issues at most [hostile-body, broken-item]',
    async ({ body }) => {
      const text = body()
      const { fetch, requests } = answering(() => new Response(text))
      const error = await failure(provider.connect({ fetch }).messages(CANARY.participant, IN_TURN).toArray())
      expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 1 })
      expect(error.issues?.length ?? 0).toBeLessThanOrEqual(10)
      expect(requests).toHaveLength(1)
    },
  )
})

test('a summary with a million names is invalid_response after one request [hostile-body]', async () => {
  const names = Array.from({ length: 1_000_000 }, (_, at) => `"${at}x":{}`).join()
  const body = `{"totalMessageCount":1,"totalSmsCount":1,"mobileTerminatedMessages":{${names}}}`
  const { fetch, requests } = answering(() => new Response(body))
  const reader = probedProvider('ip1').connect({ fetch })
  expect(reader).toHaveProperty('summary')
  const summary = Reflect.get(reader, 'summary') as (participant: string) => Promise<unknown>
  await expect(failure(summary(CANARY.participant))).resolves.toMatchObject({
    code: 'invalid_response',
    attempts: 1,
  })
  expect(requests).toHaveLength(1)
})
