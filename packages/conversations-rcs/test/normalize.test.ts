import { createConversationsRcs, type Message } from '@sms/conversations-rcs'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.octopush.com')

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

const SENT = {
  message_id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a01',
  text: 'Your parcel has arrived',
  direction: 'outbound',
  delivery_status: 'DELIVERED',
  channel: 'sms',
  user_identifier: '447700900123',
  user_identifiers: {
    phone_number: '+447700900124',
    email: 'parcels@example.com',
    facebook_page_id: '20150123456789012',
  },
  agent_assigned_to: 'Agent 1',
  contact_name: 'Ada',
  contact_identifiers: {
    phone_number: '+46701740605',
    email: 'ada@example.com',
    facebook_id: '10150123456789012',
  },
}

/** Reads a conversation of one message. */
async function read(raw: object): Promise<Message> {
  replay({ body: [raw] }, { body: [] })
  const [message, ...others] = await reader.messages('+46701740605').toArray()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('The conversation is empty.')
  return message
}

describe('direction', () => {
  test.each([
    { word: 'OUTBOUND', direction: 'outbound', from: '+447700900123', to: '+46701740605' },
    { word: 'Inbound', direction: 'inbound', from: '+46701740605', to: '+447700900123' },
  ])('is $direction for the word "$word"', async ({ word, ...expected }) => {
    await expect(read({ ...SENT, direction: word })).resolves.toMatchObject(expected)
  })

  test.each(['', 'sideways', 'mt', null, undefined])('%j is invalid_response', async (direction) => {
    replay({ body: [{ ...SENT, direction }] })
    await expect(reader.messages('+46701740605').toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '0', expected: 'inbound or outbound' }],
    })
  })
})

describe('status', () => {
  test.each([
    { word: 'sending', status: 'sending' },
    { word: 'ACK', status: 'sent' },
    { word: 'DELIVERED', status: 'delivered' },
    { word: 'delivered', status: 'delivered' },
    { word: 'NOT_DELIVERED', status: 'undelivered' },
    { word: 'NOT_ALLOWED', status: 'failed' },
    { word: 'BAD_DESTINATION', status: 'failed' },
    { word: 'BLACKLISTED_NUMBER', status: 'failed' },
    { word: 'UNKNOWN_DELIVERY', status: 'unknown' },
    { word: 'UNDEFINED', status: 'unknown' },
    { word: '', status: 'unknown' },
  ])('is $status for the word "$word"', async ({ word, status }) => {
    await expect(read({ ...SENT, delivery_status: word })).resolves.toMatchObject({ status })
  })
})

describe('channel', () => {
  test.each([
    { word: 'rcs', channel: 'rcs' },
    { word: 'sms', channel: 'sms' },
    { word: 'facebook', channel: 'facebook' },
    { word: 'instagram', channel: 'instagram' },
    { word: 'email', channel: 'email' },
    { word: 'whatsapp', channel: 'whatsapp' },
    { word: 'voice_sms', channel: 'voice' },
    { word: 'RCS', channel: 'rcs' },
    { word: 'Voice_SMS', channel: 'voice' },
    { word: '', channel: 'unknown' },
  ])('is $channel for the word "$word"', async ({ word, channel }) => {
    await expect(read({ ...SENT, channel: word })).resolves.toMatchObject({ channel })
  })
})

describe('addresses', () => {
  test.each([
    { channel: 'sms', from: '+447700900124', to: '+46701740605' },
    { channel: 'rcs', from: '+447700900124', to: '+46701740605' },
    { channel: 'whatsapp', from: '+447700900124', to: '+46701740605' },
    { channel: 'email', from: 'parcels@example.com', to: 'ada@example.com' },
    { channel: 'facebook', from: '20150123456789012', to: '10150123456789012' },
    { channel: 'instagram', from: '20150123456789012', to: '10150123456789012' },
  ])('of a message by $channel are those of that channel', async ({ channel, ...expected }) => {
    await expect(read({ ...SENT, channel, user_identifier: null })).resolves.toMatchObject(expected)
  })

  test('may be an id of Facebook, which is no phone number even if it has 15 digits', async () => {
    const message = {
      ...SENT,
      channel: 'facebook',
      user_identifier: '201501234567890',
      contact_identifiers: { phone_number: null, email: null, facebook_id: '101501234567890' },
    }
    const expected = { from: '201501234567890', to: '101501234567890' }
    await expect(read(message)).resolves.toMatchObject(expected)
    await expect(read({ ...message, channel: 'rcs' })).resolves.toMatchObject({ to: '101501234567890' })
  })

  test.each([
    { user_identifier: 447700900123, from: '+447700900123' },
    { user_identifier: 71200, from: '71200' },
    { user_identifier: 'Parcels', from: 'Parcels' },
    { user_identifier: 'parcels_agent@rcs.goog', from: 'parcels_agent@rcs.goog' },
    { user_identifier: '', from: '+447700900124' },
    { user_identifier: undefined, from: '+447700900124' },
  ])('show $user_identifier, the account, as $from', async ({ user_identifier, from }) => {
    await expect(read({ ...SENT, user_identifier })).resolves.toMatchObject({ from })
  })
})

describe('a message', () => {
  const nothing = Object.fromEntries(Object.keys(SENT).map((field) => [field, null]))
  const noContact = { phone_number: null, email: null }

  test.each([
    { direction: 'outbound' },
    { ...nothing, direction: 'outbound' },
    { direction: 'outbound', user_identifiers: {}, contact_identifiers: {} },
    {
      direction: 'outbound',
      user_identifiers: { ...noContact, facebook_page_id: null },
      contact_identifiers: { ...noContact, facebook_id: null },
    },
  ])('may state no more than its direction: %j', async (raw) => {
    await expect(read(raw)).resolves.toEqual({
      provider: 'conversations-rcs',
      id: null,
      key: expect.stringMatching(/^conversations-rcs:.+/),
      direction: 'outbound',
      channel: 'unknown',
      from: null,
      to: null,
      text: '',
      attachments: [],
      timestamp: null,
      status: 'unknown',
      segments: null,
      price: null,
      raw,
    })
  })
})
