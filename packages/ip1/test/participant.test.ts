import { createIp1 } from '@sms/ip1'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const reader = createIp1({ apiKey: 'canary-api-key' })

// If no link has `rel="next"`, the list ends with this page.
const LAST_PAGE = { link: '<https://api.ip1sms.com/v2/conversations>; rel="self"' }

const MESSAGE = { id: '5bcf4324ee47dee41a9dbb13', direction: 'mt', sender: 'iP1' }

test.each(['P', 'iP1', 'Parcel4you1', '4u'])(
  'the sender name %s is requested as it is written',
  async (participant) => {
    const requests = replay({ body: [] }, { body: { participant, totalMessageCount: 0, totalSmsCount: 0 } })
    await expect(reader.messages(participant).toArray()).resolves.toEqual([])
    await expect(reader.summary(participant)).resolves.toMatchObject({ participant })
    const path = `/v2/conversations/${participant}`
    expect(requests).toMatchObject([{ path }, { path: `${path}/summary` }])
  },
)

test.each(['ParcelForYou', 'parcel_4you', 'café', 'someone@example.com', 'fid_17', 'cid_17'])(
  '%s is no participant: `messages()` throws and `summary()` rejects',
  async (participant) => {
    const invalidArgument = expect.objectContaining({ code: 'invalid_argument', provider: 'ip1' })
    expect(() => reader.messages(participant)).toThrow(invalidArgument)
    await expect(reader.summary(participant)).rejects.toEqual(invalidArgument)
  },
)

test.each(['71200', '0701740605', '070 174 06 05', '0', '１２３４５'])(
  'digits are never a sender name: %s',
  async (participant) => {
    const invalidArgument = expect.objectContaining({ code: 'invalid_argument', provider: 'ip1' })
    expect(() => reader.messages(participant)).toThrow(invalidArgument)
    await expect(reader.summary(participant)).rejects.toEqual(invalidArgument)
  },
)

test.each(['46701740605', '００46 701740605', '46 (0)701740605'])(
  'digits are a phone number in any spelling: %s',
  async (participant) => {
    const requests = replay({ body: [] })
    await expect(reader.messages(participant).toArray()).resolves.toEqual([])
    expect(requests).toMatchObject([{ path: '/v2/conversations/46701740605' }])
  },
)

test('the error for a national number says to add the country code', () => {
  expect(() => reader.messages('0701740605')).toThrow('This number is national: add the country code.')
})

test.each([
  { participant: '+46701740605', recipient: '0701740605' },
  { participant: '+46701740605', recipient: '+46 70-174 06 05' },
  { participant: '+46701740605', recipient: '46701740605' },
  { participant: '+46701740605', recipient: '+46701740605' },
  { participant: '+46701740605', recipient: '0046701740605' },
  { participant: '+46701740605', recipient: 46701740605 },
  { participant: 'Parcel4you', recipient: 'PARCEL4YOU' },
])('the recipient $recipient is the participant $participant', async ({ participant, recipient }) => {
  replay({ body: [{ ...MESSAGE, recipient }], headers: LAST_PAGE })
  await expect(reader.messages(participant).toArray()).resolves.toHaveLength(1)
})

describe('a message of another participant [other-participant]', () => {
  test.each([
    { direction: 'mt', sender: null, recipient: '46701740699' },
    { direction: 'mt', sender: 'iP1', recipient: '46701740699' },
    { direction: 'mo', sender: '46701740699', recipient: null },
    { direction: 'mo', sender: '46701740699', recipient: 'iP1' },
  ])('is invalid_response: $direction from $sender to $recipient', async (addresses) => {
    replay({ body: [{ ...MESSAGE, ...addresses }], headers: LAST_PAGE })
    await expect(reader.messages('+46701740605').toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '0', expected: 'a message to or from the participant' }],
    })
  })

  test.each([
    { direction: 'mt', sender: '46701740605', recipient: '46701740699' },
    { direction: 'mo', sender: '46701740699', recipient: '46701740605' },
  ])('is accepted if the account’s own side is the participant: $direction', async (addresses) => {
    replay({ body: [{ ...MESSAGE, ...addresses }], headers: LAST_PAGE })
    await expect(reader.messages('+46701740605').toArray()).resolves.toHaveLength(1)
  })
})

test('the summary of another participant is invalid_response [other-participant]', async () => {
  replay({ body: { participant: '46701740699', totalMessageCount: 1, totalSmsCount: 1 } })
  await expect(reader.summary('+46701740605')).rejects.toMatchObject({
    code: 'invalid_response',
    status: 200,
    attempts: 1,
    issues: [{ path: 'participant', expected: 'the requested participant' }],
  })
})
