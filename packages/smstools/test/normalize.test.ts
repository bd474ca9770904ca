import { createSmstools, type Message } from '@sms/smstools'
import { beforeEach, describe, expect, test } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay, serve } = replayAt('https://api.smsgatewayapi.com')

const PARTICIPANT = '+46701740605'

const SENT = {
  messageId: '5f1a09c7e3b24',
  direction: 'outbound',
  sender: 'Sender',
  receiver: '46701740605',
  message: 'Your parcel has arrived',
  file: null,
  datetime: '05 jun 2025, 08:44:46',
  unixDatetime: 1749113086,
  deliveryStatus: 'DELIVERED',
}

const RECEIVED = {
  messageId: null,
  direction: 'inbound',
  sender: '46701740605',
  receiver: 'Sender',
  message: 'Thank you',
  file: null,
  datetime: '05 jun 2025, 08:45:46',
  unixDatetime: 1749113146,
  deliveryStatus: 'DELIVERED',
}

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

const page = (...conversation: readonly object[]) => ({
  total: conversation.length,
  shown: conversation.length,
  page: 1,
  limit: 2000,
  conversation,
})

/** The one message that an outbound message with these fields changed comes out as. */
async function read(fields: Readonly<Record<string, unknown>>): Promise<Message> {
  return readText(JSON.stringify(page({ ...SENT, ...fields })))
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

describe('direction', () => {
  test.each([
    { direction: 'outbound', mine: undefined, is: 'outbound' },
    { direction: 'OUTBOUND', mine: undefined, is: 'outbound' },
    { direction: 'Outbound', mine: null, is: 'outbound' },
    { direction: 'inbound', mine: undefined, is: 'inbound' },
    { direction: 'INBOUND', mine: undefined, is: 'inbound' },
    { direction: undefined, mine: true, is: 'outbound' },
    { direction: null, mine: true, is: 'outbound' },
    { direction: undefined, mine: false, is: 'inbound' },
    { direction: null, mine: false, is: 'inbound' },
    { direction: 'outbound', mine: false, is: 'outbound' },
    { direction: 'inbound', mine: true, is: 'inbound' },
  ])('$direction with mine $mine is $is', async ({ direction, mine, is }) => {
    const fields = is === 'inbound' ? RECEIVED : SENT
    await expect(read({ ...fields, direction, mine })).resolves.toMatchObject({ direction: is })
  })

  test.each([
    { direction: '', mine: undefined },
    { direction: 'sideways', mine: undefined },
    { direction: 'sideways', mine: true },
    { direction: 'mt', mine: undefined },
    { direction: null, mine: null },
    { direction: undefined, mine: undefined },
  ])('$direction with mine $mine cannot be known', async (fields) => {
    replay({ body: page(SENT, RECEIVED, { ...SENT, messageId: 'other', ...fields }) })
    await expect(reader.messages(PARTICIPANT).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'conversation.2', expected: 'inbound or outbound' }],
    })
  })

  test.each(['inbound', 'outbound'] as const)(
    'only %s messages are given when asked for',
    async (direction) => {
      replay({ body: page(RECEIVED, SENT) })
      await expect(reader.messages(PARTICIPANT, { direction }).toArray()).resolves.toMatchObject([
        { direction },
      ])
    },
  )
})

describe('status', () => {
  test.each([
    { word: 'SUBMITTED', status: 'sent' },
    { word: 'BUFFERED', status: 'sent' },
    { word: 'DELIVERED', status: 'delivered' },
    { word: 'delivered', status: 'delivered' },
    { word: 'Delivered', status: 'delivered' },
    { word: 'NOT DELIVERED', status: 'undelivered' },
    { word: 'NOT_DELIVERED', status: 'undelivered' },
    { word: 'not delivered', status: 'undelivered' },
    { word: 'Not_Delivered', status: 'undelivered' },
    { word: 'REJECTED', status: 'failed' },
    { word: 'rejected', status: 'failed' },
    { word: 'UNKNOWN', status: 'unknown' },
    { word: 'TELEPORTED', status: 'unknown' },
    { word: 'constructor', status: 'unknown' },
    { word: '__proto__', status: 'unknown' },
    { word: '', status: 'unknown' },
    { word: null, status: 'unknown' },
    { word: undefined, status: 'unknown' },
  ])('$word is $status', async ({ word, status }) => {
    await expect(read({ deliveryStatus: word })).resolves.toMatchObject({ status })
  })

  test.each(['DELIVERED', 'NOT DELIVERED', 'TELEPORTED', null])(
    'an inbound message that is %s is received',
    async (deliveryStatus) => {
      await expect(read({ ...RECEIVED, deliveryStatus })).resolves.toMatchObject({ status: 'received' })
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
    { address: 'Sender', shown: 'Sender' },
    { address: 'shop@example.com', shown: 'shop@example.com' },
    { address: '', shown: '' },
  ])('the sender $address is shown as $shown', async ({ address, shown }) => {
    await expect(read({ sender: address })).resolves.toMatchObject({ from: shown, to: PARTICIPANT })
  })

  test.each(['46701740605', '+46 70-174 06 05', '[46] (70) 174.06.05'])(
    'the participant %j is asked for by its digits',
    async (participant) => {
      const requests = replay({ body: page(SENT) })
      await expect(reader.messages(participant).toArray()).resolves.toHaveLength(1)
      expect(requests).toMatchObject([{ path: '/v1/conversation/46701740605' }])
    },
  )

  test.each(['46701740605', '+46701740605', '0046701740605', 46701740605])(
    'the receiver %j is the participant',
    async (receiver) => {
      await expect(read({ receiver })).resolves.toMatchObject({ direction: 'outbound' })
    },
  )
})

describe('files', () => {
  const url = 'https://www.smstools.com/files/parcel.jpg'

  test.each([{ file: null }, { file: undefined }, { file: [] }])(
    'with $file a message is an SMS',
    async ({ file }) => {
      await expect(read({ file })).resolves.toMatchObject({ channel: 'sms', attachments: [] })
    },
  )

  test('each file is an attachment, and the message an MMS', async () => {
    const file = [
      { name: 'parcel.jpg', image: url, mime: 'image/jpeg' },
      { name: null, image: url, mime: null },
      { image: url },
    ]
    await expect(read({ file })).resolves.toMatchObject({
      channel: 'mms',
      attachments: [
        { name: 'parcel.jpg', url, contentType: 'image/jpeg' },
        { name: null, url, contentType: null },
        { name: null, url, contentType: null },
      ],
    })
  })

  test.each([{ image: null }, { image: undefined }])(
    'a file without an address is no attachment, and the message an MMS all the same: %j',
    async (file) => {
      await expect(read({ file: [{ name: 'parcel.jpg', mime: 'image/', ...file }] })).resolves.toMatchObject({
        channel: 'mms',
        attachments: [],
      })
    },
  )
})

describe('time', () => {
  test.each([
    { unixDatetime: 1749113086, time: '2025-06-05T08:44:46Z' },
    { unixDatetime: '1749113086', time: '2025-06-05T08:44:46Z' },
    { unixDatetime: 0, time: '1970-01-01T00:00:00Z' },
  ])('$unixDatetime is $time, whatever the localised text says', async ({ unixDatetime, time }) => {
    const message = await read({ unixDatetime, datetime: '28 maggio 2025, 09:26:58' })
    expect(message.timestamp).toEqual(new Date(time))
  })

  test.each(['', 'soon', null, undefined, 1e300])(
    '%j is no time, and the text is not asked',
    async (unixDatetime) => {
      const message = await read({ unixDatetime })
      expect(message.timestamp).toBeNull()
    },
  )
})

describe('ids', () => {
  test.each([
    { written: '"5f1a09c7e3b24"', id: '5f1a09c7e3b24' },
    { written: '"17"', id: '17' },
    { written: '17', id: '17' },
    { written: '0', id: '0' },
    { written: '9007199254740991', id: '9007199254740991' },
    { written: '9007199254740993', id: '9007199254740993' },
    { written: '12345678901234567890', id: '12345678901234567890' },
  ])('the id $written is $id, and the key is made of it', async ({ written, id }) => {
    const body = JSON.stringify(page(SENT)).replace(`"${SENT.messageId}"`, () => written)
    await expect(readText(body)).resolves.toMatchObject({ id, key: `smstools:${id}` })
  })

  test.each([null, undefined])('a message whose id is %s has a key all the same', async (messageId) => {
    const message = await read({ ...RECEIVED, messageId })
    expect(message).toMatchObject({ id: null, key: expect.stringMatching(/^smstools:.+/) })
  })

  test('an inbound message keeps an id that it is given', async () => {
    await expect(read({ ...RECEIVED, messageId: 'in-17' })).resolves.toMatchObject({ id: 'in-17' })
  })

  test('the key of a message without an id does not change with its status', async () => {
    const before = await read({ messageId: null, deliveryStatus: 'SUBMITTED' })
    const after = await read({ messageId: null, deliveryStatus: 'DELIVERED' })
    expect(after.key).toBe(before.key)
  })

  test('the key of a message without an id changes with its text, its time and its direction', async () => {
    const keys = [
      await read(RECEIVED),
      await read({ ...RECEIVED, message: 'Thank you!' }),
      await read({ ...RECEIVED, unixDatetime: 1749113147 }),
      await read({ ...SENT, messageId: null, message: 'Thank you', unixDatetime: 1749113146 }),
    ].map(({ key }) => key)
    expect(new Set(keys).size).toBe(4)
  })

  describe('keys of twins without an id', () => {
    const list = [SENT, RECEIVED, RECEIVED, RECEIVED, { ...RECEIVED, message: 'Oh, and' }]

    beforeEach(() => {
      serve(({ query }) => {
        const [limit, number] = [Number(query['limit']), Number(query['page'])]
        const conversation = list.slice((number - 1) * limit, number * limit)
        return { body: { total: list.length, shown: conversation.length, page: number, limit, conversation } }
      })
    })

    test('differ', async () => {
      const keys = await keysOf(2000)
      expect(new Set(keys).size).toBe(list.length)
    })

    test.each([1, 2, 3])('are the same in a second walk in pages of %i', async (pageSize) => {
      const keys = await keysOf(2000)
      await expect(keysOf(pageSize)).resolves.toEqual(keys)
    })
  })
})

describe('what is missing', () => {
  const optional = Object.keys(SENT).filter((field) => field !== 'direction')

  test.each(optional)('a sent message without %s is accepted', async (field) => {
    const { [field]: _, ...rest } = SENT as Readonly<Record<string, unknown>>
    const message = await readText(JSON.stringify(page(rest)))
    expect(message.raw).toStrictEqual(rest)
  })

  test.each(optional)('a sent message whose %s is null is accepted', async (field) => {
    const message = await read({ [field]: null })
    expect(message.raw).toStrictEqual({ ...SENT, [field]: null })
  })

  test.each(optional)('a received message whose %s is null is accepted', async (field) => {
    const message = await read({ ...RECEIVED, [field]: null })
    expect(message.raw).toStrictEqual({ ...RECEIVED, [field]: null })
  })

  test.each(
    ['total', 'shown', 'page', 'limit'].flatMap((field) =>
      [null, undefined].map((value) => ({ field, value })),
    ),
  )('a page whose $field is $value is accepted', async ({ field, value }) => {
    serve(({ query }) => {
      const conversation = query['page'] === '1' ? [SENT] : []
      return {
        body: { total: 1, shown: conversation.length, page: 1, limit: 2000, conversation, [field]: value },
      }
    })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toHaveLength(1)
  })

  test('a page’s counts may be numeric strings', async () => {
    replay({ body: { total: '1', shown: '1', page: '1', limit: '2000', conversation: [SENT] } })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toHaveLength(1)
  })

  test('a message of which nothing but the direction is told has empty fields', async () => {
    const raw = { direction: 'inbound' }
    await expect(readText(JSON.stringify(page(raw)))).resolves.toEqual({
      provider: 'smstools',
      id: null,
      key: expect.stringMatching(/^smstools:.+/),
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
