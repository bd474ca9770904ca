import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SendRequest, firstOf, get, type Item, itemsIn, octopushOf } from './client.ts'

let simulator: Simulator
let request: SendRequest
let digits: string

beforeAll(async () => {
  simulator = await startSimulator()
  request = octopushOf(simulator)
  digits = firstOf(simulator).digits
})
afterAll(() => simulator.close())

const messages = async (query: string): Promise<readonly Item[]> =>
  itemsIn(await request(`/conversations/messages/list?${query}`))

describe('conversations-rcs', () => {
  test('a message has every documented field, newest first', async () => {
    const conversation = simulator.conversation(`+${digits}`)
    const deliveryStatus = { inbound: null, outbound: expect.any(String) }
    const items = await messages(`contact=${digits}&per_page=500`)
    expect(items).toHaveLength(120)
    for (const [index, item] of items.entries()) {
      const { direction, text } = conversation.at(conversation.length - 1 - index)
      expect(item).toEqual({
        message_id: expect.any(String),
        text,
        direction,
        delivery_status: deliveryStatus[direction],
        channel: expect.stringMatching(/^(?:rcs|sms|whatsapp)$/),
        user_identifier: expect.stringMatching(/^\+447700900\d{3}$/),
        user_identifiers: {
          phone_number: item['user_identifier'],
          email: 'support@example.com',
          facebook_page_id: null,
        },
        agent_assigned_to: null,
        contact_name: expect.any(String),
        contact_identifiers: {
          phone_number: `+${digits}`,
          email: expect.stringMatching(/@example\.com$/),
          facebook_id: expect.any(String),
        },
      })
    }
  })

  test('every documented status and every channel occurs', async () => {
    const all = await messages('per_page=1000')
    expect(new Set(all.map((item) => item['delivery_status']))).toEqual(
      new Set([
        null,
        'sending',
        'ACK',
        'DELIVERED',
        'NOT_DELIVERED',
        'NOT_ALLOWED',
        'UNKNOWN_DELIVERY',
        'BAD_DESTINATION',
        'BLACKLISTED_NUMBER',
        'UNDEFINED',
      ]),
    )
    expect(new Set(all.map((item) => item['channel']))).toEqual(new Set(['rcs', 'sms', 'whatsapp']))
  })

  test('a page has 50 messages by default, the last page has the remaining ones, and a page beyond it has none', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => messages(`contact=${digits}&page=${page}`)))
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20, 0])
    expect(new Set(pages.flat().map((item) => item['message_id'])).size).toBe(120)
  })

  test('a parameter that is not a number is ignored, and one that begins with a number is corrected', async () => {
    const [first, ignored, fixed] = await Promise.all([
      messages(`contact=${digits}`),
      messages(`contact=${digits}&per_page=many&page=-1`),
      messages(`contact=${digits}&per_page=%2020%20items&page=1.0`),
    ])
    expect(ignored).toEqual(first)
    expect(fixed).toEqual(first.slice(0, 20))
  })

  test('every identifier of a contact selects the same conversation', async () => {
    const [conversation = {}] = itemsIn(await request('/conversations/list'))
    const { phone_number } = conversation['recipient_details'] as { phone_number: string }
    const expected = await messages(`contact=${phone_number.slice(1)}`)
    const [newest = {}] = expected
    const { email, facebook_id } = newest['contact_identifiers'] as Record<string, string>
    const spaced = `+46 (70) ${phone_number.slice(5)}`
    for (const query of [
      `contact=${encodeURIComponent(spaced)}`,
      `contact=${phone_number}`,
      `contact=${email}`,
      `contact=fid_${facebook_id}`,
      `contact=cid_${conversation['conversation_id']}`,
      `phone_number=${phone_number}`,
      `email=${email}`,
      `facebook_id=fid_${facebook_id}`,
      `conversation_id=cid_${conversation['conversation_id']}`,
      `contact=nonsense&email=${email}`,
    ]) {
      expect({ query, found: await messages(query) }).toEqual({ query, found: expected })
    }
  })

  test('a participant that cannot be recognised is ignored, so all messages match', async () => {
    const all = await messages('contact=nonsense&per_page=1000')
    expect(all).toHaveLength(600)
    const phones = all.map((item) => (item['contact_identifiers'] as Item)['phone_number'])
    expect(new Set(phones)).toEqual(new Set(simulator.participants))
    // A page may span two conversations.
    expect(await messages('contact=nonsense&per_page=100&page=2')).toEqual(all.slice(100, 200))
  })

  test.each(['447700900999', 'nobody@example.com', 'fid_1', 'cid_1'])(
    '%s is understood and unknown: 404',
    async (contact) => {
      expect(await request(`/conversations/messages/list?contact=${contact}`)).toMatchObject({
        status: 404,
        body: { code: 404, message: 'Conversation not found.' },
      })
    },
  )

  test('a conversation has every documented field, and the most recently active one comes first', async () => {
    const conversations = itemsIn(await request('/conversations/list'))
    expect(conversations).toHaveLength(5)
    for (const item of conversations) {
      const { phone_number } = item['recipient_details'] as { phone_number: string }
      const conversation = simulator.conversation(phone_number)
      const last = conversation.at(conversation.length - 1)
      expect(item).toMatchObject({
        conversation_id: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        last_user_channel: expect.any(String),
        recipient_details: { name: expect.any(String) },
        from: expect.stringMatching(/@rcs\.goog$|^\d{5}$/),
        last_message: last.text,
        purpose: 'alert',
        color: expect.any(Number),
        number_of_messages: 120,
      })
      expect(item['last_message_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00$/)
      expect(new Date(String(item['first_message_at']))).toEqual(conversation.at(0).time)
      expect(new Date(String(item['last_message_at']))).toEqual(last.time)
    }
    const times = conversations.map((item) => Date.parse(String(item['last_message_at'])))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    expect(new Set(conversations.map((item) => 'agent_assigned_to' in item))).toEqual(new Set([true, false]))
    expect(itemsIn(await request('/conversations/list?per_page=2&page=3'))).toEqual(conversations.slice(4))
  })

  test('a participant has several entries, each with a part of the messages', async () => {
    await using several = await startSimulator({ entries: 3, messages: 40 })
    const send = octopushOf(several)
    const list = async (): Promise<readonly Item[]> =>
      itemsIn(await send('/conversations/list')).filter(
        (item) => (item['recipient_details'] as Item)['phone_number'] === `+${digits}`,
      )
    const messagesOf = async (contact: unknown): Promise<readonly Item[]> =>
      itemsIn(await send(`/conversations/messages/list?contact=${contact}&per_page=100`))
    several.conversation(`+${digits}`).add({ text: 'Newest' })
    const entries = await list()
    expect(entries.map((entry) => entry['number_of_messages'])).toEqual([14, 13, 14])
    expect(entries[0]).toMatchObject({ last_message: 'Newest' })
    const parts = await Promise.all(entries.map((entry) => messagesOf(`cid_${entry['conversation_id']}`)))
    expect(parts.flat()).toEqual(await messagesOf(digits))
    expect(parts.map(({ length }) => length)).toEqual([14, 13, 14])
    expect(parts.map(([newest]) => newest?.['text'])).toEqual(entries.map((entry) => entry['last_message']))
    // A message that appears late belongs to the entry of its time.
    const { time } = several.conversation(`+${digits}`).at(1)
    several.conversation(`+${digits}`).add({ time })
    expect((await list()).map((entry) => entry['number_of_messages'])).toEqual([14, 13, 15])
  })

  test('an entry without messages is not listed', async () => {
    await using several = await startSimulator({ entries: 10, messages: 4, participants: 1 })
    expect(itemsIn(await octopushOf(several)('/conversations/list'))).toHaveLength(4)
  })

  test('wrong credentials are 401', async () => {
    const headers = { 'api-login': simulator.conversationsRcs.apiLogin, 'api-key': 'wrong' }
    expect(await get(`${simulator.conversationsRcs.baseUrl}/conversations/list`, headers)).toEqual({
      status: 401,
      type: 'application/json; charset=utf-8',
      link: null,
      body: { code: 101, message: 'Incorrect login details.' },
    })
  })
})
