import { createSmstools } from '@sms/smstools'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

const MESSAGE = { messageId: '5f1a09c7e3b24', direction: 'outbound', sender: 'Sender' }

/** Responds with a conversation of one message. */
function replayMessage(message: object): void {
  replay({ body: { total: 1, shown: 1, page: 1, limit: 2000, conversation: [message] } })
}

test.each([
  'Parcel',
  'Parcel4you',
  '71200',
  '0701740605',
  'someone@example.com',
  'fid_1234567890',
  'cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01',
])('%s is no participant, because the API finds conversations by phone number only', (participant) => {
  expect(() => reader.messages(participant)).toThrow(
    expect.objectContaining({ code: 'invalid_argument', provider: 'smstools' }),
  )
})

test.each(['46701740605', '+46701740605', '0046701740605', '0701740605', '070-174 06 05', 46701740605])(
  'the receiver %j is the participant',
  async (receiver) => {
    replayMessage({ ...MESSAGE, receiver })
    await expect(reader.messages('+46701740605').toArray()).resolves.toHaveLength(1)
  },
)

describe('a message of another participant [other-participant]', () => {
  test.each([
    { direction: 'outbound', sender: null, receiver: '46701740699' },
    { direction: 'outbound', sender: '46701740605', receiver: '46701740699' },
    { direction: 'inbound', sender: '46701740699', receiver: null },
    { direction: 'inbound', sender: '46701740699', receiver: '46701740605' },
  ])('is invalid_response: $direction from $sender to $receiver', async (addresses) => {
    replayMessage({ ...MESSAGE, ...addresses })
    await expect(reader.messages('+46701740605').toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'conversation.0', expected: 'a message to or from the participant' }],
    })
  })
})
