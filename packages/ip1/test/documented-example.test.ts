import { createIp1 } from '@sms/ip1'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.ip1sms.com')

// The page's example, with a number reserved for fiction and the comma after `mcc` that the page lacks.
const EXAMPLE = {
  id: '5bcf4324ee47dee41a9dbb13',
  batchId: '5bc86b6e85c7209830f96936',
  owner: 'ip1-XXXXX',
  sender: 'iP1',
  recipient: '46701740605',
  body: 'Hi my name is earl',
  direction: 'mt',
  segments: 1,
  type: 'SMS',
  datacoding: 'ucs',
  priority: 1,
  price: 0.0416,
  currency: 'EUR',
  statuses: [{ created: '2018-10-23T17:43:21Z', code: 201, duration: 0 }],
  modified: '2018-10-23T17:43:19Z',
  reference: 'A client reference',
  mcc: '431',
  mnc: '20',
}

// The page's example, with its key ` messages`.
const SUMMARY = {
  participant: '46701740605',
  totalMessageCount: 387,
  totalSmsCount: 774,
  mobileTerminatedMessages: {
    '101': { messages: 43, sms: 86 },
    '102': { ' messages': 3, sms: 6 },
    '201': { messages: 142, sms: 284 },
  },
  mobileOriginatedMessages: { '201': { messages: 199, sms: 398 } },
}

const reader = createIp1({ apiKey: 'canary-api-key' })

// If no link has `rel="next"`, the list ends with this page.
const LAST_PAGE = { link: '<https://api.ip1sms.com/v2/conversations>; rel="self"' }

test('requests the documented message as documented and returns all of it', async () => {
  const requests = replay({ body: [EXAMPLE], headers: LAST_PAGE })
  const messages = await reader.messages('+46701740605').toArray()

  expect(requests).toEqual([
    {
      method: 'GET',
      path: '/v2/conversations/46701740605',
      query: { start: '0', limit: '50', order: 'ASC' },
      headers: expect.objectContaining({
        authorization: 'Bearer canary-api-key',
        accept: 'application/json',
      }),
    },
  ])
  expect(messages).toEqual([
    {
      provider: 'ip1',
      id: '5bcf4324ee47dee41a9dbb13',
      key: 'ip1:5bcf4324ee47dee41a9dbb13',
      direction: 'outbound',
      channel: 'sms',
      from: 'iP1',
      to: '+46701740605',
      text: 'Hi my name is earl',
      attachments: [],
      timestamp: new Date('2018-10-23T15:49:56Z'),
      status: 'delivered',
      segments: 1,
      price: { amount: 0.0416, currency: 'EUR' },
      raw: EXAMPLE,
    },
  ])
  expect(messages[0]?.raw).toStrictEqual(EXAMPLE)
})

test('requests the documented summary as documented and sums its counts, despite the stray space', async () => {
  const requests = replay({ body: SUMMARY })
  const summary = await reader.summary('+46701740605')

  expect(requests).toEqual([
    {
      method: 'GET',
      path: '/v2/conversations/46701740605/summary',
      query: {},
      headers: expect.objectContaining({ authorization: 'Bearer canary-api-key' }),
    },
  ])
  expect(summary).toEqual({
    provider: 'ip1',
    participant: '+46701740605',
    messages: 387,
    segments: 774,
    outbound: { sending: { messages: 46, segments: 92 }, delivered: { messages: 142, segments: 284 } },
    inbound: { received: { messages: 199, segments: 398 } },
    raw: SUMMARY,
  })
  expect(summary.raw).toStrictEqual(SUMMARY)
})
