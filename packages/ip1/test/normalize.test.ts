import { createIp1, type Message } from '@sms/ip1'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const reader = createIp1({ apiKey: 'canary-api-key' })

// If no link has `rel="next"`, the list ends with this page.
const LAST_PAGE = { link: '<https://api.ip1sms.com/v2/conversations>; rel="self"' }

const SENT = {
  id: '5bcf4324ee47dee41a9dbb13',
  batchId: '5bc86b6e85c7209830f96936',
  owner: 'ip1-12345',
  sender: 'iP1',
  recipient: '46701740605',
  body: 'Your parcel has arrived',
  direction: 'mt',
  segments: 1,
  type: 'SMS',
  datacoding: 'gsm',
  priority: 1,
  price: 0.0416,
  currency: 'EUR',
  statuses: [{ created: '2018-10-23T17:43:21Z', code: 201, duration: 1 }],
  modified: '2018-10-23T17:43:19Z',
  reference: 'order 17',
  mcc: '240',
  mnc: '01',
}

/** Reads a conversation of one message. */
async function read(raw: object): Promise<Message> {
  replay({ body: [raw], headers: LAST_PAGE })
  const [message, ...others] = await reader.messages('+46701740605').toArray()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('The conversation is empty.')
  return message
}

const statusAt = (created: string | null) => ({ created, code: 201, duration: 1 })

describe('direction', () => {
  test.each(['mt', 'MT', 'Mt', 0, '0'])('%j is outbound', async (direction) => {
    await expect(read({ ...SENT, direction })).resolves.toMatchObject({ direction: 'outbound' })
  })

  test.each(['mo', 'MO', 'Mo', 1, '1'])('%j is inbound', async (direction) => {
    const received = { ...SENT, direction, sender: '46701740605', recipient: 'iP1' }
    await expect(read(received)).resolves.toMatchObject({ direction: 'inbound' })
  })

  test.each(['', 'inbound', 2, null, undefined])('%j is invalid_response', async (direction) => {
    await expect(read({ ...SENT, direction })).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '0', expected: 'mt or mo' }],
    })
  })

  test.each(['outbound', 'inbound'] as const)(
    'is %s if the endpoint returns messages of that direction only',
    async (direction) => {
      replay({ body: [{ ...SENT, direction: undefined }], headers: LAST_PAGE })
      const messages = reader.messages('+46701740605', { direction }).toArray()
      await expect(messages).resolves.toMatchObject([{ direction }])
    },
  )
})

describe('status', () => {
  test.each([
    { status: 'sending', codes: [101, 102, 103, 104, 110, 111, 112, 113, 199] },
    { status: 'delivered', codes: [201, 202, 203, '201'] },
    { status: 'failed', codes: [402, 403, 404, 405, 406, 407, 408, 409] },
    { status: 'undelivered', codes: [500, 501, 502, 503, 511, 512, 513, 514, 515, 516, 599] },
    { status: 'unknown', codes: [301, 600, 20, 2011, 'DELIVERED', '', null, undefined] },
  ])('is $status for each of the codes $codes', async ({ status, codes }) => {
    for (const code of codes) {
      const statuses = [{ created: '2018-10-23T17:43:21Z', code, duration: 0 }]
      await expect(read({ ...SENT, statuses })).resolves.toMatchObject({ status })
    }
  })

  test('is the one added last', async () => {
    const statuses = [101, 110, 503].map((code) => ({ created: '2018-10-23T17:43:21Z', code, duration: 0 }))
    await expect(read({ ...SENT, statuses })).resolves.toMatchObject({ status: 'undelivered' })
  })
})

describe('addresses', () => {
  test.each([
    { sender: 447700900123, from: '+447700900123' },
    { sender: 71200, from: '71200' },
    { sender: 'Parcel4you', from: 'Parcel4you' },
  ])('the sender $sender is shown as $from', async ({ sender, from }) => {
    await expect(read({ ...SENT, sender })).resolves.toMatchObject({ from, to: '+46701740605' })
  })
})

describe('numbers', () => {
  test.each([
    { sent: 2, segments: 2 },
    { sent: '3', segments: 3 },
    { sent: '', segments: null },
    { sent: 'many', segments: null },
  ])('segments: $sent is $segments', async ({ sent, segments }) => {
    await expect(read({ ...SENT, segments: sent })).resolves.toMatchObject({ segments })
  })

  test.each([
    { price: 0.0416, currency: 'EUR', shown: { amount: 0.0416, currency: 'EUR' } },
    { price: '0.0416', currency: 'SEK', shown: { amount: 0.0416, currency: 'SEK' } },
    { price: 0, currency: 'EUR', shown: { amount: 0, currency: 'EUR' } },
    { price: '', currency: 'EUR', shown: null },
    { price: 'free', currency: 'EUR', shown: null },
    { price: null, currency: 'EUR', shown: null },
    { price: 0.0416, currency: null, shown: null },
    { price: 0.0416, currency: '', shown: null },
  ])('the price $price in $currency, of a message of two segments, is $shown', async ({ shown, ...sent }) => {
    const message = await read({ ...SENT, ...sent, segments: 2 })
    expect(message.price).toEqual(shown)
  })

  test.each([
    { type: 'SMS', datacoding: 'ucs', priority: 1 },
    { type: 'sms', datacoding: 'gsm', priority: '2' },
    { type: 'flash', datacoding: 0, priority: '1' },
    { type: 0, datacoding: 2, priority: 2 },
    { type: 1, datacoding: '2', priority: null },
  ])('the type $type, datacoding $datacoding and priority $priority describe an SMS', async (fields) => {
    await expect(read({ ...SENT, ...fields })).resolves.toMatchObject({ channel: 'sms', raw: fields })
  })
})

describe('time', () => {
  const MODIFIED = '2018-10-23T17:43:19Z'

  test.each([
    { id: '5bcf4324ee47dee41a9dbb13', time: '2018-10-23T15:49:56Z' },
    { id: '5BCF4324EE47DEE41A9DBB13', time: '2018-10-23T15:49:56Z' },
    { id: 'ffffffff0000000000000000', time: '2106-02-07T06:28:15Z' },
  ])('is $time for the ObjectId $id', async ({ id, time }) => {
    const message = await read({ ...SENT, id })
    expect(message.timestamp).toEqual(new Date(time))
  })

  const WITHOUT_TIME = [
    '5bcf4324ee47dee41a9dbb1',
    '5bcf4324ee47dee41a9dbb133',
    'xbcf4324ee47dee41a9dbb13',
    '000000000000000000000000',
    '17',
    null,
  ]

  test.each(WITHOUT_TIME)('is the time of the earliest status if the id contains none: %j', async (id) => {
    const statuses = ['2018-10-23T17:43:21Z', '2018-10-23T17:43:20Z', 'soon', null].map(statusAt)
    const message = await read({ ...SENT, id, statuses, modified: MODIFIED })
    expect(message.timestamp).toEqual(new Date('2018-10-23T17:43:20Z'))
  })

  test('is the time of the earliest of 200 000 statuses', async () => {
    const statuses = Array.from({ length: 200_000 }, () => ({ created: '2018-10-23T17:43:21Z' }))
    statuses.push({ created: '2018-10-23T17:43:20Z' })
    const { timestamp } = await read({ ...SENT, id: 'x', statuses })
    expect(timestamp).toEqual(new Date('2018-10-23T17:43:20Z'))
  })

  test.each([[[]], [[statusAt(null)]], [[statusAt('soon')]], [null], [undefined]])(
    'is the time of the last change if the statuses are %j',
    async (statuses) => {
      const message = await read({ ...SENT, id: '17', statuses, modified: MODIFIED })
      expect(message.timestamp).toEqual(new Date(MODIFIED))
    },
  )

  test.each(['', 'soon', null, undefined])(
    'is null if there is no other time and `modified` is %j',
    async (modified) => {
      const message = await read({ ...SENT, id: '17', statuses: [], modified })
      expect(message.timestamp).toBeNull()
    },
  )
})

describe('a message', () => {
  const nothing = Object.fromEntries(Object.keys(SENT).map((field) => [field, null]))

  test.each([{ direction: 'mt' }, { ...nothing, direction: 'mt' }, { direction: 'mt', statuses: [] }])(
    'may state no more than its direction: %j',
    async (raw) => {
      await expect(read(raw)).resolves.toEqual({
        provider: 'ip1',
        id: null,
        key: expect.stringMatching(/^ip1:.+/),
        direction: 'outbound',
        channel: 'sms',
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
    },
  )
})
