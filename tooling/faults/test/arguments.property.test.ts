import { type MessagesOptions, SmsError, type SmsErrorCode } from '@sms/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})

/** Values that come near to good ones. */
const nearly = fc.constantFrom<unknown>(
  1,
  2,
  50,
  2001,
  10_001,
  1e9,
  -0,
  '1',
  Number.NaN,
  new Date(0),
  new Date(Number.NaN),
  new Date(8.64e15),
  'inbound',
  'outbound',
  'newest-first',
  'oldest-first',
  'https://api.example.com',
  'http://localhost',
  'HTTPS://API.EXAMPLE.COM',
  'https://api.example.com/a/../b',
  new AbortController().signal,
  undefined,
  null,
)

const value = fc.oneof(nearly, anything)

/** Some of the options of these names, with any values. */
function options(names: readonly string[]): fc.Arbitrary<unknown> {
  const some = fc.dictionary(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string()),
    value,
    {
      maxKeys: 3,
      noNullPrototype: false,
    },
  )
  return fc.oneof({ weight: 9, arbitrary: some }, anything)
}

const piece = fc.oneof(
  fc.constantFrom(
    '+',
    '46701740605',
    '447700900123',
    '0',
    '00',
    '(0)',
    ' ',
    '-',
    '.',
    '..',
    '/',
    '\\',
    '?',
    '#',
    '%2e',
    '%2F',
    '%00',
    '@',
    'a@example.com',
    'fid_',
    'cid_',
    '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
    'iP1',
    '\0',
    '\r\n',
    '٤',
    '４',
    '\u202e',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)

const participant = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
  anything,
)

beforeEach(() => {
  for (const { credentials } of PROVIDERS) {
    for (const variable of Object.values(credentials)) vi.stubEnv(variable, undefined)
  }
})

afterEach(() => vi.unstubAllEnvs())

const REFUSALS: ReadonlySet<SmsErrorCode> = new Set(['invalid_argument', 'unsupported'])

/** The error that a call is refused with, or null where it is not. */
async function refusalOf(call: () => Promise<unknown>): Promise<SmsError | null> {
  try {
    await call()
    return null
  } catch (error) {
    if (SmsError.is(error)) return error
    throw error
  }
}

describe.each(PROVIDERS)('$name', (provider) => {
  /** Whatever is asked for: a refusal before any request, or a request to the one place there is. */
  async function expectSound(whom: unknown, given: unknown): Promise<void> {
    const { fetch, requests } = answering((request) => Response.json(provider.page([], request.url)))
    const reader = provider.connect({ fetch })
    const reading = async (): Promise<unknown> =>
      reader.messages(whom as string, given as MessagesOptions).toArray()
    const refusal = await refusalOf(reading)
    expect(REFUSALS.has(refusal?.code ?? 'invalid_argument')).toBe(true)
    expect(requests.length === 0).toBe(refusal !== null)
    for (const { url } of requests) {
      const { pathname, searchParams, hash } = new URL(url)
      expect(pathname).toMatch(provider.path)
      expect(hash).toBe('')
      // A parameter smuggled in would be one more, or one twice.
      const names = [...searchParams.keys()]
      expect(new Set(names).size).toBe(names.length)
      expect(names.every((name) => provider.parameters.includes(name))).toBe(true)
    }
  }

  test(
    'any options are honoured, or refused before any request [invalid-option]',
    { timeout: TIMEOUT },
    async () => {
      const names = [
        'limit',
        'pageSize',
        'concurrency',
        'cursor',
        'signal',
        'direction',
        'since',
        'until',
        'order',
      ]
      const property = fc.asyncProperty(options(names), (given) => expectSound(CANARY.participant, given))
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'any participant is asked for as itself, or refused before any request [hostile-participant]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(participant, (whom) => expectSound(whom, {}))
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'a factory makes a reader of any options, or refuses them [invalid-option, hostile-credential, base-url]',
    { timeout: TIMEOUT },
    async () => {
      const names = [
        'baseUrl',
        'fetch',
        'timeout',
        'retries',
        'maxResponseBytes',
        'userAgent',
        'onRequest',
        'onResponse',
      ]
      const credentials = Object.keys(provider.credentials)
      const complete = provider.completeOptions()
      const given = fc.oneof(
        options([...names, ...credentials]),
        options([...names, ...credentials]).map((some) => ({ ...complete, ...(some as object) })),
      )
      const property = fc.asyncProperty(given, async (some) => {
        const refusal = await refusalOf(async () => provider.create(some as object))
        expect(refusal?.code ?? 'invalid_argument').toBe('invalid_argument')
        expect(refusal?.provider ?? provider.name).toBe(provider.name)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})
