import type { Capabilities } from '@sms/core'
import { paginate, walkNumberedPages } from '@sms/core/provider'
import type { RecordedCall, RecordedOptions } from '../../fixture/fixture.ts'
import { expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { paginatedOf } from '../../provider-under-test/make-call.ts'
import type { Clause } from '../clause.ts'
import { brief, MALFORMED_CURSORS } from './malformed-values.ts'

export const INPUT_7: Clause = {
  id: 'INPUT-7',
  sentence:
    'A cursor that is malformed, or of another provider, participant or query, is `invalid_argument`, before any request.',
  needs: ['resumed'],
  follows: ['PAGE-7', 'MESSAGE-7'],
  async check(harness) {
    const { call, pages, error } = await harness.play('resumed')
    const cursor = pages.at(-1)?.cursor
    expectThat(typeof cursor === 'string', 'A walk cut by `limit` leaves a cursor.', error ?? pages)
    for (const text of MALFORMED_CURSORS) {
      await expectCursorRejected(harness, `the text ${brief(text)}`, call, text)
    }
    await expectCursorRejected(harness, 'a cursor cut short', call, cursor.slice(0, -1))
    await expectCursorRejected(harness, 'a cursor with another letter in it', call, withOtherLetter(cursor))
    const other = { ...call, participant: '+46701740699' }
    await expectCursorRejected(harness, 'a cursor of another participant', other, cursor)
    for (const options of otherQueries(harness.capabilities)) {
      const what = `a cursor of another query than ${brief(options)}`
      await expectCursorRejected(harness, what, { ...call, options: { ...call.options, ...options } }, cursor)
    }
    if (harness.capabilities.conversations) {
      const what = 'a cursor of messages, for conversations'
      const conversations = { method: 'conversations', exchanges: [], outcome: {} } as const
      await expectCursorRejected(harness, what, conversations, cursor)
    }
    await expectCursorRejected(harness, 'a cursor of another provider', call, await cursorOfOtherProvider())
  },
}

async function expectCursorRejected(
  harness: Harness,
  what: string,
  call: RecordedCall,
  cursor: string,
): Promise<void> {
  const read = (): unknown => paginatedOf(harness.reader(), call, { cursor }).toArray()
  await harness.errorBeforeRequest(read, 'invalid_argument', what)
}

/** Options that select other messages, or another order, than a call without them. */
function otherQueries({ timestamps, order, orders }: Capabilities): readonly RecordedOptions[] {
  const time = new Date(0).toISOString()
  return [
    { direction: 'inbound' },
    { direction: 'outbound' },
    ...(timestamps ? [{ since: time }, { until: time }] : []),
    ...orders.filter((offered) => offered !== order).map((offered) => ({ order: offered })),
  ]
}

/** The cursor with another letter in its middle. */
function withOtherLetter(cursor: string): string {
  const middle = Math.floor(cursor.length / 2)
  return `${cursor.slice(0, middle)}${cursor[middle] === 'A' ? 'B' : 'A'}${cursor.slice(middle + 1)}`
}

async function cursorOfOtherProvider(): Promise<string> {
  const provider = 'conformance'
  const list = {
    request: async (page: number) => [`item ${page}`],
    read: (items: readonly string[]) => ({ items }),
    identify: (item: string) => `i${item}`,
  }
  const pages = paginate({
    provider,
    cursorScope: [provider],
    settings: { limit: 1, pageSize: 1, concurrency: 1, cursor: undefined, signal: undefined },
    walk: walkNumberedPages,
    list: () => list,
    normalize: (item: string) => item,
  }).pages()
  for await (const { cursor } of pages) if (cursor !== null) return cursor
  throw new Error('A walk cut by `limit` left no cursor.')
}
