import { inspect } from 'node:util'
import type { Capabilities } from '@sms/core'
import { paginate, walkNumberedPages } from '@sms/core/provider'
import { type Harness, expectSuccess } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { expectThat } from '../expectations.ts'
import type { RecordedCall, RecordedOptions } from '../fixture.ts'
import { paginatedOf } from '../make-call.ts'

const BAD_PARTICIPANTS = [
  '',
  ' ',
  '.',
  '..',
  '%2e%2e',
  '46/701740605',
  'a/b',
  'a?b',
  'a#b',
  '../summary',
  '+46701740605\r\nx-evil: 1',
  '\0',
  '+4670174060\u0000',
  '+0701740605',
  '+4670174060x',
  '%2E%2E',
  'a\\b',
  'a%b',
  'a;b',
  '\u001b46701740605',
  '\u007f',
  '+',
  '+46',
  '+1234567',
  '+1234567890123456',
  '++46701740605',
  '46+701740605',
  '46701740605+',
  '+0046701740605',
  '000046701740605',
  '+4670(0)1740605',
  '٤٦٧٠١٧٤٠٦٠٥',
  '+46701740605,+46701740606',
  '4'.repeat(1_000_000),
  'a'.repeat(1_000_000),
  `${'('.repeat(1_000_000)}46701740605`,
  46701740605,
  46701740605n,
  ['46701740605'],
  Symbol('46701740605'),
  null,
  undefined,
  {},
]

const WRITTEN_OUT = [
  (digits: string) => `+${digits}`,
  (digits: string) => digits,
  (digits: string) => `+${digits.slice(0, 2)} ${digits.slice(2, 4)}-${digits.slice(4, 7)} ${digits.slice(7)}`,
  (digits: string) =>
    `+${digits.slice(0, 2)} (${digits.slice(2, 4)}) ${digits.slice(4, 7)}.${digits.slice(7)}`,
]

const PASTED: Readonly<Record<string, (digits: string) => string>> = {
  '`00` in front': (digits) => `00${digits}`,
  '`(0)` after the country code': (digits) => `+${digits.slice(0, 2)}(0)${digits.slice(2)}`,
  'no-break spaces': (digits) => `+${digits.slice(0, 2)}\u00a0${digits.slice(2, 4)}\u202f${digits.slice(4)}`,
  'dashes of typesetters': (digits) =>
    `+${digits.slice(0, 2)}\u2011${digits.slice(2, 4)}\u2013${digits.slice(4)}`,
  'bidirectional embeddings': (digits) => `\u202d+${digits}\u202c`,
  'bidirectional isolates': (digits) => `\u2068+${digits}\u2069`,
  'a byte-order mark': (digits) => `\ufeff${digits}`,
  'full-width characters': (digits) =>
    `+${digits}`.replaceAll(/./g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
}

const NATIONAL = ['0701740699', '070-1740699', '(0)701740699', '０７０１７４０６９９']

const BAD_COUNTS = [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '5', 5n, null]

const BAD_OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  limit: BAD_COUNTS,
  pageSize: [...BAD_COUNTS, 1e9],
  concurrency: [...BAD_COUNTS, 1e9],
  cursor: [17, null, {}],
  signal: ['now', null, {}, new AbortController()],
  direction: ['mt', 'INBOUND', 'both', '', 1, null],
  order: ['asc', 'unspecified', '', 1, null],
  since: [new Date(Number.NaN), '2025-06-05', 1749113086, 0, null],
  until: [new Date(Number.NaN), '2025-06-05', 1749113086, 0, null],
}

const NO_CURSORS = ['', ' ', '=', 'null', 'e30', 'AAAA', '../..', '\0', '€', 'a'.repeat(10_000)]

export const inputClauses: readonly Clause[] = [
  {
    id: 'INPUT-1',
    sentence:
      'A participant that is no phone number, nor anything else the provider takes, is `invalid_argument` before any request.',
    async check(harness) {
      const reader = harness.reader()
      for (const participant of BAD_PARTICIPANTS) {
        const call = (): unknown => reader.messages(participant as string).toArray()
        const error = await harness.refusal(call, 'invalid_argument', `The participant ${brief(participant)}`)
        expectThat(error.message.length < 1000, 'The message of the error is short.', error.message.length)
      }
    },
  },
  {
    id: 'INPUT-2',
    sentence:
      'A phone number may be written with a plus sign, spaces, dots, dashes and brackets: the request is the same.',
    needs: ['empty'],
    async check(harness) {
      for (const write of WRITTEN_OUT) await expectSameRequest(harness, write)
    },
  },
  {
    id: 'INPUT-3',
    sentence:
      'An option of `messages()` that is unknown or unusable is `invalid_argument` before any request, and the error names it.',
    async check(harness) {
      const reader = harness.reader()
      const { timestamps } = reader.capabilities
      for (const [option, values] of Object.entries({
        ...BAD_OPTIONS,
        page: [1],
        Limit: [1],
        per_page: [1],
        start: [1],
      })) {
        if (!timestamps && (option === 'since' || option === 'until')) continue
        for (const value of values) {
          const call = (): unknown => reader.messages('+46701740605', { [option]: value }).toArray()
          const { message } = await harness.refusal(
            call,
            'invalid_argument',
            `The option ${option}: ${brief(value)}`,
          )
          expectThat(message.includes(`\`${option}\``), `The error names the option ${option}.`, message)
        }
      }
      if (timestamps) {
        const options = { since: new Date(1), until: new Date(0) }
        const call = (): unknown => reader.messages('+46701740605', options).toArray()
        await harness.refusal(call, 'invalid_argument', 'A `since` after `until`')
      }
      const { maxPageSize } = reader.capabilities
      if (maxPageSize === null) return
      const call = (): unknown => reader.messages('+46701740605', { pageSize: maxPageSize + 1 }).toArray()
      await harness.refusal(call, 'invalid_argument', 'A `pageSize` above `maxPageSize`')
    },
  },
  {
    id: 'INPUT-4',
    sentence:
      'An option of `conversations()` that is unknown or unusable is `invalid_argument` before any request.',
    exempts: ({ conversations }) => (conversations ? null : 'it has no `conversations()`'),
    async check(harness) {
      const reader = harness.reader()
      const { limit = [], pageSize = [], concurrency = [], cursor = [], signal = [] } = BAD_OPTIONS
      const others = {
        direction: ['inbound'],
        since: [new Date(0)],
        until: [new Date(0)],
        order: ['newest-first'],
      }
      const cursors = [...cursor, ...NO_CURSORS]
      const all = { limit, pageSize, concurrency, cursor: cursors, signal, ...others, page: [1] }
      for (const [option, values] of Object.entries(all)) {
        for (const value of values) {
          const call = (): unknown => reader.conversations?.({ [option]: value }).toArray()
          await harness.refusal(call, 'invalid_argument', `The option ${option}: ${brief(value)}`)
        }
      }
    },
  },
  {
    id: 'INPUT-5',
    sentence: 'An `order` that the provider does not offer is `unsupported` before any request.',
    exempts: ({ orders }) => (orders.length === 2 ? 'it offers both orders' : null),
    async check(harness) {
      const reader = harness.reader()
      for (const order of ['newest-first', 'oldest-first'] as const) {
        if (reader.capabilities.orders.includes(order)) continue
        const call = (): unknown => reader.messages('+46701740605', { order }).toArray()
        await harness.refusal(call, 'unsupported', `The order ${order}`)
      }
    },
  },
  {
    id: 'INPUT-6',
    sentence: '`since` and `until` are `unsupported` before any request where messages have no time.',
    exempts: ({ timestamps }) => (timestamps ? 'its messages have a time' : null),
    async check(harness) {
      const reader = harness.reader()
      for (const option of ['since', 'until'] as const) {
        const call = (): unknown => reader.messages('+46701740605', { [option]: new Date(0) }).toArray()
        await harness.refusal(call, 'unsupported', `The option ${option}`)
      }
    },
  },
  {
    id: 'INPUT-7',
    sentence:
      'A cursor that is malformed, or of another provider, participant or query, is `invalid_argument` before any request.',
    needs: ['resumed'],
    follows: ['PAGE-7', 'MESSAGE-7'],
    async check(harness) {
      const call = harness.call('resumed')
      const { pages, error } = await harness.play(call, 'resumed.json, call 1')
      const cursor = pages.at(-1)?.cursor
      expectThat(typeof cursor === 'string', 'A walk cut by `limit` leaves a cursor.', error ?? pages)
      const others: Readonly<Record<string, () => unknown>> = {
        ...Object.fromEntries(
          NO_CURSORS.map((text) => [`the text ${brief(text)}`, () => read(harness, call, text)]),
        ),
        'a cursor cut short': () => read(harness, call, cursor.slice(0, -1)),
        'a cursor with another letter in it': () => read(harness, call, anotherLetter(cursor)),
        'a cursor of another participant': () =>
          read(harness, { ...call, participant: '+46701740699' }, cursor),
        ...Object.fromEntries(
          otherQueries(harness.capabilities).map((options) => [
            `a cursor of another query than ${brief(options)}`,
            () => read(harness, { ...call, options: { ...call.options, ...options } }, cursor),
          ]),
        ),
        ...(harness.capabilities.conversations
          ? {
              'a cursor of messages, for conversations': () =>
                harness.reader().conversations?.({ cursor }).toArray(),
            }
          : {}),
        'a cursor of another provider': async () => read(harness, call, await cursorOfAnother()),
      }
      for (const [what, work] of Object.entries(others)) await harness.refusal(work, 'invalid_argument', what)
    },
  },
  {
    id: 'INPUT-8',
    sentence:
      'A phone number may be pasted with `00`, `(0)`, Unicode spaces and dashes, marks of the direction of writing and full-width characters: the request is the same.',
    needs: ['empty'],
    async check(harness) {
      for (const [what, write] of Object.entries(PASTED)) await expectSameRequest(harness, write, what)
    },
  },
  {
    id: 'INPUT-9',
    sentence:
      'A national phone number is `invalid_argument` before any request, and the error says to add the country code.',
    async check(harness) {
      for (const participant of NATIONAL) {
        const call = (): unknown => harness.reader().messages(participant).toArray()
        const { message } = await harness.refusal(call, 'invalid_argument', `The participant ${participant}`)
        expectThat(message.includes('country code'), 'The error says to add the country code.', message)
        expectThat(!message.includes('0699'), 'The error does not show the number.', message)
      }
    },
  },
]

async function expectSameRequest(
  harness: Harness,
  write: (digits: string) => string,
  spelling = '',
): Promise<void> {
  const call = harness.call('empty')
  const participant = write((call.participant ?? '').replace('+', ''))
  const what = spelling === '' ? participant : `A phone number with ${spelling}`
  expectSuccess(await harness.play({ ...call, participant }, `empty.json for ${participant}`), what)
}

function read(harness: Harness, call: RecordedCall, cursor: string): Promise<unknown> {
  return paginatedOf(harness.reader(), call, { cursor }).toArray()
}

/** Options that choose other messages than a call without them, or another order. */
function otherQueries({ timestamps, order, orders }: Capabilities): readonly RecordedOptions[] {
  const time = new Date(0).toISOString()
  return [
    { direction: 'inbound' },
    { direction: 'outbound' },
    ...(timestamps ? [{ since: time }, { until: time }] : []),
    ...orders.filter((offered) => offered !== order).map((offered) => ({ order: offered })),
  ]
}

/** The cursor changed in its middle. */
function anotherLetter(cursor: string): string {
  const middle = Math.floor(cursor.length / 2)
  return `${cursor.slice(0, middle)}${cursor[middle] === 'A' ? 'B' : 'A'}${cursor.slice(middle + 1)}`
}

async function cursorOfAnother(): Promise<string> {
  const provider = 'conformance'
  const list = {
    request: async (page: number) => [`item ${page}`],
    read: (items: readonly string[]) => ({ items }),
    identify: (item: string) => `i${item}`,
  }
  const pages = paginate({
    provider,
    query: [provider],
    settings: { limit: 1, pageSize: 1, concurrency: 1, cursor: undefined, signal: undefined },
    walk: walkNumberedPages,
    list: () => list,
    normalize: (item: string) => item,
  }).pages()
  for await (const { cursor } of pages) if (cursor !== null) return cursor
  throw new Error('A walk cut by `limit` left no cursor.')
}

function brief(value: unknown): string {
  return inspect(value).slice(0, 40)
}
