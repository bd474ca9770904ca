import { createConversationsRcs } from '@sms/conversations-rcs'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.octopush.com')

// The pages' examples. Numbers reserved for fiction take the place of their asterisks.
const INBOUND = {
  message_id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a01',
  text: 'Example inbound RCS message',
  direction: 'inbound',
  delivery_status: null,
  channel: 'rcs',
  user_identifier: 'parcels_agent@rcs.goog',
  user_identifiers: { phone_number: '+447700900123', email: 'parcels@example.com', facebook_page_id: null },
  agent_assigned_to: null,
  contact_name: 'Example name',
  contact_identifiers: { phone_number: '+46701740605', email: null, facebook_id: null },
}

const OUTBOUND = {
  message_id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a02',
  text: 'Example outbound SMS message',
  direction: 'outbound',
  delivery_status: 'sending',
  channel: 'sms',
  user_identifier: '447700900123',
  user_identifiers: { phone_number: '+447700900123', email: 'parcels@example.com', facebook_page_id: null },
  agent_assigned_to: null,
  contact_name: 'Example name',
  contact_identifiers: { phone_number: '+46701740605', email: null, facebook_id: null },
}

const RCS_CONVERSATION = {
  conversation_id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
  last_user_channel: 'rcs',
  recipient_details: { phone_number: '46701740605', name: 'Ada' },
  from: 'parcels_agent@rcs.goog',
  first_message_at: '2024-06-21T05:08:06+02:00',
  last_message_at: '2024-06-21T05:08:06+02:00',
  last_message: 'RCS 1',
  purpose: 'alert',
  color: 0,
  number_of_messages: 1,
}

const SMS_CONVERSATION = {
  conversation_id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e02',
  last_user_channel: 'sms',
  recipient_details: { phone_number: '+46701740606', name: 'Grace' },
  agent_assigned_to: 'Agent 1',
  from: '12345',
  first_message_at: '2024-06-07T05:03:06+02:00',
  last_message_at: '2024-06-07T05:22:43+02:00',
  last_message: 'sms 1',
  purpose: 'alert',
  color: 2,
  number_of_messages: 4,
}

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

test('requests the documented messages as documented and returns all of them', async () => {
  // Only an empty page shows the end of the list.
  const requests = replay({ body: [INBOUND, OUTBOUND] }, { body: [] })
  const messages = await reader.messages('+46701740605').toArray()

  const query = { per_page: '50', contact: '+46701740605', phone_number: '+46701740605' }
  const headers = expect.objectContaining({
    'api-login': 'canary-login',
    'api-key': 'canary-api-key',
    accept: 'application/json',
  })
  const path = '/v1/public/conversations/messages/list'
  expect(requests).toEqual([
    { method: 'GET', path, query: { page: '1', ...query }, headers },
    { method: 'GET', path, query: { page: '2', ...query }, headers },
  ])
  expect(messages).toEqual([
    {
      provider: 'conversations-rcs',
      id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a01',
      key: 'conversations-rcs:5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a01',
      direction: 'inbound',
      channel: 'rcs',
      from: '+46701740605',
      to: 'parcels_agent@rcs.goog',
      text: 'Example inbound RCS message',
      attachments: [],
      timestamp: null,
      status: 'received',
      segments: null,
      price: null,
      raw: INBOUND,
    },
    {
      provider: 'conversations-rcs',
      id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a02',
      key: 'conversations-rcs:5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a02',
      direction: 'outbound',
      channel: 'sms',
      from: '+447700900123',
      to: '+46701740605',
      text: 'Example outbound SMS message',
      attachments: [],
      timestamp: null,
      status: 'sending',
      segments: null,
      price: null,
      raw: OUTBOUND,
    },
  ])
  expect(messages.map(({ raw }) => raw)).toStrictEqual([INBOUND, OUTBOUND])
})

test('requests the documented conversations as documented and returns both', async () => {
  const first = { body: [RCS_CONVERSATION, SMS_CONVERSATION] }
  // The walk reads the front again at the end, because a conversation may have moved there.
  const requests = replay(first, { body: [] }, first)
  const conversations = await reader.conversations().toArray()

  const headers = expect.objectContaining({ 'api-login': 'canary-login', 'api-key': 'canary-api-key' })
  const path = '/v1/public/conversations/list'
  expect(requests).toEqual([
    { method: 'GET', path, query: { page: '1', per_page: '50' }, headers },
    { method: 'GET', path, query: { page: '2', per_page: '50' }, headers },
    { method: 'GET', path, query: { page: '1', per_page: '50' }, headers },
  ])
  expect(conversations).toEqual([
    {
      provider: 'conversations-rcs',
      id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
      participant: '+46701740605',
      name: 'Ada',
      channel: 'rcs',
      from: 'parcels_agent@rcs.goog',
      firstMessageAt: new Date('2024-06-21T03:08:06Z'),
      lastMessageAt: new Date('2024-06-21T03:08:06Z'),
      lastMessage: 'RCS 1',
      messageCount: 1,
      raw: RCS_CONVERSATION,
    },
    {
      provider: 'conversations-rcs',
      id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e02',
      participant: '+46701740606',
      name: 'Grace',
      channel: 'sms',
      from: '12345',
      firstMessageAt: new Date('2024-06-07T03:03:06Z'),
      lastMessageAt: new Date('2024-06-07T03:22:43Z'),
      lastMessage: 'sms 1',
      messageCount: 4,
      raw: SMS_CONVERSATION,
    },
  ])
  expect(conversations.map(({ raw }) => raw)).toStrictEqual([RCS_CONVERSATION, SMS_CONVERSATION])
})
