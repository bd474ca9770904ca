import { createIp1 } from '@sms/ip1'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay, serve } = replayAt('https://api.ip1sms.com')

const reader = createIp1({ apiKey: 'canary-api-key' })

// If no link has `rel="next"`, the list ends with this page.
const LAST_PAGE = { link: '<https://api.ip1sms.com/v2/conversations>; rel="self"' }

const SENT = {
  id: null,
  batchId: '5bc86b6e85c7209830f96936',
  owner: 'ip1-12345',
  sender: 'iP1',
  recipient: '46701740605',
  body: 'Your parcel has arrived',
  direction: 'mt',
  statuses: [{ created: '2018-10-23T17:43:19Z', code: 101, duration: 0 }],
  modified: '2018-10-23T17:43:19Z',
  reference: 'order 17',
}

// Programs store messages by their key, so it must never change.
const KEY = 'ip1:~7qjshuaUYeK'

/** The key of the only message of a conversation. */
async function keyOf(message: object): Promise<string | undefined> {
  replay({ body: [message], headers: LAST_PAGE })
  const [only] = await reader.messages('+46701740605').toArray()
  return only?.key
}

test('the key of a message without an id does not change with its statuses', async () => {
  await expect(keyOf(SENT)).resolves.toBe(`${KEY}:0`)
  const statuses = [{ created: '2018-10-24T08:00:00Z', code: 201, duration: 1 }]
  await expect(keyOf({ ...SENT, statuses, modified: '2018-10-24T08:00:00Z' })).resolves.toBe(`${KEY}:0`)
})

test.each(['MT', 0])(
  'the key of a message without an id does not change if its direction is spelled %j',
  async (direction) => {
    await expect(keyOf({ ...SENT, direction })).resolves.toBe(`${KEY}:0`)
  },
)

test.each([50, 3, 2, 1])('identical messages have different keys, in pages of %i', async (pageSize) => {
  const list = [{ ...SENT, body: 'Hello' }, SENT, SENT, SENT, { ...SENT, body: 'Oh, and' }]
  serve(({ query }) => {
    const start = Number(query['start'])
    return { body: list.slice(start, start + Number(query['limit'])) }
  })
  const messages = await reader.messages('+46701740605', { pageSize }).toArray()
  expect(messages.slice(1, 4).map(({ key }) => key)).toEqual([`${KEY}:0`, `${KEY}:1`, `${KEY}:2`])
})
