import type { Message } from '@sms/core'
import { ClauseFailure } from '../../clause-failure.ts'
import { expectRecordedItems, expectSame, expectSuccess } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { boundedResponder } from '../../replay/bounded-responder.ts'
import { RecordedList } from '../../variations/recorded-list.ts'
import type { Clause } from '../clause.ts'

export const MESSAGE_7: Clause = {
  id: 'MESSAGE-7',
  sentence: '`direction` selects exactly the messages of that direction.',
  needs: ['both-directions'],
  follows: ['MESSAGE-3', 'PAGE-2'],
  async check(harness) {
    for (const played of await harness.playAll('both-directions')) expectRecordedItems(played)
  },
}

export const MESSAGE_8: Clause = {
  id: 'MESSAGE-8',
  sentence: '`since` and `until` select exactly the messages between them, both times included.',
  needs: ['since-until'],
  follows: ['MESSAGE-3', 'PAGE-2'],
  exempts: ({ timestamps }) => (timestamps ? null : 'its messages have no time'),
  async check(harness) {
    for (const played of await harness.playAll('since-until')) expectRecordedItems(played)
  },
}

export const MESSAGE_9: Clause = {
  id: 'MESSAGE-9',
  sentence: '`order: "oldest-first"` yields all messages, the oldest first.',
  needs: ['oldest-first'],
  follows: ['MESSAGE-3', 'PAGE-2'],
  exempts: ({ orders }) => (orders.includes('oldest-first') ? null : 'it does not offer that order'),
  async check(harness) {
    for (const played of await harness.playAll('oldest-first')) expectRecordedItems(played)
  },
}

export const MESSAGE_10: Clause = {
  id: 'MESSAGE-10',
  sentence: '`order: "newest-first"` yields all messages, the newest first.',
  needs: ['newest-first'],
  follows: ['MESSAGE-3', 'PAGE-2'],
  exempts: ({ orders }) => (orders.includes('newest-first') ? null : 'it does not offer that order'),
  async check(harness) {
    for (const played of await harness.playAll('newest-first')) expectRecordedItems(played)
  },
}

export const MESSAGE_17: Clause = {
  id: 'MESSAGE-17',
  sentence:
    'One message with an odd time in the middle of the list does not end a walk with `since` or `until` early.',
  needs: ['several-pages'],
  follows: ['MESSAGE-3', 'MESSAGE-8', 'PAGE-2'],
  exempts: ({ timestamps }) => (timestamps ? null : 'its messages have no time'),
  async check(harness) {
    await expectAllDespiteOddTime(harness, 'since')
    await expectAllDespiteOddTime(harness, 'until')
  },
}

/**
 * Moves the oldest or the newest message to the end of the first page, and reads the others. So the clause need not know
 * which field of the provider holds the time.
 */
async function expectAllDespiteOddTime(harness: Harness, bound: 'since' | 'until'): Promise<void> {
  const { call, items } = await harness.play('several-pages')
  const [odd, ...others] = fromBound(items as readonly Message[], bound)
  const [next] = others
  if (odd === undefined || next === undefined || odd.time === next.time)
    throw new ClauseFailure(
      `several-pages.json: one message must be ${bound === 'since' ? 'older' : 'newer'} than all others.`,
    )
  const raws = items.map(({ raw }) => raw)
  const list = new RecordedList(call, raws)
  const moved = raws.filter((raw) => raw !== odd.raw).toSpliced(list.firstPage - 1, 0, odd.raw)
  const what = `several-pages.json with ${bound} and one message beyond it in the middle`
  const responder = boundedResponder((request) => list.respond(request, moved))
  const outcome = await harness.serve(responder, () =>
    makeCall(harness.reader(), call, { [bound]: new Date(next.time) }),
  )
  expectSuccess(outcome, what)
  const yielded = outcome.items.map(({ raw }) => JSON.stringify(raw))
  expectSame(new Set(yielded).size, yielded.length, `${what}: different messages`)
  const missing = others.filter(({ raw }) => !yielded.includes(JSON.stringify(raw)))
  expectSame(missing, [], `${what}: missing messages`)
}

interface TimedRaw {
  readonly time: number
  readonly raw: unknown
}

/** The messages that have a time: the oldest first for `since`, the newest first for `until`. */
function fromBound(messages: readonly Message[], bound: 'since' | 'until'): readonly TimedRaw[] {
  return messages
    .flatMap(({ timestamp, raw }) => (timestamp === null ? [] : [{ time: timestamp.getTime(), raw }]))
    .toSorted((one, other) => (bound === 'since' ? one.time - other.time : other.time - one.time))
}
