import { createConversationsRcs } from '@sms/conversations-rcs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

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
  const read = (changes: object) => {
    const list = [{ ...provider.message(1), ...changes }]
    const { fetch } = answering((request) => Response.json(provider.page(list, request.url)))
    return provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 }).toArray()
  }

  test('a status that nobody documented is unknown [unknown-word]', { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(
      word.filter((candidate) => !provider.statuses.test(candidate)),
      async (status) => {
        await expect(read(provider.status(status))).resolves.toMatchObject([{ status: 'unknown' }])
      },
    )
    await fc.assert(property, PARAMETERS)
  })

  test(
    'a direction that cannot be known is invalid_response [unknown-word]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(
        word.filter((candidate) => !provider.directions.test(candidate)),
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
