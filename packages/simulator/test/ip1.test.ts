import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SendRequest, firstOf, get, ip1Of, type Item, itemsIn } from './client.ts'

let simulator: Simulator
let request: SendRequest
let digits: string
let path: string

beforeAll(async () => {
  simulator = await startSimulator()
  request = ip1Of(simulator)
  digits = firstOf(simulator).digits
  path = `/v2/conversations/${digits}`
})
afterAll(() => simulator.close())

function statusOf(item: Item): Item {
  const [status = {}] = item['statuses'] as Item[]
  return status
}

function countByCode(items: readonly Item[]): Record<string, { messages: number; sms: number }> {
  const counts: Record<string, { messages: number; sms: number }> = {}
  for (const item of items) {
    const count = (counts[String(statusOf(item)['code'])] ??= { messages: 0, sms: 0 })
    count.messages++
    count.sms += Number(item['segments'])
  }
  return counts
}

describe('ip1', () => {
  test('a message has every documented field and an id that includes its time, and the oldest comes first', async () => {
    const conversation = simulator.conversation(`+${digits}`)
    const items = itemsIn(await request(`${path}?limit=500`))
    expect(items).toHaveLength(120)
    for (const [index, item] of items.entries()) {
      const { direction, text, time } = conversation.at(index)
      expect(item).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        batchId: expect.stringMatching(/^[0-9a-f]{24}$/),
        owner: expect.stringMatching(/^ip1-/),
        [direction === 'outbound' ? 'recipient' : 'sender']: digits,
        [direction === 'outbound' ? 'sender' : 'recipient']: expect.stringMatching(/^447700900\d{3}$/),
        body: text,
        direction: direction === 'outbound' ? 'mt' : 'mo',
        segments: expect.any(Number),
        type: 'SMS',
        datacoding: expect.stringMatching(/^(?:gsm|ucs)$/),
        priority: 1,
        currency: 'EUR',
        statuses: [{ created: expect.stringMatching(/^[\d-]+T[\d:]+Z$/), code: expect.any(Number) }],
        modified: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
        reference: expect.any(String),
      })
      expect(Number.parseInt(String(item['id']).slice(0, 8), 16) * 1000).toBe(time.getTime())
    }
    expect(new Set(items.map((item) => typeof item['price']))).toEqual(new Set(['number', 'string']))
    expect(new Set(items.map((item) => 'mcc' in item))).toEqual(new Set([true, false]))
    expect(new Set(items.map((item) => item['datacoding']))).toEqual(new Set(['gsm', 'ucs']))
    expect(new Set(items.map((item) => statusOf(item)['duration']))).toEqual(new Set([0, 1]))
    expect(items.some((item) => Number(item['segments']) > 1)).toBe(true)
  })

  test('every documented status code occurs', async () => {
    const replies = await Promise.all(
      simulator.participants.map((participant) =>
        request(`/v2/conversations/${participant.slice(1)}/mt?limit=100`),
      ),
    )
    const codes = new Set(replies.flatMap(itemsIn).map((item) => statusOf(item)['code']))
    const documented = [
      [101, 102, 103, 104, 110, 111, 112, 113],
      [201, 202, 203],
      [402, 403, 404, 405, 406, 407, 408, 409],
      [500, 501, 502, 503, 511, 512, 513, 514, 515, 516, 599],
    ]
    expect(codes).toEqual(new Set(documented.flat()))
  })

  test('a page has 50 messages by default', async () => {
    const [defaults, spelledOut, newest] = await Promise.all([
      request(path),
      request(`${path}?start=0&limit=50&order=ASC`),
      request(`${path}?limit=120&order=DESC`),
    ])
    expect(itemsIn(defaults)).toHaveLength(50)
    expect(defaults.body).toEqual(spelledOut.body)
    expect(itemsIn(newest).toReversed().slice(0, 50)).toEqual(defaults.body)
  })

  test('the Link header counts from 1, as documented, and links only to existing pages', async () => {
    const url = `${simulator.url}${path}`
    const link = async (query: string): Promise<string | null> => (await request(`${path}?${query}`)).link
    expect(await link('start=0&limit=50')).toBe(
      `<${url}?start=51&limit=50&order=ASC>; rel="next", <${url}?start=101&limit=50&order=ASC>; rel="last"`,
    )
    expect(await link('start=50&limit=50&order=DESC')).toBe(
      `<${url}?start=1&limit=50&order=DESC>; rel="first", <${url}?start=1&limit=50&order=DESC>; rel="prev", ` +
        `<${url}?start=101&limit=50&order=DESC>; rel="next", <${url}?start=101&limit=50&order=DESC>; rel="last"`,
    )
    expect(await link('start=100&limit=50')).toBe(
      `<${url}?start=1&limit=50&order=ASC>; rel="first", <${url}?start=51&limit=50&order=ASC>; rel="prev"`,
    )
    expect(await link('start=0&limit=120')).toBeNull()
  })

  test('/mt and /mo divide the conversation, and keep its order', async () => {
    const all = itemsIn(await request(`${path}?limit=120`))
    for (const direction of ['mt', 'mo']) {
      const reply = await request(`${path}/${direction}?limit=120`)
      expect(reply.body).toEqual(all.filter((item) => item['direction'] === direction))
    }
  })

  test('the summary counts the messages of the list by status code', async () => {
    const items = itemsIn(await request(`${path}?limit=120`))
    const expected = {
      participant: digits,
      totalMessageCount: 120,
      totalSmsCount: items.reduce((sum, item) => sum + Number(item['segments']), 0),
      mobileTerminatedMessages: countByCode(items.filter((item) => item['direction'] === 'mt')),
      mobileOriginatedMessages: countByCode(items.filter((item) => item['direction'] === 'mo')),
    }
    expect((await request(`${path}/summary`)).body).toEqual(expected)
  })

  test('an unknown number or alphanumeric sender has no messages', async () => {
    expect((await request('/v2/conversations/447700900999')).body).toEqual([])
    expect((await request('/v2/conversations/iP1/mt')).body).toEqual([])
    expect((await request('/v2/conversations/iP1/summary')).body).toEqual({
      participant: 'iP1',
      totalMessageCount: 0,
      totalSmsCount: 0,
      mobileTerminatedMessages: {},
      mobileOriginatedMessages: {},
    })
  })

  test.each(['start=-1', 'start=x', 'limit=0', 'limit=1.5', 'order=asc'])(
    '%s is rejected with problem details',
    async (query) => {
      expect(await request(`${path}?${query}`)).toMatchObject({
        status: 400,
        type: 'application/problem+json',
        body: { detail: 'Pagination parameters invalid' },
      })
    },
  )

  test('an invalid participant is 422', async () => {
    expect(await request('/v2/conversations/a-b')).toMatchObject({
      status: 422,
      type: 'application/problem+json',
    })
  })

  test('a wrong key is 401 with problem details', async () => {
    expect(await get(`${simulator.ip1.baseUrl}${path}`, { Authorization: 'Bearer wrong' })).toEqual({
      status: 401,
      type: 'application/problem+json',
      link: null,
      body: {
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'The API key is missing or invalid',
        instance: path,
      },
    })
  })
})
