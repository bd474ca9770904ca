import { createConversationsRcs } from '@sms/conversations-rcs'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.octopush.com')

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

const EMAIL = 'ada@example.com'
const FACEBOOK_ID = 'fid_1234567890'
const CONVERSATION_ID = 'cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01'

/** A message to the contact with these identifiers. */
const messageTo = (contact_identifiers: object) => ({
  direction: 'outbound',
  text: JSON.stringify(contact_identifiers),
  contact_identifiers,
})

test.each([
  { participant: '46 70-174 06 05', parameter: 'phone_number', value: '+46701740605' },
  { participant: 'ada+parcels@example.com', parameter: 'email', value: 'ada+parcels@example.com' },
  { participant: FACEBOOK_ID, parameter: 'facebook_id', value: FACEBOOK_ID },
  { participant: CONVERSATION_ID, parameter: 'conversation_id', value: CONVERSATION_ID },
])(
  'the participant $participant is sent in `contact` and in `$parameter`',
  async ({ participant, parameter, value }) => {
    const requests = replay({ body: [] })
    await expect(reader.messages(participant).toArray()).resolves.toEqual([])
    const query = { page: '1', per_page: '50', contact: value, [parameter]: value }
    expect(requests.map((request) => request.query)).toEqual([query])
  },
)

describe('a participant', () => {
  test.each([
    ['a sender name', ['Parcels', 'Parcel4you']],
    ['a short code or a national number', ['71200', '0701740605']],
    ['an e-mail address with an empty part', ['ada@', '@example.com']],
    ['an e-mail address with a space', ['a da@example.com', 'ada@exa mple.com', 'ada@example.com\n']],
    ['an e-mail address with more text', ['ada@example.com/', 'ada@example.com?x', 'eve@ada@example.com']],
    ['an e-mail address beyond ASCII', ['å@example.com']],
    ['a malformed Facebook id', ['fid_', 'fid_1/2', 'fid_1?2', 'fid_%2e', 'FID_17', 'fid_17\n']],
    ['a malformed conversation id', ['cid_', 'cid_17', 'cid_..', 'cid_%2e%2e', 'cid_a/b']],
    [
      'a conversation id that is too short or too long',
      [CONVERSATION_ID.slice(0, -1), `${CONVERSATION_ID}2`],
    ],
    ['an id of a type that is not documented', ['pid_17']],
    ['an e-mail address of 1 MB', [`${'a'.repeat(1_000_000)}@example.com`, `a@${'a.'.repeat(500_000)}`]],
    ['a Facebook id of 1 MB', [`fid_${'1'.repeat(1_000_000)}`]],
  ])('cannot be %s', (_, participants) => {
    for (const participant of participants) {
      expect(() => reader.messages(participant)).toThrow(
        expect.objectContaining({ code: 'invalid_argument', provider: 'conversations-rcs' }),
      )
    }
  })
})

describe('a message is the participant’s', () => {
  test.each([
    { participant: '+46701740605', contact: { phone_number: '46701740605' } },
    { participant: '+46701740605', contact: { phone_number: '+46701740605' } },
    { participant: '+46701740605', contact: { phone_number: '0046701740605' } },
    { participant: '+46701740605', contact: { phone_number: 46701740605 } },
    { participant: '+46701740605', contact: { phone_number: '0701740605' } },
    { participant: '+46701740605', contact: { phone_number: '+46 70-174 06 05' } },
    { participant: EMAIL, contact: { phone_number: null, email: EMAIL } },
    { participant: 'Ada@Example.com', contact: { phone_number: null, email: EMAIL } },
    { participant: FACEBOOK_ID, contact: { facebook_id: '1234567890' } },
    { participant: FACEBOOK_ID, contact: { facebook_id: FACEBOOK_ID } },
    { participant: FACEBOOK_ID, contact: { facebook_id: 1234567890 } },
    // The API finds a contact by one identifier, and may return another one.
    { participant: EMAIL, contact: { phone_number: '+46701740605', email: null } },
    { participant: CONVERSATION_ID, contact: { phone_number: '+46701740605' } },
  ])(
    'with the contact $contact if the requested participant is $participant',
    async ({ participant, contact }) => {
      replay({ body: [messageTo(contact)] }, { body: [] })
      await expect(reader.messages(participant).toArray()).resolves.toHaveLength(1)
    },
  )

  test.each([
    ['+46701740605', '0701740605'],
    ['0701740605', '+46701740605'],
    ['0701740605', '0701740605'],
    ['46701740605', '0046 70 174 06 05'],
  ])('if its contact is spelled %s in one message and %s in another', async (...spellings) => {
    replay({ body: spellings.map((phone_number) => messageTo({ phone_number })) }, { body: [] })
    await expect(reader.messages(EMAIL).toArray()).resolves.toHaveLength(2)
  })

  test('if it includes the requested identifier, whatever the others are', async () => {
    const emails = [EMAIL, 'ada@example.org']
    const messages = emails.map((email) => messageTo({ phone_number: '+46701740605', email }))
    replay({ body: messages }, { body: [] })
    await expect(reader.messages('+46701740605').toArray()).resolves.toHaveLength(2)
  })
})

describe('a message of another participant [other-participant]', () => {
  test.each([
    {
      participant: '+46701740605',
      contact: { phone_number: '+46701740699', email: EMAIL, facebook_id: null },
    },
    { participant: EMAIL, contact: { phone_number: '+46701740605', email: 'eve@example.com' } },
    { participant: FACEBOOK_ID, contact: { phone_number: '+46701740605', facebook_id: '1234567891' } },
  ])(
    'is invalid_response: $contact if the requested participant is $participant',
    async ({ participant, contact }) => {
      replay({ body: [messageTo(contact)] })
      await expect(reader.messages(participant).toArray()).rejects.toMatchObject({
        code: 'invalid_response',
        issues: [{ path: '0', expected: 'a message to or from the participant' }],
      })
    },
  )

  test.each([EMAIL, FACEBOOK_ID, CONVERSATION_ID])(
    'is found as a second contact in the conversation with %s, even if messages include phone numbers only',
    async (participant) => {
      const messages = ['+46701740605', '+46701740699'].map((phone_number) => messageTo({ phone_number }))
      replay({ body: messages })
      await expect(reader.messages(participant).toArray()).rejects.toMatchObject({
        code: 'invalid_response',
        issues: [{ path: '1', expected: 'a message to or from the participant' }],
      })
    },
  )
})
