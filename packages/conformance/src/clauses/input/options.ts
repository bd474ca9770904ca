import type { SmsError } from '@sms/core'
import type { Harness } from '../../harness/harness.ts'
import { expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'
import { brief, MALFORMED_CURSORS, MALFORMED_OPTIONS } from './malformed-values.ts'

export const INPUT_3: Clause = {
  id: 'INPUT-3',
  sentence:
    'An option of `messages()` that is unknown or invalid is `invalid_argument`, before any request, and the error names it.',
  async check(harness) {
    const { timestamps, maxPageSize } = harness.capabilities
    const unknown = { page: [1], Limit: [1], per_page: [1], start: [1] }
    for (const [option, values] of Object.entries({ ...MALFORMED_OPTIONS, ...unknown })) {
      if (!timestamps && (option === 'since' || option === 'until')) continue
      for (const value of values) {
        const what = `The option ${option}: ${brief(value)}`
        const { message } = await expectOptionsRejected(harness, { [option]: value }, what)
        expectThat(message.includes(`\`${option}\``), `The error names the option ${option}.`, message)
      }
    }
    if (timestamps) {
      await expectOptionsRejected(
        harness,
        { since: new Date(1), until: new Date(0) },
        'A `since` after `until`',
      )
    }
    if (maxPageSize !== null) {
      await expectOptionsRejected(harness, { pageSize: maxPageSize + 1 }, 'A `pageSize` above `maxPageSize`')
    }
  },
}

export const INPUT_4: Clause = {
  id: 'INPUT-4',
  sentence:
    'An option of `conversations()` that is unknown or invalid is `invalid_argument`, before any request.',
  exempts: ({ conversations }) => (conversations ? null : 'it has no `conversations()`'),
  async check(harness) {
    const reader = harness.reader()
    const { limit = [], pageSize = [], concurrency = [], cursor = [], signal = [] } = MALFORMED_OPTIONS
    const others = {
      direction: ['inbound'],
      since: [new Date(0)],
      until: [new Date(0)],
      order: ['newest-first'],
    }
    const cursors = [...cursor, ...MALFORMED_CURSORS]
    const all = { limit, pageSize, concurrency, cursor: cursors, signal, ...others, page: [1] }
    for (const [option, values] of Object.entries(all)) {
      for (const value of values) {
        const call = (): unknown => reader.conversations?.({ [option]: value }).toArray()
        await harness.errorBeforeRequest(call, 'invalid_argument', `The option ${option}: ${brief(value)}`)
      }
    }
  },
}

export const INPUT_5: Clause = {
  id: 'INPUT-5',
  sentence: 'An `order` that the provider does not support is `unsupported`, before any request.',
  exempts: ({ orders }) => (orders.length === 2 ? 'it offers both orders' : null),
  async check(harness) {
    const reader = harness.reader()
    for (const order of ['newest-first', 'oldest-first'] as const) {
      if (reader.capabilities.orders.includes(order)) continue
      const call = (): unknown => reader.messages('+46701740605', { order }).toArray()
      await harness.errorBeforeRequest(call, 'unsupported', `The order ${order}`)
    }
  },
}

export const INPUT_6: Clause = {
  id: 'INPUT-6',
  sentence: 'If messages have no time, `since` and `until` are `unsupported`, before any request.',
  exempts: ({ timestamps }) => (timestamps ? 'its messages have a time' : null),
  async check(harness) {
    const reader = harness.reader()
    for (const option of ['since', 'until'] as const) {
      const call = (): unknown => reader.messages('+46701740605', { [option]: new Date(0) }).toArray()
      await harness.errorBeforeRequest(call, 'unsupported', `The option ${option}`)
    }
  },
}

/** @returns The `invalid_argument` error of `messages()` with these options. */
function expectOptionsRejected(harness: Harness, options: object, what: string): Promise<SmsError> {
  const read = (): unknown => harness.reader().messages('+46701740605', options).toArray()
  return harness.errorBeforeRequest(read, 'invalid_argument', what)
}
