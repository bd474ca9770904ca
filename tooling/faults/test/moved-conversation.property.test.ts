import { createConversationsRcs } from '@sms/conversations-rcs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { probedProvider } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const LENGTH = 150

const LIST = Array.from({ length: LENGTH }, (_, number) => ({
  conversation_id: `conversation-${number}`,
  last_user_channel: 'sms',
  recipient_details: { phone_number: CANARY.participant, name: null },
  from: '71700',
  first_message_at: '2025-01-01T00:00:00+01:00',
  last_message_at: '2025-06-05T08:00:00+02:00',
  last_message: CANARY.text,
  number_of_messages: 1,
}))

const provider = probedProvider('conversations-rcs')

const moves = fc.record({
  from: fc.nat({ max: LENGTH - 1 }),
  after: fc.integer({ min: 1, max: 5 }),
  pageSize: fc.integer({ min: 10, max: 60 }),
  concurrency: fc.constantFrom(1, 4),
})

test(
  'a conversation that moves to the front during the walk is found, and no other is lost or repeated [moved-conversation]',
  { timeout: TIMEOUT },
  async () => {
    const property = fc.asyncProperty(moves, async ({ from, after, ...options }) => {
      const moved = [...LIST.slice(from, from + 1), ...LIST.slice(0, from), ...LIST.slice(from + 1)]
      const { fetch } = answering((request, number) =>
        Response.json(provider.page(number < after ? LIST : moved, request.url)),
      )
      const reader = createConversationsRcs({ apiLogin: CANARY.credential, apiKey: CANARY.credential, fetch })
      const conversations = await reader.conversations(options).toArray()
      const ids = conversations.map(({ id }) => id)
      expect(ids.toSorted()).toEqual(LIST.map(({ conversation_id }) => conversation_id).toSorted())
    })
    await fc.assert(property, PARAMETERS)
  },
)
