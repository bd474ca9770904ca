import type { Message } from '@sms/core'
import { type Harness, expectError, expectSuccess } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { boundedResponder } from '../bounded-responder.ts'
import { expectFields, expectSequence } from '../compare.ts'
import { ClauseFailure, expectThat, expectSame } from '../expectations.ts'
import type { Exchange, RecordedCall } from '../fixture.ts'
import { type LocatedItems, locateItems, withItems, withText } from '../located-items.ts'
import { makeCall } from '../make-call.ts'
import { RecordedList } from '../recorded-list.ts'
import type { ScenarioName } from '../scenario-name.ts'
import { expectShape, messageSchema } from '../shape.ts'

const READ: readonly ScenarioName[] = ['several-pages', 'both-directions', 'unicode']

const UNKNOWN_WORD = 'teleported_twice'

// Above 2^53: a number in JavaScript would lose its last digits.
const LARGE_ID = 9_007_199_254_740_993n

const POISON = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1'

export const messageClauses: readonly Clause[] = [
  {
    id: 'MESSAGE-1',
    sentence:
      'A message has every field of the contract, in its form: phone numbers as E.164, what came in as `received`.',
    needs: READ,
    async check(harness) {
      for (const name of READ) {
        for (const { items } of await harness.playAll(name)) {
          for (const [index, item] of items.entries()) {
            expectShape(messageSchema, item, `${name}.json, item ${index + 1}`)
            expectSame(item.provider, harness.provider, `${name}.json, item ${index + 1}, \`provider\``)
          }
        }
      }
    },
  },
  {
    id: 'MESSAGE-2',
    sentence: '`raw` is exactly what the provider sent.',
    needs: ['several-pages'],
    async check(harness) {
      const call = harness.call('several-pages')
      const { items } = await harness.play(call, 'several-pages.json')
      for (const [index, { raw }] of items.entries()) {
        const isSent = call.exchanges.some(({ response }) => locateItems(response.body, [raw]) !== null)
        expectThat(isSent, `several-pages.json, item ${index + 1}: \`raw\` is in no answer.`, raw)
      }
    },
  },
  {
    id: 'MESSAGE-3',
    sentence: 'Two messages have two keys, and the same message read again has the same.',
    needs: ['several-pages', 'both-directions'],
    async check(harness) {
      for (const name of ['several-pages', 'both-directions'] as const) {
        const [first, again] = [await keysOf(harness, name), await keysOf(harness, name)]
        expectSame(
          new Set(first.values()).size,
          first.size,
          `${name}.json: different keys for different messages`,
        )
        expectSame(again, first, `${name}.json: keys when it is read again`)
        const recorded = harness.call(name).outcome.items?.map(({ key }) => key) ?? []
        for (const key of first.values())
          expectThat(recorded.includes(key), `${name}.json: a key is not as programs have stored it.`, key)
      }
    },
  },
  {
    id: 'MESSAGE-4',
    sentence: 'What the provider sent is put into the words of the contract as the fixtures have it.',
    needs: READ,
    follows: ['MESSAGE-1', 'MESSAGE-3', 'MESSAGE-5', 'MESSAGE-6'],
    async check(harness) {
      for (const name of READ) {
        const { calls } = harness.fixture(name)
        for (const [index, outcome] of (await harness.playAll(name)).entries()) {
          const call = calls[index]
          if (call !== undefined) expectFields(outcome, call, `${name}.json, call ${index + 1}`)
        }
      }
    },
  },
  {
    id: 'MESSAGE-5',
    sentence: 'The participant is the sender of what is `inbound` and the receiver of what is `outbound`.',
    needs: ['both-directions'],
    async check(harness) {
      const call = harness.call('both-directions')
      const { items } = await harness.play(call, 'both-directions.json, call 1')
      for (const [index, item] of (items as readonly Message[]).entries()) {
        const theirs = item.direction === 'inbound' ? item.from : item.to
        const expected = call.outcome.items?.[index]?.[item.direction === 'inbound' ? 'from' : 'to']
        if (expected === call.participant)
          expectSame(theirs, call.participant, `both-directions.json, item ${index + 1}`)
      }
    },
  },
  {
    id: 'MESSAGE-6',
    sentence: 'Text comes as it was sent, in any script.',
    needs: ['unicode'],
    async check(harness) {
      const call = harness.call('unicode')
      const { items } = await harness.play(call, 'unicode.json')
      const texts = (items as readonly Message[]).map(({ text }) => text)
      expectSame(
        texts,
        call.outcome.items?.map(({ text }) => text),
        'unicode.json: texts',
      )
    },
  },
  {
    id: 'MESSAGE-7',
    sentence: '`direction` gives only the messages of that direction, and all of them.',
    needs: ['both-directions'],
    follows: ['MESSAGE-3', 'PAGE-2'],
    check: (harness) => expectSelections(harness, 'both-directions'),
  },
  {
    id: 'MESSAGE-8',
    sentence: '`since` and `until` give only the messages between them, both included, and all of them.',
    needs: ['since-until'],
    follows: ['MESSAGE-3', 'PAGE-2'],
    exempts: ({ timestamps }) => (timestamps ? null : 'its messages have no time'),
    check: (harness) => expectSelections(harness, 'since-until'),
  },
  {
    id: 'MESSAGE-9',
    sentence: '`order: "oldest-first"` gives all messages, the oldest first.',
    needs: ['oldest-first'],
    follows: ['MESSAGE-3', 'PAGE-2'],
    exempts: ({ orders }) => (orders.includes('oldest-first') ? null : 'it does not offer that order'),
    check: (harness) => expectSelections(harness, 'oldest-first'),
  },
  {
    id: 'MESSAGE-10',
    sentence: '`order: "newest-first"` gives all messages, the newest first.',
    needs: ['newest-first'],
    follows: ['MESSAGE-3', 'PAGE-2'],
    exempts: ({ orders }) => (orders.includes('newest-first') ? null : 'it does not offer that order'),
    check: (harness) => expectSelections(harness, 'newest-first'),
  },
  {
    id: 'MESSAGE-11',
    sentence: 'A field that is null or absent is accepted, or is `invalid_response` that names it.',
    needs: ['both-directions'],
    follows: ['MESSAGE-1', 'MESSAGE-2'],
    async check(harness) {
      const located = await locate(harness)
      for (const field of fieldsOf(located, () => true)) {
        for (const change of [nulled, absent, misshapen]) {
          const exchanges = exchangesWith(located, (item) => change(item, field))
          await expectAcceptedOrNamed(harness, located, exchanges, field)
        }
      }
    },
  },
  {
    id: 'MESSAGE-12',
    sentence: 'A field that is not documented is accepted, and comes along in `raw`.',
    needs: ['both-directions'],
    follows: ['MESSAGE-2'],
    async check(harness) {
      const located = await locate(harness)
      const exchanges = exchangesWith(located, (item) => ({ ...item, fieldOfNextYear: { added: ['later'] } }))
      const played = await harness.play(located.call, 'both-directions.json with another field', {
        exchanges,
      })
      expectSuccess(played, 'Items with a field that is not documented')
      for (const { raw } of played.items) {
        expectSame(
          (raw as Readonly<Record<string, unknown>>)['fieldOfNextYear'],
          { added: ['later'] },
          'The field in `raw`',
        )
      }
    },
  },
  {
    id: 'MESSAGE-13',
    sentence:
      'A word that is not documented leaves the contract’s words as they are: `unknown`, the word itself, or `invalid_response` that names it.',
    needs: ['both-directions'],
    follows: ['MESSAGE-1', 'MESSAGE-2'],
    async check(harness) {
      const located = await locate(harness)
      for (const field of fieldsOf(located, isWord)) {
        const exchanges = exchangesWith(located, (item) => ({ ...item, [field]: UNKNOWN_WORD }))
        await expectAcceptedOrNamed(harness, located, exchanges, field)
      }
    },
  },
  {
    id: 'MESSAGE-14',
    sentence: 'An id that is a number becomes a string without loss, however large it is.',
    needs: ['both-directions'],
    follows: ['MESSAGE-2'],
    async check(harness) {
      const located = await locate(harness)
      const { ids } = located
      const expected: string[] = []
      const exchanges = exchangesWith(located, (item, index) => {
        const field = Object.keys(item).find((name) => ids.has(String(item[name])))
        if (field === undefined) return item
        expected.push(String(LARGE_ID + BigInt(index)))
        return { ...item, [field]: `id ${expected.at(-1)}` }
      }).map((exchange) => withText(exchange, (text) => text.replaceAll(/"id (\d+)"/g, '$1')))
      const played = await harness.play(located.call, 'both-directions.json with large numbers for ids', {
        exchanges,
      })
      expectSuccess(played, 'Items whose ids are large numbers')
      const actual = (played.items as readonly Message[]).flatMap(({ id }) => (id === null ? [] : [id]))
      expectSame(actual.toSorted(), expected.toSorted(), 'Ids')
    },
  },
  {
    id: 'MESSAGE-15',
    sentence:
      'Keys such as `__proto__` change no object, and `raw` is safe to spread and to `Object.assign`.',
    needs: ['both-directions'],
    follows: ['MESSAGE-2'],
    async check(harness) {
      const located = await locate(harness)
      const exchanges = exchangesWith(located, (item) => ({ ...item, poison: 1 })).map((exchange) =>
        withText(exchange, (text) => text.replaceAll('"poison":1', POISON)),
      )
      const played = await harness.play(located.call, 'both-directions.json with keys of objects', {
        exchanges,
      })
      expectSuccess(played, 'Items with keys that objects have by themselves')
      for (const { raw } of played.items) {
        const copies: readonly object[] = [{}, { ...(raw as object) }, Object.assign({}, raw)]
        expectThat(
          copies.every((copy) => !('polluted' in copy)),
          'An object is polluted.',
        )
      }
    },
  },
  {
    id: 'MESSAGE-16',
    sentence:
      'The participant’s number may come in any spelling: an international one is shown as E.164, a national one unchanged.',
    needs: ['both-directions'],
    follows: ['MESSAGE-2', 'MESSAGE-5', 'PAGE-2', 'ERROR-15'],
    async check(harness) {
      const call = harness.call('both-directions')
      const digits = (call.participant ?? '').replace('+', '')
      const written = new RegExp(`"(?:\\+|00)?${digits}"|(?<=:)${digits}(?=[,}])`, 'g')
      for (const { spelling, shown } of spellingsOf(digits)) {
        const exchanges = call.exchanges.map((exchange) =>
          withText(exchange, (text) => text.replaceAll(written, JSON.stringify(spelling))),
        )
        const what = `both-directions.json with the participant spelled ${spelling}`
        const played = await harness.play(call, what, { exchanges })
        expectSuccess(played, what)
        expectSame(played.items.length, call.outcome.items?.length, `${what}: items`)
        for (const [index, item] of (played.items as readonly Message[]).entries()) {
          const side = item.direction === 'inbound' ? 'from' : 'to'
          if (call.outcome.items?.[index]?.[side] !== call.participant) continue
          expectSame(item[side], shown, `${what}, item ${index + 1}, \`${side}\``)
        }
      }
    },
  },
  {
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
  },
]

/**
 * Moves the oldest or the newest message to the end of the first page and reads the others, so that no field of the
 * provider has to be changed.
 */
async function expectAllDespiteOddTime(harness: Harness, bound: 'since' | 'until'): Promise<void> {
  const call = harness.call('several-pages')
  const { items } = await harness.play(call, 'several-pages.json')
  const timed = (items as readonly Message[])
    .flatMap(({ timestamp, raw }) => (timestamp === null ? [] : [{ time: timestamp.getTime(), raw }]))
    .toSorted((one, other) => (bound === 'since' ? one.time - other.time : other.time - one.time))
  const [odd, next] = timed
  if (odd === undefined || next === undefined || odd.time === next.time)
    throw new ClauseFailure(
      `several-pages.json: one message must be ${bound === 'since' ? 'older' : 'newer'} than all others.`,
    )
  const raws = items.map(({ raw }) => raw)
  const list = new RecordedList(call, raws)
  const moved = raws.filter((raw) => raw !== odd.raw).toSpliced(list.firstPage - 1, 0, odd.raw)
  const what = `several-pages.json with ${bound} and one message beyond it in the middle`
  const answer = boundedResponder((request) => list.respond(request, moved))
  const outcome = await harness.serve(answer, () =>
    makeCall(harness.reader(), call, { [bound]: new Date(next.time) }),
  )
  expectSuccess(outcome, what)
  const given = outcome.items.map(({ raw }) => JSON.stringify(raw))
  expectSame(new Set(given).size, given.length, `${what}: different messages`)
  const missing = timed.slice(1).filter(({ raw }) => !given.includes(JSON.stringify(raw)))
  expectSame(missing, [], `${what}: missing messages`)
}

/** The keys of a fixture's messages, by what the provider sent. */
async function keysOf(harness: Harness, name: ScenarioName): Promise<ReadonlyMap<string, string>> {
  const { items } = await harness.play(harness.call(name), `${name}.json`)
  return new Map((items as readonly Message[]).toReversed().map(({ raw, key }) => [JSON.stringify(raw), key]))
}

async function expectSelections(harness: Harness, name: ScenarioName): Promise<void> {
  const { calls } = harness.fixture(name)
  for (const [index, outcome] of (await harness.playAll(name)).entries()) {
    const call = calls[index]
    if (call !== undefined) expectSequence(outcome, call, `${name}.json, call ${index + 1}`)
  }
}

/** The messages of both-directions.json, where its first answer holds them. */
/** Spellings of a number whose country code has two digits, as all numbers in fixtures have, and how each is shown. */
function spellingsOf(digits: string): readonly { readonly spelling: string; readonly shown: string }[] {
  const [countryCode, national] = [digits.slice(0, 2), digits.slice(2)]
  const international = [
    digits,
    `+${digits}`,
    `00${digits}`,
    `+${countryCode} ${national}`,
    `${countryCode}-${national}`,
  ]
  const others = [
    `0${national}`,
    `0${national.slice(0, 2)}-${national.slice(2)}`,
    `+${digits.slice(0, -4)}XXXX`,
  ]
  return [
    ...international.map((spelling) => ({ spelling, shown: `+${digits}` })),
    ...others.map((spelling) => ({ spelling, shown: spelling })),
  ]
}

interface Located {
  readonly call: RecordedCall
  readonly list: LocatedItems
  /** Of the messages that have one. */
  readonly ids: ReadonlySet<string>
  /** How many messages the call gives. */
  readonly given: number
}

async function locate(harness: Harness): Promise<Located> {
  const call = harness.call('both-directions')
  const { items } = await harness.play(call, 'both-directions.json')
  const raws = items.map(({ raw }) => raw)
  const list = locateItems(call.exchanges[0]?.response.body, raws)
  if (list === null)
    throw new ClauseFailure('both-directions.json: no answer holds what `raw` is.', { actual: raws })
  const ids = new Set((items as readonly Message[]).flatMap(({ id }) => (id === null ? [] : [id])))
  return { call, list, ids, given: items.length }
}

/** The exchanges of both-directions.json with each of its messages changed. */
function exchangesWith(
  { call, list }: Located,
  change: (item: LocatedItems['items'][number], index: number) => object,
): readonly Exchange[] {
  const items = list.items.map(change)
  return call.exchanges.map((exchange, index) => (index === 0 ? withItems(exchange, list, items) : exchange))
}

async function expectAcceptedOrNamed(
  harness: Harness,
  { call, given }: Located,
  exchanges: readonly Exchange[],
  field: string,
): Promise<void> {
  const what = `both-directions.json with another \`${field}\``
  const played = await harness.play(call, what, { exchanges, isWhole: false })
  if (played.error !== undefined) {
    const { issues = [] } = expectError(played.error, 'invalid_response', what)
    const keys = issues.flatMap(({ path }) => path.split('.'))
    // What a message of somebody else looks like, or one without a direction, is told of the message as a whole.
    const isNamed = keys.includes(field) || keys.some((key) => /^\d+$/.test(key))
    expectThat(isNamed, `${what}: \`issues\` names it.`, issues)
    return
  }
  expectSame(played.items.length, given, `${what}: items`)
  for (const item of played.items) expectShape(messageSchema, item, what)
}

function fieldsOf({ list }: Located, isMeant: (value: unknown) => boolean): ReadonlySet<string> {
  return new Set(list.items.flatMap((item) => Object.keys(item).filter((field) => isMeant(item[field]))))
}

function nulled(item: Readonly<Record<string, unknown>>, field: string): object {
  return { ...item, [field]: null }
}

function misshapen(item: Readonly<Record<string, unknown>>, field: string): object {
  return { ...item, [field]: { unexpected: true } }
}

function absent(item: Readonly<Record<string, unknown>>, field: string): object {
  const { [field]: _, ...others } = item
  return others
}

/** Whether a value looks like one of a few words, which a provider may add to. */
function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z_ ]{1,19}$/.test(value)
}
