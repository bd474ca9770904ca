import { type Conversation, createConversationsRcs, type Message } from '@sms/conversations-rcs'
import { beforeEach, describe, expect, test } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay, serve } = replayAt('https://api.octopush.com')

const PARTICIPANT = '+46701740605'

const SENT = {
  message_id: '5e8e1d0c-6c0f-4a57-9d0a-0d6f5d3b7a01',
  text: 'Your parcel has arrived',
  direction: 'outbound',
  delivery_status: 'DELIVERED',
  channel: 'sms',
  user_identifier: '447700900123',
  user_identifiers: { phone_number: '+447700900124', email: 'parcels@example.com', facebook_page_id: '17' },
  agent_assigned_to: 'Agent 1',
  contact_name: 'Ada',
  contact_identifiers: {
    phone_number: '+46701740605',
    email: 'ada@example.com',
    facebook_id: '10150123456789012',
  },
}

const CONVERSATION = {
  conversation_id: '0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
  last_user_channel: 'rcs',
  recipient_details: { phone_number: '46701740605', name: 'Ada' },
  agent_assigned_to: 'Agent 1',
  from: 'parcels_agent@rcs.goog',
  first_message_at: '2024-06-21T05:08:06+02:00',
  last_message_at: '2024-06-21T05:08:06+02:00',
  last_message: 'RCS 1',
  purpose: 'alert',
  color: 0,
  number_of_messages: 1,
}

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

/** Answers with one page, which an empty one follows. */
function replayPage(body: unknown): void {
  replay({ body }, { body: [] })
}

/** The one message that an outbound message with these fields changed comes out as. */
async function read(fields: Readonly<Record<string, unknown>>, participant = PARTICIPANT): Promise<Message> {
  return readBody([{ ...SENT, ...fields }], participant)
}

async function readBody(body: unknown, participant = PARTICIPANT): Promise<Message> {
  replayPage(body)
  const [message, ...others] = await reader.messages(participant).toArray()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('There is no message.')
  return message
}

async function readConversation(fields: Readonly<Record<string, unknown>>): Promise<Conversation> {
  replayPage([{ ...CONVERSATION, ...fields }])
  const [conversation, ...others] = await reader.conversations().toArray()
  expect(others).toEqual([])
  if (conversation === undefined) throw new Error('There is no conversation.')
  return conversation
}

async function keysOf(pageSize: number): Promise<readonly string[]> {
  const messages = await reader.messages(PARTICIPANT, { pageSize }).toArray()
  return messages.map(({ key }) => key)
}

describe('direction', () => {
  test.each(['outbound', 'OUTBOUND', 'Outbound'])('%s is outbound', async (direction) => {
    await expect(read({ direction })).resolves.toMatchObject({ direction: 'outbound', to: PARTICIPANT })
  })

  test.each(['inbound', 'INBOUND', 'Inbound'])('%s is inbound', async (direction) => {
    await expect(read({ direction })).resolves.toMatchObject({ direction: 'inbound', from: PARTICIPANT })
  })

  test.each(['', 'sideways', 'mt', null, undefined])('%j cannot be known', async (direction) => {
    replay({ body: [SENT, { ...SENT, message_id: 'other', direction }] })
    await expect(reader.messages(PARTICIPANT).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '1', expected: 'inbound or outbound' }],
    })
  })

  test.each(['inbound', 'outbound'] as const)(
    'only %s messages are given when asked for',
    async (direction) => {
      replayPage([SENT, { ...SENT, message_id: 'other', direction: 'inbound' }])
      await expect(reader.messages(PARTICIPANT, { direction }).toArray()).resolves.toMatchObject([
        { direction },
      ])
    },
  )
})

describe('status', () => {
  test.each([
    { word: 'sending', status: 'sending' },
    { word: 'SENDING', status: 'sending' },
    { word: 'ACK', status: 'sent' },
    { word: 'DELIVERED', status: 'delivered' },
    { word: 'delivered', status: 'delivered' },
    { word: 'NOT_DELIVERED', status: 'undelivered' },
    { word: 'not_delivered', status: 'undelivered' },
    { word: 'NOT_ALLOWED', status: 'failed' },
    { word: 'BAD_DESTINATION', status: 'failed' },
    { word: 'BLACKLISTED_NUMBER', status: 'failed' },
    { word: 'UNKNOWN_DELIVERY', status: 'unknown' },
    { word: 'UNDEFINED', status: 'unknown' },
    { word: 'TELEPORTED', status: 'unknown' },
    { word: 'constructor', status: 'unknown' },
    { word: '__proto__', status: 'unknown' },
    { word: '', status: 'unknown' },
    { word: null, status: 'unknown' },
    { word: undefined, status: 'unknown' },
  ])('$word is $status', async ({ word, status }) => {
    await expect(read({ delivery_status: word })).resolves.toMatchObject({ status })
  })

  test.each(['DELIVERED', 'sending', 'TELEPORTED', null])(
    'an inbound message that is %s is received',
    async (word) => {
      await expect(read({ direction: 'inbound', delivery_status: word })).resolves.toMatchObject({
        status: 'received',
      })
    },
  )
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
    { word: 'carrier_pigeon', channel: 'carrier_pigeon' },
    { word: '', channel: 'unknown' },
    { word: null, channel: 'unknown' },
    { word: undefined, channel: 'unknown' },
  ])('$word is $channel, of a message and of a conversation', async ({ word, channel }) => {
    await expect(read({ channel: word })).resolves.toMatchObject({ channel })
    await expect(readConversation({ last_user_channel: word })).resolves.toMatchObject({ channel })
  })

  test.each([
    { channel: 'sms', to: '+46701740605' },
    { channel: 'rcs', to: '+46701740605' },
    { channel: 'whatsapp', to: '+46701740605' },
    { channel: 'email', to: 'ada@example.com' },
    { channel: 'facebook', to: '10150123456789012' },
  ])('a message by $channel is to the contact’s address there', async ({ channel, to }) => {
    const message = await read({ channel })
    expect(message.to).toBe(to)
  })
})

describe('addresses', () => {
  const shownAddresses = [
    { address: '447700900123', shown: '+447700900123' },
    { address: '+447700900123', shown: '+447700900123' },
    { address: 447700900123, shown: '+447700900123' },
    { address: '12345678', shown: '+12345678' },
    { address: '123456789012345', shown: '+123456789012345' },
    { address: '1234567', shown: '1234567' },
    { address: '1234567890123456', shown: '1234567890123456' },
    { address: '71200', shown: '71200' },
    { address: 71200, shown: '71200' },
    { address: 'Parcels', shown: 'Parcels' },
    { address: 'parcels_agent@rcs.goog', shown: 'parcels_agent@rcs.goog' },
    { address: 'parcels@example.com', shown: 'parcels@example.com' },
  ]

  test.each(shownAddresses)('our side $address is shown as $shown', async ({ address, shown }) => {
    await expect(read({ user_identifier: address })).resolves.toMatchObject({ from: shown, to: PARTICIPANT })
    await expect(read({ user_identifier: address, direction: 'inbound' })).resolves.toMatchObject({
      from: PARTICIPANT,
      to: shown,
    })
    await expect(readConversation({ from: address })).resolves.toMatchObject({ from: shown })
  })

  test.each(shownAddresses)(
    'a conversation with $address is shown as one with $shown',
    async ({ address, shown }) => {
      const fields = { recipient_details: { phone_number: address, name: null } }
      await expect(readConversation(fields)).resolves.toMatchObject({ participant: shown, name: null })
    },
  )

  test.each([null, undefined, ''])('where our side is %j, its phone number counts', async (address) => {
    await expect(read({ user_identifier: address })).resolves.toMatchObject({ from: '+447700900124' })
  })

  test.each(['46701740605', '+46701740605', '0046701740605', 46701740605])(
    'the contact %j is the participant',
    async (number) => {
      const message = await read({
        contact_identifiers: { phone_number: number, email: null, facebook_id: null },
      })
      expect(message.direction).toBe('outbound')
    },
  )

  test.each([
    { participant: 'ada@example.com', contact: { phone_number: null, email: 'ada@example.com' } },
    { participant: 'Ada@Example.com', contact: { phone_number: null, email: 'ada@example.com' } },
    { participant: 'fid_1234567890', contact: { facebook_id: '1234567890' } },
    { participant: 'fid_1234567890', contact: { facebook_id: 'fid_1234567890' } },
    { participant: 'fid_1234567890', contact: { facebook_id: 1234567890 } },
    { participant: 'ada@example.com', contact: { phone_number: '+46701740605', email: null } },
    { participant: 'cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01', contact: { phone_number: '+46701740605' } },
  ])('$contact may be the participant $participant', async ({ participant, contact }) => {
    await expect(read({ contact_identifiers: contact }, participant)).resolves.toMatchObject({
      id: SENT.message_id,
    })
  })
})

describe('ids', () => {
  const WRITTEN = [
    { written: '"17"', id: '17' },
    { written: '17', id: '17' },
    { written: '0', id: '0' },
    { written: '9007199254740991', id: '9007199254740991' },
    { written: '9007199254740993', id: '9007199254740993' },
    { written: '12345678901234567890', id: '12345678901234567890' },
  ]

  test.each(WRITTEN)('the id $written is $id, and the key is made of it', async ({ written, id }) => {
    const body = JSON.stringify([SENT]).replace(`"${SENT.message_id}"`, () => written)
    await expect(readBody(body)).resolves.toMatchObject({ id, key: `conversations-rcs:${id}` })
  })

  test.each(WRITTEN)('the conversation id $written is $id', async ({ written, id }) => {
    replayPage(JSON.stringify([CONVERSATION]).replace(`"${CONVERSATION.conversation_id}"`, () => written))
    await expect(reader.conversations().toArray()).resolves.toMatchObject([{ id }])
  })

  test.each([null, undefined])('a message whose id is %s has a key all the same', async (message_id) => {
    const message = await read({ message_id })
    expect(message).toMatchObject({ id: null, key: expect.stringMatching(/^conversations-rcs:.+/) })
  })

  test('the key of a message without an id stays what it is: programs store it', async () => {
    const message = await read({ message_id: null })
    expect(message.key).toBe('conversations-rcs::1jmf10p1uyeski:0')
  })

  test('the key of a message without an id does not change with its status or its agent', async () => {
    const before = await read({ message_id: null, delivery_status: 'sending', agent_assigned_to: null })
    const after = await read({ message_id: null, delivery_status: 'DELIVERED', agent_assigned_to: 'Agent 2' })
    expect(after.key).toBe(before.key)
  })

  describe('keys of twins without an id', () => {
    const twin = { ...SENT, message_id: undefined }
    const list = [{ ...twin, text: 'first' }, twin, twin, twin, { ...twin, text: 'last' }]

    beforeEach(() => {
      serve(({ query }) => {
        const [size, number] = [Number(query['per_page']), Number(query['page'])]
        return { body: list.slice((number - 1) * size, number * size) }
      })
    })

    test('differ', async () => {
      const keys = await keysOf(50)
      expect(new Set(keys).size).toBe(list.length)
    })

    test.each([1, 2, 3])('are the same in a second walk in pages of %i', async (pageSize) => {
      const keys = await keysOf(50)
      await expect(keysOf(pageSize)).resolves.toEqual(keys)
    })
  })
})

describe('conversations', () => {
  test.each([
    { number: 4, count: 4 },
    { number: '4', count: 4 },
    { number: 0, count: 0 },
    { number: 'many', count: null },
    { number: '', count: null },
    { number: null, count: null },
    { number: undefined, count: null },
  ])('$number messages are counted as $count', async ({ number, count }) => {
    const conversation = await readConversation({ number_of_messages: number })
    expect(conversation.messageCount).toBe(count)
  })

  test.each([
    { text: '2024-06-21T05:08:06+02:00', time: new Date('2024-06-21T03:08:06Z') },
    { text: '2024-06-21T05:08:06-05:30', time: new Date('2024-06-21T10:38:06Z') },
    { text: '2024-06-21T05:08:06Z', time: new Date('2024-06-21T05:08:06Z') },
    { text: 'soon', time: null },
    { text: '', time: null },
    { text: null, time: null },
    { text: undefined, time: null },
  ])('$text is the time $time', async ({ text, time }) => {
    const conversation = await readConversation({ first_message_at: text, last_message_at: text })
    expect(conversation.firstMessageAt).toEqual(time)
    expect(conversation.lastMessageAt).toEqual(time)
  })

  const optional = Object.keys(CONVERSATION).filter((field) => field !== 'conversation_id')

  test.each(optional)('one without %s is accepted', async (field) => {
    const { [field]: _, ...rest } = CONVERSATION as Readonly<Record<string, unknown>>
    const conversation = await readConversation({ [field]: undefined })
    expect(conversation.raw).toStrictEqual(rest)
  })

  test.each(optional)('one whose %s is null is accepted', async (field) => {
    const conversation = await readConversation({ [field]: null })
    expect(conversation.raw).toStrictEqual({ ...CONVERSATION, [field]: null })
  })

  test.each([{ phone_number: null, name: 'Ada' }, { phone_number: '46701740605', name: null }, {}])(
    'one with the recipient %j is accepted',
    async (recipient) => {
      const conversation = await readConversation({ recipient_details: recipient })
      expect(conversation.raw).toStrictEqual({ ...CONVERSATION, recipient_details: recipient })
    },
  )

  test('one of which nothing but the id is told has empty fields', async () => {
    const raw = { conversation_id: '17' }
    replayPage([raw])
    await expect(reader.conversations().toArray()).resolves.toEqual([
      {
        provider: 'conversations-rcs',
        id: '17',
        participant: null,
        name: null,
        channel: 'unknown',
        from: null,
        firstMessageAt: null,
        lastMessageAt: null,
        lastMessage: null,
        messageCount: null,
        raw,
      },
    ])
  })

  test.each([null, undefined])('one whose id is %s cannot be told from another', async (conversation_id) => {
    replay({ body: [CONVERSATION, { ...CONVERSATION, conversation_id }] })
    await expect(reader.conversations().toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '1.conversation_id' }],
    })
  })

  test('fields that nobody documented stay in raw', async () => {
    const extra = { toString: 'mine', nested: { list: [1, null, { deep: true }] }, 'odd key': '' }
    const conversation = await readConversation(extra)
    expect(conversation.raw).toStrictEqual({ ...CONVERSATION, ...extra })
  })
})

describe('what is missing of a message', () => {
  const optional = Object.keys(SENT).filter((field) => field !== 'direction')

  test.each(optional)('%s may be absent', async (field) => {
    const { [field]: _, ...rest } = SENT as Readonly<Record<string, unknown>>
    const message = await read({ [field]: undefined })
    expect(message.raw).toStrictEqual(rest)
  })

  test.each(optional)('%s may be null', async (field) => {
    const message = await read({ [field]: null })
    expect(message.raw).toStrictEqual({ ...SENT, [field]: null })
  })

  test.each([
    ...Object.keys(SENT.user_identifiers).map((name) => ({ side: 'user_identifiers' as const, name })),
    ...Object.keys(SENT.contact_identifiers).map((name) => ({ side: 'contact_identifiers' as const, name })),
  ])('$name of $side may be null or absent', async ({ side, name }) => {
    for (const value of [null, undefined]) {
      await expect(read({ [side]: { ...SENT[side], [name]: value } })).resolves.toMatchObject({
        id: SENT.message_id,
      })
    }
  })

  test('everything but the direction may be, and then the fields are empty', async () => {
    const raw = { direction: 'inbound' }
    await expect(readBody([raw])).resolves.toEqual({
      provider: 'conversations-rcs',
      id: null,
      key: expect.stringMatching(/^conversations-rcs:.+/),
      direction: 'inbound',
      channel: 'unknown',
      from: null,
      to: null,
      text: '',
      attachments: [],
      timestamp: null,
      status: 'received',
      segments: null,
      price: null,
      raw,
    })
  })

  test('fields that nobody documented stay in raw', async () => {
    const extra = { toString: 'mine', nested: { list: [1, null, { deep: true }] }, 'odd key': '' }
    const message = await read(extra)
    expect(message.raw).toStrictEqual({ ...SENT, ...extra })
  })
})
