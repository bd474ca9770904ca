import { inspect } from 'node:util'
import * as v from 'valibot'
import { expectError, expectSuccess, thrownBy } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { carries } from '../credentials.ts'
import { expectThat, expectSame } from '../expectations.ts'
import { BASE_URL } from '../base-url.ts'
import { expectShape } from '../shape.ts'

const order = v.picklist(['newest-first', 'oldest-first'])

const capabilitiesSchema = v.pipe(
  v.object({
    order: v.union([order, v.literal('unspecified')]),
    orders: v.array(order),
    total: v.boolean(),
    timestamps: v.boolean(),
    conversations: v.boolean(),
    summary: v.boolean(),
    defaultPageSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
    maxPageSize: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.check(
    ({ order: usual, orders }) => usual === 'unspecified' || orders.includes(usual),
    '`order` to be among `orders`',
  ),
  v.check(
    ({ defaultPageSize, maxPageSize }) => maxPageSize === null || defaultPageSize <= maxPageSize,
    '`defaultPageSize` to be no larger than `maxPageSize`',
  ),
)

const NO_HEADER_TEXTS = ['\r\nx-evil: 1', '\r', '\n', '\0', ' ', '\t', '\u007f', 'é', '€', '🔑']

const BAD_CREDENTIALS: readonly unknown[] = [
  ...NO_HEADER_TEXTS.flatMap((bad) => [
    `secret-canary${bad}value`,
    `secret-canary${bad}`,
    `${bad}secret-canary`,
  ]),
  '',
  null,
  17,
  {},
  ['secret-canary'],
]

const BAD_BASE_URLS = [
  'not a URL',
  '',
  '/v2',
  'file:///tmp',
  'javascript:alert(1)',
  17,
  null,
  {},
  'http://provider.test',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'ftp://localhost',
  'https://user:secret-canary@provider.test',
  'https://secret-canary@provider.test',
  'https://:secret-canary@provider.test',
  'https://provider.test?',
  'https://provider.test/?key=secret-canary',
  'https://provider.test/#secret-canary',
]

const GOOD_BASE_URLS = [
  BASE_URL,
  `${BASE_URL}/`,
  `${BASE_URL}//`,
  'HTTP://LOCALHOST:80/api/',
  new URL(BASE_URL),
]

const LOOPBACK_URLS = [
  'http://127.0.0.1:8080',
  'http://localhost',
  'http://[::1]:8080/api',
  'http://127.8.9.1',
]

const BAD_CLIENT_OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  // The limits of the runtime itself end an attempt of more than 300 000 ms.
  timeout: [0, -1, 1.5, Number.NaN, Infinity, 300_001, '30000', null],
  retries: [-1, 1.5, Number.NaN, Infinity, 1e9, '4', null],
  maxResponseBytes: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '16', null],
  userAgent: ['', 'secret-canary\n', 'two\r\nlines', 'secret-canaré', 17, null],
  fetch: ['secret-canary', {}, null],
  onRequest: ['secret-canary', {}, null],
  onResponse: ['secret-canary', {}, null],
}

export const readerClauses: readonly Clause[] = [
  {
    id: 'READER-1',
    sentence: 'A reader says what it is: `contractVersion` 1, its provider and its capabilities.',
    async check(harness) {
      const reader = harness.reader()
      expectSame(reader.contractVersion, 1, 'contractVersion')
      expectThat(
        typeof reader.provider === 'string' && /^[a-z0-9-]+$/.test(reader.provider),
        '`provider` is a name.',
        reader.provider,
      )
      expectShape(capabilitiesSchema, reader.capabilities, 'capabilities')
    },
  },
  {
    id: 'READER-2',
    sentence:
      'A reader that is logged, serialised or cloned shows its provider and capabilities, and no credential.',
    async check(harness) {
      const reader = harness.reader()
      const views = {
        logged: inspect(reader, { depth: 9, showHidden: true }),
        serialised: JSON.stringify(reader),
        cloned: JSON.stringify(structuredClone(reader)),
      }
      for (const [way, text] of Object.entries(views)) {
        for (const secret of Object.values(harness.credentials)) {
          expectThat(!text.includes(secret), `A reader that is ${way} shows a credential.`)
        }
        expectThat(
          text.includes(reader.provider) && text.includes('defaultPageSize'),
          `A reader that is ${way} does not tell what it is.`,
          text,
        )
      }
    },
  },
  {
    id: 'READER-3',
    sentence: 'A missing credential is `invalid_argument`, naming its option and its environment variable.',
    async check(harness) {
      for (const [option, variable] of Object.entries(harness.variables)) {
        const { [option]: _, ...others } = harness.credentials
        // An empty variable holds no credential either.
        for (const value of [undefined, '']) {
          const error = await withVariable(variable, value, () => thrownBy(() => harness.create(others)))
          const { message } = expectError(error, 'invalid_argument', `Without \`${option}\``)
          expectThat(
            message.includes(option) && message.includes(variable),
            `The error names ${option} and ${variable}.`,
            message,
          )
        }
      }
    },
  },
  {
    id: 'READER-4',
    sentence: 'A credential that is left out is read from its environment variable; one that is given wins.',
    needs: ['empty'],
    follows: ['PRIVACY-2'],
    async check(harness) {
      for (const [option, variable] of Object.entries(harness.variables)) {
        const { [option]: own = '', ...others } = harness.credentials
        const sent = await withVariable(variable, 'canary-from-environment', () =>
          harness.play(harness.call('empty'), 'empty.json', {
            client: { [option]: undefined, ...others } as object,
          }),
        )
        expectSuccess(sent, `With ${variable} in the environment`)
        expectThat(
          sent.requests.every((request) => carries(request, 'canary-from-environment')),
          `Requests carry the value of ${variable}.`,
        )
        const given = await withVariable(variable, 'canary-from-environment', () =>
          harness.play(harness.call('empty'), 'empty.json'),
        )
        expectThat(
          given.requests.every((request) => carries(request, own)),
          `Requests carry the option \`${option}\`, not ${variable}.`,
        )
      }
    },
  },
  {
    id: 'READER-5',
    sentence:
      'A credential that no header can carry is `invalid_argument`, naming the option and never the value.',
    follows: ['READER-3'],
    async check(harness) {
      for (const [option, variable] of Object.entries(harness.variables)) {
        for (const bad of BAD_CREDENTIALS) {
          const what = `\`${option}\`: ${JSON.stringify(bad)}`
          const error = await thrownBy(() => harness.reader({ [option]: bad } as object))
          expectNamed(error, option, what)
          // No environment variable holds a NUL.
          if (typeof bad !== 'string' || bad === '' || bad.includes('\0')) continue
          const { [option]: _, ...others } = harness.credentials
          const read = await withVariable(variable, bad, () => thrownBy(() => harness.create(others)))
          expectNamed(read, variable, `${what}, from the environment`)
        }
      }
    },
  },
  {
    id: 'READER-6',
    sentence:
      '`baseUrl` is https, or http on a loopback host, without user name, query or fragment; a slash at its end changes nothing.',
    needs: ['empty'],
    async check(harness) {
      for (const baseUrl of BAD_BASE_URLS) {
        const error = await thrownBy(() => harness.reader({ baseUrl } as object))
        expectNamed(error, 'baseUrl', `baseUrl ${inspect(baseUrl)}`)
      }
      for (const baseUrl of LOOPBACK_URLS) harness.reader({ baseUrl })
      for (const baseUrl of GOOD_BASE_URLS) {
        expectSuccess(
          await harness.play(harness.call('empty'), 'empty.json', { client: { baseUrl } }),
          `baseUrl ${String(baseUrl)}`,
        )
      }
    },
  },
  {
    id: 'READER-7',
    sentence: 'A client option that is unknown or unusable is `invalid_argument`, and the error names it.',
    async check(harness) {
      for (const [option, values] of Object.entries(BAD_CLIENT_OPTIONS)) {
        for (const value of values) {
          const error = await thrownBy(() => harness.reader({ [option]: value } as object))
          expectNamed(error, option, `The option ${option}: ${inspect(value)}`)
        }
      }
      const misspelt = Object.keys(harness.variables).map((name) => name.toUpperCase())
      for (const name of [...misspelt, 'retry', '__proto__x']) {
        const error = await thrownBy(() => harness.reader({ [name]: 'secret-canary' } as object))
        for (const named of [name, 'baseUrl']) {
          expectNamed(error, named, `An option \`${name}\`, which does not exist`)
        }
      }
    },
  },
  {
    id: 'READER-8',
    sentence: 'The options `fetch`, `userAgent` and `retries` are honoured.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      let fetched = 0
      const fetch: typeof globalThis.fetch = (input, init) => {
        fetched += 1
        return globalThis.fetch(input, init)
      }
      const { requests } = await harness.play(call, 'several-pages.json', {
        client: { fetch, userAgent: 'conformance/1' },
      })
      expectSame(fetched, requests.length, 'Requests made through the option `fetch`')
      for (const { headers } of requests)
        expectSame(headers['user-agent'], 'conformance/1', 'The header `User-Agent`')
      const failed = await harness.serve(
        () => ({ status: 503, headers: {}, body: '' }),
        async (traffic) => {
          await thrownBy(() =>
            harness
              .reader({ retries: 2 })
              .messages(call.participant ?? '')
              .toArray(),
          )
          return traffic.requests.length
        },
      )
      expectSame(failed, 3, 'Requests with `retries: 2` in an outage')
    },
  },
  {
    id: 'READER-9',
    sentence:
      '`maxResponseBytes` bounds an answer: a larger one is `invalid_response`, and is not asked for again.',
    needs: ['several-pages'],
    async check(harness) {
      const { error, requests } = await harness.play(harness.call('several-pages'), 'several-pages.json', {
        client: { maxResponseBytes: 10 },
        isWhole: false,
      })
      expectError(error, 'invalid_response', 'An answer of more than 10 bytes')
      expectSame(requests.length, 1, 'Requests')
    },
  },
  {
    id: 'READER-10',
    sentence:
      'Hooks see every request and every answer without credentials, and what a hook throws ends the call.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      const seen: unknown[] = []
      const note = (...things: unknown[]): void => {
        for (const thing of things) {
          expectThat(
            thing instanceof Request || thing instanceof Response,
            'Hooks get a Request, and a Response.',
            thing,
          )
          seen.push(thing)
        }
      }
      const { requests, error } = await harness.play(call, 'several-pages.json', {
        client: { onRequest: note, onResponse: note },
      })
      expectThat(error === undefined, 'Hooks that only look change nothing.', error)
      expectSame(
        seen.length,
        3 * requests.length,
        'A request before each attempt; an answer with its request after it',
      )
      for (const thing of seen as (Request | Response)[]) {
        const shown = JSON.stringify([thing.url, ...thing.headers])
        for (const secret of Object.values(harness.credentials)) {
          expectThat(!shown.includes(secret), 'A hook sees a credential.')
        }
      }
      for (const hook of ['onRequest', 'onResponse'] as const) {
        const reason = new Error('thrown by a hook')
        const throwing = await harness.play(call, 'several-pages.json', {
          client: {
            [hook]: () => {
              throw reason
            },
          },
          isWhole: false,
        })
        expectSame(throwing.error, reason, `What \`${hook}\` throws is what the call rejects with`)
      }
    },
  },
  {
    id: 'READER-11',
    sentence: 'A method that `capabilities` deny is `unsupported`, before any request.',
    exempts: ({ conversations, summary }) => (conversations && summary ? 'every method is there' : null),
    async check(harness) {
      const reader = harness.reader()
      const { conversations, summary } = reader.capabilities
      if (!conversations) {
        const read = (): unknown => reader.conversations?.().toArray()
        await harness.refusal(read, 'unsupported', '`conversations()`')
      }
      if (!summary) {
        const read = (): unknown => reader.summary?.('+46701740605')
        await harness.refusal(read, 'unsupported', '`summary()`')
      }
    },
  },
]

/** @throws {ClauseFailure} unless an error names what is wrong and shows nothing of it. */
function expectNamed(error: unknown, name: string, what: string): void {
  const { message } = expectError(error, 'invalid_argument', what)
  expectThat(message.includes(name), `${what}: the error names ${name}.`, message)
  expectThat(
    !inspect(error, { depth: 9, showHidden: true }).includes('secret-canary'),
    `${what}: the error shows it.`,
  )
}

/** Does some work with an environment variable set, or not set. */
async function withVariable<T>(name: string, value: string | undefined, work: () => Promise<T>): Promise<T> {
  const before = process.env[name]
  set(name, value)
  try {
    return await work()
  } finally {
    set(name, before)
  }
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
