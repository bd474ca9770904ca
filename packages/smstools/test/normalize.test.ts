import { createSmstools, type Message } from '@sms/smstools'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

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

const RECEIVED = { ...SENT, messageId: null, direction: 'inbound', sender: '46701740605', receiver: 'Sender' }

const PAGE = { total: 1, shown: 1, page: 1, limit: 2000 }

/** Reads a conversation of one message. */
async function read(raw: object): Promise<Message> {
  replay({ body: { ...PAGE, conversation: [raw] } })
  const [message, ...others] = await reader.messages('+46701740605').toArray()
  expect(others).toEqual([])
  if (message === undefined) throw new Error('The conversation is empty.')
  return message
}

describe('direction', () => {
  test.each([
    { direction: 'OUTBOUND', mine: undefined, is: 'outbound' },
    { direction: 'Inbound', mine: null, is: 'inbound' },
    { direction: undefined, mine: true, is: 'outbound' },
    { direction: null, mine: true, is: 'outbound' },
    { direction: undefined, mine: false, is: 'inbound' },
    { direction: null, mine: false, is: 'inbound' },
    { direction: 'outbound', mine: false, is: 'outbound' },
    { direction: 'inbound', mine: true, is: 'inbound' },
  ])('is $is for $direction with `mine` $mine', async ({ direction, mine, is }) => {
    const fields = is === 'inbound' ? RECEIVED : SENT
    await expect(read({ ...fields, direction, mine })).resolves.toMatchObject({ direction: is })
  })

  test.each([
    { direction: '', mine: true },
    { direction: 'sideways', mine: true },
    { direction: 'mt', mine: undefined },
    { direction: null, mine: null },
    { direction: undefined, mine: undefined },
  ])('$direction with `mine` $mine is invalid_response', async (fields) => {
    await expect(read({ ...SENT, ...fields })).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'conversation.0', expected: 'inbound or outbound' }],
    })
  })
})

describe('status', () => {
  test.each([
    { word: 'SUBMITTED', status: 'sent' },
    { word: 'BUFFERED', status: 'sent' },
    { word: 'DELIVERED', status: 'delivered' },
    { word: 'delivered', status: 'delivered' },
    { word: 'NOT DELIVERED', status: 'undelivered' },
    { word: 'NOT_DELIVERED', status: 'undelivered' },
    { word: 'not delivered', status: 'undelivered' },
    { word: 'Not_Delivered', status: 'undelivered' },
    { word: 'REJECTED', status: 'failed' },
    { word: 'UNKNOWN', status: 'unknown' },
    { word: '', status: 'unknown' },
  ])('is $status for the word "$word"', async ({ word, status }) => {
    await expect(read({ ...SENT, deliveryStatus: word })).resolves.toMatchObject({ status })
  })
})

describe('addresses', () => {
  test.each([
    { sender: 447700900123, from: '+447700900123' },
    { sender: 71200, from: '71200' },
    { sender: '71200', from: '71200' },
    { sender: 'Sender', from: 'Sender' },
  ])('the sender $sender is shown as $from', async ({ sender, from }) => {
    await expect(read({ ...SENT, sender })).resolves.toMatchObject({ from, to: '+46701740605' })
  })
})

describe('files', () => {
  const url = 'https://www.smstools.com/files/parcel.jpg'

  test.each([{ file: null }, { file: undefined }, { file: [] }])(
    'a message with the files $file is an SMS',
    async ({ file }) => {
      await expect(read({ ...SENT, file })).resolves.toMatchObject({ channel: 'sms', attachments: [] })
    },
  )

  test('each file is an attachment, and the message is an MMS', async () => {
    const file = [
      { name: 'parcel.jpg', image: url, mime: 'image/jpeg' },
      { name: null, image: url, mime: null },
      { image: url },
    ]
    await expect(read({ ...SENT, file })).resolves.toMatchObject({
      channel: 'mms',
      attachments: [
        { name: 'parcel.jpg', url, contentType: 'image/jpeg' },
        { name: null, url, contentType: null },
        { name: null, url, contentType: null },
      ],
    })
  })

  test.each([null, undefined])(
    'a file with the URL %s is no attachment, and the message is still an MMS',
    async (image) => {
      const file = [{ name: 'parcel.jpg', image, mime: 'image/' }]
      await expect(read({ ...SENT, file })).resolves.toMatchObject({ channel: 'mms', attachments: [] })
    },
  )
})

describe('time', () => {
  test.each([
    { unixDatetime: 1749113086, timestamp: new Date('2025-06-05T08:44:46Z') },
    { unixDatetime: '1749113086', timestamp: new Date('2025-06-05T08:44:46Z') },
    { unixDatetime: 0, timestamp: null },
    { unixDatetime: '0', timestamp: null },
    { unixDatetime: '', timestamp: null },
    { unixDatetime: 'soon', timestamp: null },
    { unixDatetime: 1e300, timestamp: null },
    { unixDatetime: null, timestamp: null },
  ])(
    'is $timestamp for $unixDatetime, whatever the localised text is',
    async ({ unixDatetime, timestamp }) => {
      const message = await read({ ...SENT, unixDatetime, datetime: '28 maggio 2025, 09:26:58' })
      expect(message.timestamp).toEqual(timestamp)
    },
  )
})

describe('a message', () => {
  const nothing = Object.fromEntries(Object.keys(SENT).map((field) => [field, null]))

  test.each([{ ...nothing, direction: 'outbound' }, { direction: 'outbound' }])(
    'may state no more than its direction: %j',
    async (raw) => {
      await expect(read(raw)).resolves.toEqual({
        provider: 'smstools',
        id: null,
        key: expect.stringMatching(/^smstools:.+/),
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

describe('a page', () => {
  test.each([{ total: 1 }, { total: 1, shown: null, page: null, limit: null }])(
    'may state no more than its total: %j',
    async (counts) => {
      replay({ body: { ...counts, conversation: [SENT] } })
      await expect(reader.messages('+46701740605').toArray()).resolves.toHaveLength(1)
    },
  )

  test('may state its counts as texts', async () => {
    replay({ body: { total: '1', shown: '1', page: '1', limit: '2000', conversation: [SENT] } })
    await expect(reader.messages('+46701740605').toArray()).resolves.toHaveLength(1)
  })

  test.each([{ conversation: null }, { conversation: { 0: SENT } }])(
    'without a list is invalid_response: %o',
    async (list) => {
      replay({ body: { ...PAGE, ...list } })
      await expect(reader.messages('+46701740605').toArray()).rejects.toMatchObject({
        code: 'invalid_response',
        issues: [{ path: 'conversation' }],
      })
    },
  )
})
