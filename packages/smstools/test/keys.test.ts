import { createSmstools } from '@sms/smstools'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay, serve } = replayAt('https://api.smsgatewayapi.com')

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

// Inbound messages have no id.
const RECEIVED = {
  messageId: null,
  direction: 'inbound',
  sender: '46701740605',
  receiver: 'Sender',
  message: 'Thank you',
  file: null,
  unixDatetime: 1749113146,
  deliveryStatus: 'SUBMITTED',
}

// Programs store messages by their key, so it must never change.
const KEY = 'smstools:~Ectxqm-mc8N'

/** The key of the only message of a conversation. */
async function keyOf(message: object): Promise<string | undefined> {
  replay({ body: { total: 1, shown: 1, page: 1, limit: 2000, conversation: [message] } })
  const [only] = await reader.messages('+46701740605').toArray()
  return only?.key
}

test('the key of a message with an id is made of the id, in either direction', async () => {
  await expect(keyOf({ ...RECEIVED, messageId: 'in-17' })).resolves.toBe('smstools:in-17')
})

test('the key of a message without an id does not change with its status', async () => {
  await expect(keyOf(RECEIVED)).resolves.toBe(`${KEY}:0`)
  await expect(keyOf({ ...RECEIVED, deliveryStatus: 'DELIVERED' })).resolves.toBe(`${KEY}:0`)
})

test('the key of a message without an id does not change if `direction` takes the place of `mine`', async () => {
  await expect(keyOf({ ...RECEIVED, direction: undefined, mine: false })).resolves.toBe(`${KEY}:0`)
})

test('the key of an MMS does not change if the URL of its file has a new signature', async () => {
  const signed = (query: string): object => ({
    ...RECEIVED,
    file: [{ name: 'photo.jpg', image: `https://files.example/photo.jpg${query}`, mime: 'image/jpeg' }],
  })
  const key = await keyOf(signed('?expires=1&signature=a'))
  await expect(keyOf(signed('?expires=2&signature=b'))).resolves.toBe(key)
  await expect(keyOf(signed(''))).resolves.toBe(key)
  const other = { name: 'photo.jpg', image: 'https://files.example/other.jpg', mime: 'image/jpeg' }
  await expect(keyOf({ ...RECEIVED, file: [other] })).resolves.not.toBe(key)
})

test('an empty id counts as no id', async () => {
  await expect(keyOf({ ...RECEIVED, messageId: '' })).resolves.toBe(`${KEY}:0`)
})

test.each([2000, 3, 2, 1])('identical messages have different keys, in pages of %i', async (pageSize) => {
  const before = { ...RECEIVED, message: 'Hello' }
  const list = [{ ...RECEIVED, message: 'Oh, and' }, RECEIVED, RECEIVED, RECEIVED, before]
  serve(({ query }) => {
    const [limit, page] = [Number(query['limit']), Number(query['page'])]
    const conversation = list.slice((page - 1) * limit, page * limit)
    return { body: { total: list.length, shown: conversation.length, page, limit, conversation } }
  })
  const messages = await reader.messages('+46701740605', { pageSize }).toArray()
  expect(messages.slice(1, 4).map(({ key }) => key)).toEqual([`${KEY}:0`, `${KEY}:1`, `${KEY}:2`])
})
