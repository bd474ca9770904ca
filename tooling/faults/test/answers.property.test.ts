import assert from 'node:assert/strict'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { SmsError } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { flawsOfConversation, flawsOfMessage, flawsOfSummary } from './contract-shape.ts'
import { type Mutation, mutatedJson } from './json-tree.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

// No walk over one page that comes again and again, however odd, needs as many.
const MOST_REQUESTS = 300

const OWN_KEYS = Reflect.ownKeys(Object.prototype)

const odd = fc.constantFrom(
  'null',
  'true',
  '""',
  '"0"',
  '"NaN"',
  '" "',
  '0',
  '-1',
  '-0',
  '1.5',
  '1e400',
  '-1e400',
  '9007199254740993',
  '"9007199254740993"',
  '1'.repeat(400),
  `"${'1'.repeat(400)}"`,
  '[]',
  '{}',
  '[[]]',
  '"__proto__"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":null,"valueOf":null}',
  '{"length":1}',
  String.raw`"\ud800"`,
  String.raw`"\u0000"`,
  '"46701740605"',
  '"inbound"',
  '"mo"',
)

const json = fc.oneof(odd, fc.json({ maxDepth: 3 }))

/** Names that documented answers have, and names that objects have by themselves. */
function keysOf(documented: unknown): fc.Arbitrary<string> {
  const names = JSON.stringify(documented).match(/(?<=")\w+(?=":)/g) ?? []
  const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'then', 'error', 'code', 'status']
  return fc.oneof(fc.constantFrom(...names, ...inherited), fc.string())
}

function mutations(documented: unknown): fc.Arbitrary<Mutation[]> {
  const mutation = fc.record({
    place: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'duplicate'),
    key: keysOf(documented),
    value: json,
  })
  return fc.array(mutation, { minLength: 1, maxLength: 4 })
}

/** How a body is answered: mostly well. */
const manner = fc.record({
  status: fc.oneof({ weight: 8, arbitrary: fc.constant(200) }, fc.integer({ min: 200, max: 599 })),
  link: fc.oneof(fc.constant(''), fc.constant('<a>; rel="next"'), fc.string()),
  isRepeated: fc.boolean(),
})

interface Manner {
  readonly status: number
  readonly link: string
  readonly isRepeated: boolean
}

/** Answers with a body, again and again or once; after it with an empty list. */
function answeringWith(body: BodyInit, empty: unknown, { status, link, isRepeated }: Manner) {
  const isBodiless = [204, 205, 304].includes(status)
  return answering((_, number) => {
    // Thrown outside of the reader's reach, a loop would be taken for a failed connection.
    if (number > MOST_REQUESTS) throw new Error('a loop')
    if (number > 0 && !isRepeated) return Response.json(empty)
    const headers = { 'content-type': 'application/json', link: link.trim() }
    return new Response(isBodiless ? null : body, { status, headers })
  })
}

/** What came of an answer: what it gave, or the error that it ended with. */
async function outcome<Value>(
  work: Promise<Value>,
  check: (value: Value) => readonly string[],
): Promise<void> {
  let error: unknown
  try {
    expect(check(await work)).toEqual([])
    return
  } catch (thrown) {
    error = thrown
  }
  if (!SmsError.is(error)) throw error
  expect(['invalid_argument', 'unsupported']).not.toContain(error.code)
}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => {
  vi.restoreAllMocks()
  assert.deepEqual(Reflect.ownKeys(Object.prototype), OWN_KEYS)
})

describe.each(PROVIDERS)('$name', (provider) => {
  const asked = '/?page=1&limit=3&per_page=3&start=0'
  const documented = provider.page([1, 2, 3].map(provider.message), asked)
  const empty = provider.page([], asked)

  async function readMessages(body: BodyInit, how: Manner): Promise<void> {
    const { fetch, requests } = answeringWith(body, empty, how)
    const reader = provider.connect({ fetch, retries: 1 })
    await outcome(reader.messages(CANARY.participant, { pageSize: 3 }).toArray(), (messages) =>
      messages.flatMap((message) => flawsOfMessage(message, provider.name)),
    )
    expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS)
  }

  test(
    'any JSON gives messages of the contract or an SmsError [not-the-document, optional-fields, prototype-keys, secrets-in-errors]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(json, manner, readMessages)
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'any bytes give messages of the contract or an SmsError [cut-json, text-encoding]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), manner, readMessages)
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'a documented page with changes gives messages of the contract or an SmsError [not-the-document, optional-fields, broken-item, wrong-total, prototype-keys, secrets-in-errors]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(mutations(documented), manner, (changes, how) =>
        readMessages(mutatedJson(documented, changes), how),
      )
      await fc.assert(property, PARAMETERS)
    },
  )
})

test(
  'a documented list of conversations with changes gives such or an SmsError [prototype-keys]',
  { timeout: TIMEOUT },
  async () => {
    const documented = [
      {
        conversation_id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
        last_user_channel: 'rcs',
        recipient_details: { phone_number: CANARY.participant, name: CANARY.name },
        from: 'canary_agent@rcs.goog',
        first_message_at: '2024-06-21T05:08:06+02:00',
        last_message_at: '2024-06-21T05:08:06+02:00',
        last_message: CANARY.text,
        purpose: 'alert',
        color: 0,
        number_of_messages: 1,
      },
    ]
    const property = fc.asyncProperty(mutations(documented), manner, async (changes, how) => {
      const { fetch, requests } = answeringWith(mutatedJson(documented, changes), [], how)
      const credentials = { apiLogin: CANARY.credential, apiKey: CANARY.credential }
      const reader = createConversationsRcs({ ...credentials, fetch, retries: 1 })
      await outcome(reader.conversations({ pageSize: 1 }).toArray(), (conversations) =>
        conversations.flatMap((conversation) => flawsOfConversation(conversation, reader.provider)),
      )
      expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS)
    })
    await fc.assert(property, PARAMETERS)
  },
)

test(
  'a documented summary with changes gives one or an SmsError [prototype-keys]',
  { timeout: TIMEOUT },
  async () => {
    const documented = {
      participant: CANARY.participant.slice(1),
      totalMessageCount: 387,
      totalSmsCount: 774,
      mobileTerminatedMessages: { 101: { messages: 43, sms: 86 }, 102: { ' messages': 3, sms: 6 } },
      mobileOriginatedMessages: { 201: { messages: 199, sms: 398 } },
    }
    const property = fc.asyncProperty(mutations(documented), manner, async (changes, how) => {
      const { fetch } = answeringWith(mutatedJson(documented, changes), {}, how)
      const reader = createIp1({ apiKey: CANARY.credential, fetch, retries: 1 })
      await outcome(reader.summary(CANARY.participant), (summary) => flawsOfSummary(summary, reader.provider))
    })
    await fc.assert(property, PARAMETERS)
  },
)
