import { createConversationsRcs } from '@sms/conversations-rcs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

/** Where a provider writes its words, and which of them it documents. */
interface Words {
  readonly status: (word: string) => object
  readonly isStatus: RegExp
  readonly isDirection: RegExp
}

const WORDS: Readonly<Record<string, Words>> = {
  smstools: {
    status: (word) => ({ deliveryStatus: word }),
    isStatus: /^\s*(submitted|buffered|delivered|not[\s_]+delivered|rejected)\s*$/i,
    isDirection: /^(inbound|outbound)$/i,
  },
  'conversations-rcs': {
    status: (word) => ({ delivery_status: word }),
    isStatus: /^\s*(ack|delivered|not_delivered|not_allowed|bad_destination|blacklisted_number|sending)\s*$/i,
    isDirection: /^(inbound|outbound)$/i,
  },
  ip1: {
    status: (word) => ({ statuses: [{ code: word, created: '2018-10-23T17:43:21Z' }] }),
    isStatus: /^[1-5]\d\d$/,
    isDirection: /^(mt|mo|0|1)$/i,
  },
}

const word = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    'inbound',
    'MO',
    'delivered',
    '__proto__',
    'constructor',
    'toString',
    '201',
    '999',
  ),
)

describe.each(PROVIDERS)('$name', (provider) => {
  const words = WORDS[provider.name] as Words

  const read = (changes: object) => {
    const list = [{ ...provider.message(1), ...changes }]
    const { fetch } = answering((request) => Response.json(provider.page(list, request.url)))
    return provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 }).toArray()
  }

  test('a status that nobody documented is unknown [unknown-word]', { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(
      word.filter((candidate) => !words.isStatus.test(candidate)),
      async (status) => {
        await expect(read(words.status(status))).resolves.toMatchObject([{ status: 'unknown' }])
      },
    )
    await fc.assert(property, PARAMETERS)
  })

  test(
    'a direction that cannot be known is invalid_response [unknown-word]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(
        word.filter((candidate) => !words.isDirection.test(candidate)),
        async (direction) => {
          const error = await failure(read({ direction }))
          expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 1 })
          expect(error.issues).toEqual([
            { path: expect.stringMatching(/(^|\.)0$/), expected: expect.any(String) },
          ])
        },
      )
      await fc.assert(property, PARAMETERS)
    },
  )
})

test(
  'a channel that nobody documented is the word, in lower case [unknown-word]',
  { timeout: TIMEOUT },
  async () => {
    const property = fc.asyncProperty(
      word.filter((candidate) => candidate.trim() !== '' && !/voice_sms/i.test(candidate)),
      async (channel) => {
        const { fetch } = answering(() =>
          Response.json([
            {
              message_id: '1',
              direction: 'inbound',
              channel,
              contact_identifiers: { phone_number: CANARY.participant },
            },
          ]),
        )
        const reader = createConversationsRcs({
          apiLogin: CANARY.credential,
          apiKey: CANARY.credential,
          fetch,
        })
        await expect(reader.messages(CANARY.participant, { limit: 1 }).toArray()).resolves.toMatchObject([
          { channel: channel.trim().toLowerCase() },
        ])
      },
    )
    await fc.assert(property, PARAMETERS)
  },
)
