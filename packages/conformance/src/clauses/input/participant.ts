import { expectSuccess, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import type { Clause } from '../clause.ts'
import { brief } from './malformed-values.ts'

const MALFORMED_PARTICIPANTS = [
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

const SEPARATED = [
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

const NATIONAL_NUMBERS = ['0701740699', '070-1740699', '(0)701740699', '０７０１７４０６９９']

export const INPUT_1: Clause = {
  id: 'INPUT-1',
  sentence:
    'A participant that is neither a phone number nor another form that the provider accepts is `invalid_argument`, before any request.',
  async check(harness) {
    const reader = harness.reader()
    for (const participant of MALFORMED_PARTICIPANTS) {
      const call = (): unknown => reader.messages(participant as string).toArray()
      const what = `The participant ${brief(participant)}`
      const { message } = await harness.errorBeforeRequest(call, 'invalid_argument', what)
      expectThat(message.length < 1000, 'The message of the error is short.', message.length)
    }
  },
}

export const INPUT_2: Clause = {
  id: 'INPUT-2',
  sentence:
    'A phone number may have a plus sign, spaces, dots, dashes and brackets. The request is the same.',
  needs: ['empty'],
  async check(harness) {
    for (const write of SEPARATED) await expectSameRequest(harness, write)
  },
}

export const INPUT_8: Clause = {
  id: 'INPUT-8',
  sentence:
    'A phone number may have `00`, `(0)`, Unicode spaces and dashes, bidirectional marks and full-width characters. The request is the same.',
  needs: ['empty'],
  async check(harness) {
    for (const [what, write] of Object.entries(PASTED)) await expectSameRequest(harness, write, what)
  },
}

export const INPUT_9: Clause = {
  id: 'INPUT-9',
  sentence:
    'A national phone number is `invalid_argument`, before any request, and the error says to add the country code.',
  async check(harness) {
    for (const participant of NATIONAL_NUMBERS) {
      const call = (): unknown => harness.reader().messages(participant).toArray()
      const what = `The participant ${participant}`
      const { message } = await harness.errorBeforeRequest(call, 'invalid_argument', what)
      expectThat(message.includes('country code'), 'The error says to add the country code.', message)
      expectThat(!message.includes('0699'), 'The error does not show the number.', message)
    }
  },
}

async function expectSameRequest(
  harness: Harness,
  write: (digits: string) => string,
  spelling = '',
): Promise<void> {
  const call = harness.call('empty')
  const participant = write((call.participant ?? '').replace('+', ''))
  const what = spelling === '' ? participant : `A phone number with ${spelling}`
  expectSuccess(await harness.playCall({ ...call, participant }, `empty.json for ${participant}`), what)
}
