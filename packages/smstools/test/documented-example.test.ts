import { createSmstools } from '@sms/smstools'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const OUTBOUND = {
  messageId: '5f1a09c7e3b24',
  direction: 'outbound',
  sender: 'Sender',
  receiver: '46701740605',
  message: 'Outbound message',
  file: null,
  datetime: '05 jun 2025, 08:44:46',
  unixDatetime: 1749113086,
  deliveryStatus: 'DELIVERED',
}

const INBOUND = {
  messageId: null,
  direction: 'inbound',
  sender: '46701740605',
  receiver: 'Sender',
  message: 'Inbound message',
  file: [{ name: 'parcel.jpg', image: 'https://www.smstools.com/files/parcel.jpg', mime: 'image/' }],
  datetime: '28 may 2025, 09:26:58',
  unixDatetime: 1748424418,
  deliveryStatus: 'DELIVERED',
}

// The page's example. A number reserved for fiction takes the place of its placeholders.
const EXAMPLE = { total: 2, shown: 2, page: 1, limit: 1000, conversation: [OUTBOUND, INBOUND] }

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

test('requests the documented conversation as documented and returns all of it', async () => {
  const requests = replay({ body: EXAMPLE })
  const messages = await reader.messages('+46701740605').toArray()

  expect(requests).toEqual([
    {
      method: 'GET',
      path: '/v1/conversation/46701740605',
      query: { limit: '2000', page: '1' },
      headers: expect.objectContaining({
        'x-client-id': 'canary-client-id',
        'x-client-secret': 'canary-client-secret',
        accept: 'application/json',
      }),
    },
  ])
  expect(messages).toEqual([
    {
      provider: 'smstools',
      id: '5f1a09c7e3b24',
      key: 'smstools:5f1a09c7e3b24',
      direction: 'outbound',
      channel: 'sms',
      from: 'Sender',
      to: '+46701740605',
      text: 'Outbound message',
      attachments: [],
      timestamp: new Date('2025-06-05T08:44:46Z'),
      status: 'delivered',
      segments: null,
      price: null,
      raw: OUTBOUND,
    },
    {
      provider: 'smstools',
      id: null,
      // Programs store messages by their key, so it must never change.
      key: 'smstools:~9GNr5BgO9RD:0',
      direction: 'inbound',
      channel: 'mms',
      from: '+46701740605',
      to: 'Sender',
      text: 'Inbound message',
      attachments: [
        { name: 'parcel.jpg', url: 'https://www.smstools.com/files/parcel.jpg', contentType: 'image/' },
      ],
      timestamp: new Date('2025-05-28T09:26:58Z'),
      status: 'received',
      segments: null,
      price: null,
      raw: INBOUND,
    },
  ])
  expect(messages.map(({ raw }) => raw)).toStrictEqual([OUTBOUND, INBOUND])
})
