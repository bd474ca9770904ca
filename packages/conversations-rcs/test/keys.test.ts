import { createConversationsRcs } from '@sms/conversations-rcs'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay, serve } = replayAt('https://api.octopush.com')

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

// Any field may be null, even the id.
const SENT = {
  message_id: null,
  text: 'Your parcel has arrived',
  direction: 'outbound',
  delivery_status: 'sending',
  channel: 'sms',
  user_identifier: '447700900123',
  agent_assigned_to: null,
  contact_identifiers: {
    phone_number: '+46701740605',
    email: 'ada@example.com',
    facebook_id: '10150123456789012',
  },
}

// Programs store messages by their key, so it must never change.
const KEY = 'conversations-rcs:~X69B005t6IP'

/** The key of the only message of a conversation. */
async function keyOf(message: object): Promise<string | undefined> {
  replay({ body: [message] }, { body: [] })
  const [only] = await reader.messages('+46701740605').toArray()
  return only?.key
}

test('the key of a message without an id does not change with its status or its agent', async () => {
  await expect(keyOf(SENT)).resolves.toBe(`${KEY}:0`)
  const later = { ...SENT, delivery_status: 'DELIVERED', agent_assigned_to: 'Agent 2', contact_name: 'Ada' }
  await expect(keyOf(later)).resolves.toBe(`${KEY}:0`)
})

test.each([50, 3, 2, 1])('identical messages have different keys, in pages of %i', async (pageSize) => {
  const list = [{ ...SENT, text: 'Hello' }, SENT, SENT, SENT, { ...SENT, text: 'Oh, and' }]
  serve(({ query }) => {
    const [perPage, page] = [Number(query['per_page']), Number(query['page'])]
    return { body: list.slice((page - 1) * perPage, page * perPage) }
  })
  const messages = await reader.messages('+46701740605', { pageSize }).toArray()
  expect(messages.slice(1, 4).map(({ key }) => key)).toEqual([`${KEY}:0`, `${KEY}:1`, `${KEY}:2`])
})
