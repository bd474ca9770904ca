import { type Conversation, createConversationsRcs } from '@sms/conversations-rcs'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.octopush.com')

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

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

/** Reads a list of one conversation. */
async function read(raw: object): Promise<Conversation> {
  // A conversation may move to the front of the list during the walk, so the walk reads the front again at the end.
  replay({ body: [raw] }, { body: [] }, { body: [raw] })
  const [conversation, ...others] = await reader.conversations().toArray()
  expect(others).toEqual([])
  if (conversation === undefined) throw new Error('The list is empty.')
  return conversation
}

test.each([
  { address: '447700900123', shown: '+447700900123' },
  { address: 447700900123, shown: '+447700900123' },
  { address: 71200, shown: '71200' },
  { address: 'parcels_agent@rcs.goog', shown: 'parcels_agent@rcs.goog' },
  { address: '', shown: null },
])('the address $address is shown as $shown, on both sides', async ({ address, shown }) => {
  const raw = { ...CONVERSATION, from: address, recipient_details: { phone_number: address, name: null } }
  await expect(read(raw)).resolves.toMatchObject({ from: shown, participant: shown, name: null })
})

test.each([
  { word: 'voice_sms', channel: 'voice' },
  { word: 'WhatsApp', channel: 'whatsapp' },
  { word: '', channel: 'unknown' },
])('the channel "$word" is $channel', async ({ word, channel }) => {
  await expect(read({ ...CONVERSATION, last_user_channel: word })).resolves.toMatchObject({ channel })
})

test.each([
  { number: 4, messageCount: 4 },
  { number: '4', messageCount: 4 },
  { number: 0, messageCount: 0 },
  { number: -1, messageCount: null },
  { number: 1.5, messageCount: null },
  { number: 'many', messageCount: null },
  { number: '', messageCount: null },
])('the number of messages $number is reported as $messageCount', async ({ number, messageCount }) => {
  await expect(read({ ...CONVERSATION, number_of_messages: number })).resolves.toMatchObject({ messageCount })
})

test.each([
  { text: '2024-06-21T05:08:06+02:00', time: new Date('2024-06-21T03:08:06Z') },
  { text: '2024-06-21T05:08:06-05:30', time: new Date('2024-06-21T10:38:06Z') },
  { text: '2024-06-21T05:08:06Z', time: new Date('2024-06-21T05:08:06Z') },
  { text: 'soon', time: null },
  { text: '', time: null },
])('the text "$text" is the time $time', async ({ text, time }) => {
  const first = await read({ ...CONVERSATION, first_message_at: text })
  expect(first.firstMessageAt).toEqual(time)
  const last = await read({ ...CONVERSATION, last_message_at: text })
  expect(last.lastMessageAt).toEqual(time)
})

describe('a conversation', () => {
  const nothing = Object.fromEntries(Object.keys(CONVERSATION).map((field) => [field, null]))

  test.each([
    { conversation_id: '17' },
    { ...nothing, conversation_id: '17' },
    { conversation_id: '17', recipient_details: {} },
    { conversation_id: '17', recipient_details: { phone_number: null, name: null } },
  ])('may state no more than its id: %j', async (raw) => {
    await expect(read(raw)).resolves.toEqual({
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
    })
  })

  test.each([null, undefined])('with the id %s is invalid_response', async (conversation_id) => {
    replay({ body: [CONVERSATION, { ...CONVERSATION, conversation_id }] })
    await expect(reader.conversations().toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '1.conversation_id' }],
    })
  })
})
