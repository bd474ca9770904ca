import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SendRequest, firstOf, get, pageIn, smstoolsOf } from './client.ts'

let simulator: Simulator
let request: SendRequest
let digits: string

beforeAll(async () => {
  simulator = await startSimulator({ messages: 2100 })
  request = smstoolsOf(simulator)
  digits = firstOf(simulator).digits
})
afterAll(() => simulator.close())

describe('smstools', () => {
  test('a message has every documented field, in the words of the documentation', async () => {
    const { conversation } = pageIn(await request(`/conversation/${digits}?limit=2000`))
    const messages = simulator.conversation(`+${digits}`)
    expect(conversation).toHaveLength(2000)
    const messageId = { inbound: null, outbound: expect.stringMatching(/./) }
    const own = conversation.find((item) => item['direction'] === 'outbound')?.['sender']
    for (const [index, item] of conversation.entries()) {
      const { direction, text, time, attachment } = messages.at(messages.length - 1 - index)
      expect(item).toEqual({
        messageId: messageId[direction],
        direction,
        sender: direction === 'outbound' ? own : digits,
        receiver: direction === 'outbound' ? digits : own,
        message: text,
        file: attachment && [{ name: attachment.name, image: attachment.url, mime: attachment.contentType }],
        datetime: expect.stringMatching(/^\d\d [a-z]{3} \d{4}, \d\d:\d\d:\d\d$/),
        unixDatetime: time.getTime() / 1000,
        deliveryStatus: expect.any(String),
      })
    }
  })

  test('every documented status occurs, "not delivered" in both spellings', async () => {
    const { conversation } = pageIn(await request(`/conversation/${digits}`))
    const words = new Set(conversation.map((item) => item['deliveryStatus']))
    expect([...words].toSorted()).toEqual(
      [
        'BUFFERED',
        'DELIVERED',
        'NOT DELIVERED',
        'NOT_DELIVERED',
        'REJECTED',
        'SUBMITTED',
        'UNKNOWN',
      ].toSorted(),
    )
  })

  test('a page has 1000 messages by default, the last page has the remaining ones, and a page beyond it has none', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => request(`/conversation/${digits}?page=${page}`)),
    )
    expect(pages.map((reply) => ({ ...pageIn(reply), conversation: null }))).toEqual(
      [1000, 1000, 100, 0].map((shown, index) => ({
        total: 2100,
        shown,
        page: index + 1,
        limit: 1000,
        conversation: null,
      })),
    )
    const times = pages.flatMap((reply) => pageIn(reply).conversation).map((item) => item['unixDatetime'])
    expect(times).toHaveLength(2100)
    expect(times).toEqual([...new Set(times)].toSorted((one, other) => Number(other) - Number(one)))
  })

  test('an unknown phone number has an empty conversation', async () => {
    expect((await request('/conversation/447700900999')).body).toEqual({
      total: 0,
      shown: 0,
      page: 1,
      limit: 1000,
      conversation: [],
    })
  })

  test.each([
    ['limit=0', '135'],
    ['limit=2001', '135'],
    ['limit=ten', '135'],
    ['page=0', '136'],
    ['page=-1', '136'],
  ])('%s is error %s', async (query, error) => {
    const reply = await request(`/conversation/${digits}?${query}`)
    expect(reply).toMatchObject({ status: 400, body: { error } })
  })

  test.each(['', '/', '/abc', '/%2B46701740605'])(
    '/conversation%s has no valid phone: error 106',
    async (path) => {
      const body = { error: '106', errorMsg: 'Phone number missing or invalid' }
      expect(await request(`/conversation${path}`)).toMatchObject({ status: 400, body })
    },
  )

  test('wrong credentials are error 104', async () => {
    const headers = { 'X-Client-Id': simulator.smstools.clientId, 'X-Client-Secret': 'wrong' }
    expect(await get(`${simulator.smstools.baseUrl}/conversation/${digits}`, headers)).toEqual({
      status: 401,
      type: 'application/json; charset=utf-8',
      link: null,
      body: { error: '104', errorMsg: 'Invalid credentials' },
    })
  })

  test('only GET is allowed', async () => {
    expect(await request(`/conversation/${digits}`, 'POST')).toMatchObject({
      status: 405,
      body: { error: 'method not allowed' },
    })
  })
})
