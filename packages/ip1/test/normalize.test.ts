import { createIp1, type Message } from '@sms/ip1'
import { beforeEach, describe, expect, test } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay, serve } = replayAt('https://api.ip1sms.com')

const PARTICIPANT = '+46701740605'

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

const reader = createIp1({ apiKey: 'canary-api-key' })

/** The one message that a body with these fields changed comes out as. */
async function read(fields: Readonly<Record<string, unknown>>): Promise<Message> {
  return readText(JSON.stringify([{ ...SENT, ...fields }]))
}

async function readText(body: string): Promise<Message> {
  replay({ body })
  const [message, ...others] = await reader.messages(PARTICIPANT).toArray()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('There is no message.')
  return message
}

async function keysOf(pageSize: number): Promise<readonly string[]> {
  const messages = await reader.messages(PARTICIPANT, { pageSize }).toArray()
  return messages.map(({ key }) => key)
}

const statusAt = (created: string | null) => ({ created, code: 201, duration: 1 })

describe('direction', () => {
  test.each(['mt', 'MT', 'Mt', 0, '0'])('%j is outbound', async (direction) => {
    await expect(read({ direction })).resolves.toMatchObject({ direction: 'outbound', status: 'delivered' })
  })

  test.each(['mo', 'MO', 'Mo', 1, '1'])('%j is inbound, and so received', async (direction) => {
    const fields = { direction, sender: '46701740605', recipient: '447700900123' }
    await expect(read(fields)).resolves.toMatchObject({ direction: 'inbound', status: 'received' })
  })

  test.each(['', 'sideways', 'inbound', 2, null, undefined])('%j cannot be known', async (direction) => {
    replay({ body: [SENT, { ...SENT, id: '5bcf4325ee47dee41a9dbb14', direction }] })
    await expect(reader.messages(PARTICIPANT).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: '1', expected: 'mt or mo' }],
    })
  })

  test.each(['outbound', 'inbound'] as const)(
    'an endpoint for %s messages decides it alone',
    async (direction) => {
      replay({ body: [{ ...SENT, direction: undefined }] })
      await expect(reader.messages(PARTICIPANT, { direction }).toArray()).resolves.toMatchObject([
        { direction },
      ])
    },
  )
})

describe('status', () => {
  test.each([
    ...[101, 102, 103, 104, 110, 111, 112, 113].map((code) => ({ code, status: 'sending' })),
    ...[201, 202, 203].map((code) => ({ code, status: 'delivered' })),
    ...[402, 403, 404, 405, 406, 407, 408, 409].map((code) => ({ code, status: 'failed' })),
    ...[500, 501, 502, 503, 511, 512, 513, 514, 515, 516, 599].map((code) => ({
      code,
      status: 'undelivered',
    })),
    { code: '201', status: 'delivered' },
    { code: 199, status: 'sending' },
    { code: 301, status: 'unknown' },
    { code: 600, status: 'unknown' },
    { code: 20, status: 'unknown' },
    { code: 2011, status: 'unknown' },
    { code: 'DELIVERED', status: 'unknown' },
    { code: '', status: 'unknown' },
    { code: null, status: 'unknown' },
    { code: undefined, status: 'unknown' },
  ])('code $code is $status', async ({ code, status }) => {
    const statuses = [{ created: '2018-10-23T17:43:21Z', code, duration: 0 }]
    await expect(read({ statuses })).resolves.toMatchObject({ status })
  })

  test('the status added last is the message’s', async () => {
    const statuses = [101, 110, 503].map((code) => ({ created: '2018-10-23T17:43:21Z', code, duration: 0 }))
    await expect(read({ statuses })).resolves.toMatchObject({ status: 'undelivered' })
  })

  test.each([[[]], [null], [undefined]])(
    'a message with the statuses %j has an unknown one',
    async (statuses) => {
      await expect(read({ statuses })).resolves.toMatchObject({ status: 'unknown' })
    },
  )
})

describe('addresses', () => {
  test.each([
    { address: '46701740605', shown: '+46701740605' },
    { address: '+46701740605', shown: '+46701740605' },
    { address: 46701740605, shown: '+46701740605' },
    { address: '12345678', shown: '+12345678' },
    { address: '123456789012345', shown: '+123456789012345' },
    { address: '1234567', shown: '1234567' },
    { address: '1234567890123456', shown: '1234567890123456' },
    { address: '71200', shown: '71200' },
    { address: 71200, shown: '71200' },
    { address: 'iP1', shown: 'iP1' },
    { address: 'Parcel4you', shown: 'Parcel4you' },
    { address: 'shop@example.com', shown: 'shop@example.com' },
    { address: '', shown: '' },
  ])('the sender $address is shown as $shown', async ({ address, shown }) => {
    await expect(read({ sender: address })).resolves.toMatchObject({ from: shown, to: PARTICIPANT })
  })

  test('a conversation with an alphanumeric sender is asked for and shown as it is written', async () => {
    const requests = replay({
      body: [{ ...SENT, direction: 'mo', sender: 'iP1', recipient: '447700900123' }],
    })
    const messages = await reader.messages('iP1').toArray()
    expect(requests).toMatchObject([{ path: '/v2/conversations/iP1' }])
    expect(messages).toMatchObject([{ from: 'iP1', to: '+447700900123' }])
  })

  test.each(['46701740605', '+46 70-174 06 05', '[46] (70) 174.06.05'])(
    'the participant %j is asked for by its digits',
    async (participant) => {
      const requests = replay({ body: [SENT] })
      await expect(reader.messages(participant).toArray()).resolves.toHaveLength(1)
      expect(requests).toMatchObject([{ path: '/v2/conversations/46701740605' }])
    },
  )

  test.each(['46701740605', '+46701740605', '0046701740605', 46701740605])(
    'the recipient %j is the participant',
    async (recipient) => {
      await expect(read({ recipient })).resolves.toMatchObject({ direction: 'outbound' })
    },
  )
})

describe('numbers', () => {
  test.each([
    { segments: 2, shown: 2 },
    { segments: '3', shown: 3 },
    { segments: '', shown: null },
    { segments: 'many', shown: null },
    { segments: null, shown: null },
    { segments: undefined, shown: null },
  ])('segments $segments are $shown', async ({ segments, shown }) => {
    await expect(read({ segments })).resolves.toMatchObject({ segments: shown })
  })

  test.each([
    { price: 0.0416, currency: 'EUR', shown: { amount: 0.0416, currency: 'EUR' } },
    { price: '0.0416', currency: 'SEK', shown: { amount: 0.0416, currency: 'SEK' } },
    { price: 0, currency: 'EUR', shown: { amount: 0, currency: 'EUR' } },
    { price: '0', currency: 'EUR', shown: { amount: 0, currency: 'EUR' } },
    { price: '', currency: 'EUR', shown: null },
    { price: 'free', currency: 'EUR', shown: null },
    { price: null, currency: 'EUR', shown: null },
    { price: undefined, currency: 'EUR', shown: null },
    { price: 0.0416, currency: null, shown: null },
    { price: 0.0416, currency: undefined, shown: null },
    { price: 0.0416, currency: '', shown: null },
  ])('the price $price in $currency is $shown', async ({ price, currency, shown }) => {
    const message = await read({ price, currency })
    expect(message.price).toEqual(shown)
  })

  test.each([
    { type: 'SMS', datacoding: 'ucs', priority: 1 },
    { type: 'sms', datacoding: 'gsm', priority: '2' },
    { type: 'flash', datacoding: 0, priority: '1' },
    { type: 0, datacoding: 2, priority: 2 },
    { type: 1, datacoding: '2', priority: null },
  ])(
    'the type $type, datacoding $datacoding and priority $priority are accepted as an SMS',
    async (fields) => {
      await expect(read(fields)).resolves.toMatchObject({ channel: 'sms', raw: fields })
    },
  )
})

describe('ids', () => {
  test.each([
    { written: '"5bcf4324ee47dee41a9dbb13"', id: '5bcf4324ee47dee41a9dbb13' },
    { written: '"17"', id: '17' },
    { written: '17', id: '17' },
    { written: '0', id: '0' },
    { written: '9007199254740991', id: '9007199254740991' },
    { written: '9007199254740993', id: '9007199254740993' },
    { written: '12345678901234567890', id: '12345678901234567890' },
  ])('the id $written is $id, and the key is made of it', async ({ written, id }) => {
    const body = JSON.stringify([SENT]).replace(`"${SENT.id}"`, () => written)
    await expect(readText(body)).resolves.toMatchObject({ id, key: `ip1:${id}` })
  })

  test.each([null, undefined])('a message whose id is %s has a key all the same', async (id) => {
    const message = await read({ id })
    expect(message).toMatchObject({ id: null, key: expect.stringMatching(/^ip1:.+/) })
  })

  test('the key of a message without an id stays what it is: programs store it', async () => {
    const message = await read({ id: null })
    expect(message.key).toBe('ip1::0rctzvf1m0vvvx:0')
  })

  test('the key of a message without an id does not change with its status', async () => {
    const before = await read({ id: null, statuses: [{ code: 101 }], modified: '2018-10-23T17:43:19Z' })
    const after = await read({ id: null, statuses: [{ code: 201 }], modified: '2018-10-24T08:00:00Z' })
    expect(after.key).toBe(before.key)
  })

  describe('keys of twins without an id', () => {
    const twin = { ...SENT, id: undefined }
    const list = [{ ...twin, body: 'first' }, twin, twin, twin, { ...twin, body: 'last' }]

    beforeEach(() => {
      serve(({ query }) => {
        const start = Number(query['start'])
        return { body: list.slice(start, start + Number(query['limit'])) }
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

describe('time', () => {
  const MODIFIED = '2018-10-23T17:43:19Z'

  test.each([
    { id: '5bcf4324ee47dee41a9dbb13', time: '2018-10-23T15:49:56Z' },
    { id: '5BCF4324EE47DEE41A9DBB13', time: '2018-10-23T15:49:56Z' },
    { id: '000000000000000000000000', time: '1970-01-01T00:00:00Z' },
    { id: 'ffffffff0000000000000000', time: '2106-02-07T06:28:15Z' },
  ])('the ObjectId $id was made at $time', async ({ id, time }) => {
    const message = await read({ id })
    expect(message.timestamp).toEqual(new Date(time))
  })

  test.each(['5bcf4324ee47dee41a9dbb1', '5bcf4324ee47dee41a9dbb133', 'xbcf4324ee47dee41a9dbb13', '17', null])(
    'the id %j is no ObjectId: the earliest status tells the time',
    async (id) => {
      const statuses = ['2018-10-23T17:43:21Z', '2018-10-23T17:43:20Z', 'soon', null].map(statusAt)
      const message = await read({ id, statuses, modified: MODIFIED })
      expect(message.timestamp).toEqual(new Date('2018-10-23T17:43:20Z'))
    },
  )

  test.each([[[]], [[statusAt(null)]], [[statusAt('soon')]], [null], [undefined]])(
    'with the statuses %j the time is when the message was modified',
    async (statuses) => {
      const message = await read({ id: '17', statuses, modified: MODIFIED })
      expect(message.timestamp).toEqual(new Date(MODIFIED))
    },
  )

  test.each(['', 'soon', null, undefined])(
    'with nothing else and modified %j there is no time',
    async (modified) => {
      const message = await read({ id: '17', statuses: [], modified })
      expect(message.timestamp).toBeNull()
    },
  )
})

describe('what is missing', () => {
  const optional = Object.keys(SENT).filter((field) => field !== 'direction')

  test.each(optional)('a message without %s is accepted', async (field) => {
    const { [field]: _, ...rest } = SENT as Readonly<Record<string, unknown>>
    const message = await readText(JSON.stringify([rest]))
    expect(message.raw).toStrictEqual(rest)
  })

  test.each(optional)('a message whose %s is null is accepted', async (field) => {
    const message = await read({ [field]: null })
    expect(message.raw).toStrictEqual({ ...SENT, [field]: null })
  })

  test('a message of which nothing but the direction is told has empty fields', async () => {
    const raw = { direction: 'mo' }
    await expect(readText(JSON.stringify([raw]))).resolves.toEqual({
      provider: 'ip1',
      id: null,
      key: expect.stringMatching(/^ip1:.+/),
      direction: 'inbound',
      channel: 'sms',
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

describe('summary', () => {
  const SUMMARY = {
    participant: '46701740605',
    totalMessageCount: 5,
    totalSmsCount: 7,
    mobileTerminatedMessages: { '201': { messages: 5, sms: 7 } },
    mobileOriginatedMessages: {},
  }

  test('totals as numeric strings are counts, those beneath them too', async () => {
    const counts = { '201': { messages: '5', sms: '7' } }
    replay({
      body: { ...SUMMARY, totalMessageCount: '5', totalSmsCount: '7', mobileTerminatedMessages: counts },
    })
    await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({
      messages: 5,
      segments: 7,
      outbound: { delivered: { messages: 5, segments: 7 } },
      inbound: {},
    })
  })

  test('codes of one class add up, and whatever was received is received', async () => {
    const each = { messages: 1, sms: 2 }
    const all = Object.fromEntries(
      ['101', '113', '201', '404', '409', '511', '599', '777'].map((code) => [code, each]),
    )
    replay({ body: { ...SUMMARY, mobileTerminatedMessages: all, mobileOriginatedMessages: all } })
    await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({
      outbound: {
        sending: { messages: 2, segments: 4 },
        delivered: { messages: 1, segments: 2 },
        failed: { messages: 2, segments: 4 },
        undelivered: { messages: 2, segments: 4 },
        unknown: { messages: 1, segments: 2 },
      },
      inbound: { received: { messages: 8, segments: 16 } },
    })
  })

  test('spaces around any key are trimmed', async () => {
    replay({ body: { ...SUMMARY, mobileTerminatedMessages: { ' 201 ': { 'messages ': 3, ' sms': 4 } } } })
    await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({
      outbound: { delivered: { messages: 3, segments: 4 } },
    })
  })

  test.each(['mobileTerminatedMessages', 'mobileOriginatedMessages'])(
    '%s may be null or absent',
    async (field) => {
      replay({ body: { ...SUMMARY, [field]: null } }, { body: { ...SUMMARY, [field]: undefined } })
      await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({ messages: 5 })
      await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({ messages: 5 })
    },
  )

  test.each([null, undefined])(
    'where its participant is %s, it is the one asked for',
    async (participant) => {
      replay({ body: { ...SUMMARY, participant } })
      await expect(reader.summary(PARTICIPANT)).resolves.toMatchObject({ participant: PARTICIPANT })
    },
  )

  test('a sender name is shown as it is written', async () => {
    replay({ body: { ...SUMMARY, participant: 'iP1' } })
    await expect(reader.summary('iP1')).resolves.toMatchObject({ participant: 'iP1' })
  })

  test.each([
    ...[-1, 1.5, '-1', 'many', null, undefined].map((value) => ({ field: 'totalMessageCount', value })),
    ...[-1, 1.5, '-1', 'many', null, undefined].map((value) => ({ field: 'totalSmsCount', value })),
  ])('$value is no $field', async ({ field, value }) => {
    replay({ body: { ...SUMMARY, [field]: value } })
    await expect(reader.summary(PARTICIPANT)).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: field }],
    })
  })
})
