import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstOf, get, type Item, type SendRequest, twilioOf, twilioPageIn } from './client.ts'

let simulator: Simulator
let request: SendRequest
let participant: string
let number: string

beforeEach(async () => {
  simulator = await startSimulator({ messages: 200 })
  request = twilioOf(simulator)
  participant = firstOf(simulator).participant
  number = encodeURIComponent(participant)
})
afterEach(() => simulator.close())

/** Follows the links of a list to its end. */
async function readList(query: string): Promise<readonly Item[]> {
  const messages: Item[] = []
  let page = twilioPageIn(await request(`/Messages.json?${query}`))
  for (;;) {
    messages.push(...page.messages)
    if (page.next_page_uri === null) return messages
    page = twilioPageIn(await request(page.next_page_uri.slice(page.next_page_uri.indexOf('/Messages.json'))))
  }
}

const textsOf = (messages: readonly Item[]): readonly unknown[] => messages.map(({ body }) => body)

/** The texts of a conversation in one direction, newest first. */
function expectedTexts(direction: string): readonly string[] {
  const conversation = simulator.conversation(participant)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index))
    .filter((message) => message.direction === direction)
    .map(({ text }) => text)
    .toReversed()
}

describe('twilio', () => {
  test('lists what was sent to a number, and what came from it, newest first', async () => {
    expect(textsOf(await readList(`To=${number}&PageSize=7`))).toEqual(expectedTexts('outbound'))
    expect(textsOf(await readList(`From=${number}&PageSize=50`))).toEqual(expectedTexts('inbound'))
  })

  test('a message has every documented field', async () => {
    const [message] = twilioPageIn(await request(`/Messages.json?From=${number}&PageSize=1`)).messages
    expect(message).toEqual({
      sid: expect.stringMatching(/^(?:SM|MM)[0-9a-f]{32}$/),
      account_sid: simulator.twilio.accountSid,
      messaging_service_sid: null,
      from: participant,
      to: expect.stringMatching(/^\+447700900\d{3}$/),
      body: expectedTexts('inbound')[0],
      status: 'received',
      direction: 'inbound',
      num_segments: expect.stringMatching(/^[1-9]$/),
      num_media: expect.stringMatching(/^[01]$/),
      price: '-0.00750',
      price_unit: 'USD',
      error_code: null,
      error_message: null,
      date_created: expect.stringMatching(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/),
      date_sent: message?.['date_created'],
      date_updated: message?.['date_created'],
      api_version: '2010-04-01',
      uri: expect.stringContaining(`/Messages/${String(message?.['sid'])}.json`),
      subresource_uris: {
        media: expect.stringContaining(`/Messages/${String(message?.['sid'])}/Media.json`),
      },
    })
  })

  test('a token stands for a message: what arrives and what is deleted shifts nothing', async () => {
    const first = twilioPageIn(await request(`/Messages.json?To=${number}&PageSize=10`))
    const before = expectedTexts('outbound')
    const conversation = simulator.conversation(participant)
    conversation.add({ direction: 'outbound', text: 'Just arrived' })
    // The last message of the first page, which the token names.
    const { length } = conversation
    const last = Array.from({ length }, (_, index) => index).findLast(
      (index) => conversation.at(index).text === first.messages.at(-1)?.['body'],
    )
    conversation.delete(last ?? 0)
    const link = first.next_page_uri ?? ''
    const second = twilioPageIn(await request(link.slice(link.indexOf('/Messages.json'))))
    expect(textsOf(second.messages)).toEqual(before.slice(10, 20))
  })

  test.each([
    ['another page size', 'PageSize=11', 21481],
    ['another filter', 'PageSize=10&DateSent%3E=2020-01-01', 21481],
  ])('a token is refused with %s', async (_what, query, code) => {
    const { next_page_uri } = twilioPageIn(await request(`/Messages.json?To=${number}&PageSize=10`))
    const token = /PageToken=(\w+)/.exec(next_page_uri ?? '')?.[1]
    const reply = await request(`/Messages.json?To=${number}&${query}&Page=1&PageToken=${token}`)
    expect(reply).toMatchObject({ status: 400, body: { code, status: 400 } })
  })

  test('a page number without a token is refused', async () => {
    expect(await request(`/Messages.json?To=${number}&Page=1`)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    })
  })

  test('everything comes if no filter is known', async () => {
    const { messages } = twilioPageIn(await request('/Messages.json?Sender=1&PageSize=1000'))
    expect(new Set(messages.map(({ to }) => to)).size).toBeGreaterThan(2)
  })

  test('days bound a list, and a day ends when it begins', async () => {
    const [newest] = await readList(`To=${number}`)
    const day = new Date(String(newest?.['date_sent'])).toISOString().slice(0, 10)
    expect(await readList(`To=${number}&DateSent%3E=${day}`)).not.toEqual([])
    expect(await readList(`To=${number}&DateSent%3C=${day}`)).not.toContainEqual(newest)
  })

  test('a message with a file has a list of it', async () => {
    const messages = await readList(`To=${number}`)
    const withFile = [...messages, ...(await readList(`From=${number}`))].find(
      (item) => item['num_media'] === '1',
    )
    const media = await request(`/Messages/${String(withFile?.['sid'])}/Media.json`)
    expect(media).toMatchObject({
      status: 200,
      body: { media_list: [{ sid: expect.stringMatching(/^ME/), content_type: expect.any(String) }] },
    })
    for (const sid of ['SM1', `SM${'0'.repeat(32)}`]) {
      expect(await request(`/Messages/${sid}/Media.json`)).toMatchObject({
        status: 404,
        body: { code: 20404 },
      })
    }
  })

  test('wrong credentials and another account are refused', async () => {
    const { baseUrl, accountSid, authToken } = simulator.twilio
    const url = `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json?To=${number}`
    const authorized = { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` }
    expect(await get(url, authorized)).toMatchObject({ status: 200 })
    expect(await get(url, {})).toMatchObject({ status: 401, body: { code: 20003 } })
    expect(await get(url.replace(accountSid, `AC${'0'.repeat(32)}`), authorized)).toMatchObject({
      status: 404,
    })
  })
})

describe('a message at Twilio', () => {
  test('is listed late', async () => {
    const { number: late } = simulator.conversation(participant).at(100)
    const before = await readList(`From=${number}`)
    const outbound = await readList(`To=${number}`)
    simulator.conversation(participant).hide(late)
    const hidden = [...(await readList(`From=${number}`)), ...(await readList(`To=${number}`))]
    expect(hidden).toHaveLength(before.length + outbound.length - 1)
    simulator.conversation(participant).show(late)
    expect(await readList(`From=${number}`)).toEqual(before)
  })

  test('that is scheduled has no time and no sender, and moves to the front when it is sent', async () => {
    const scheduled = simulator.twilioLists.schedule(participant, 'See you on Friday!')
    simulator.conversation(participant).add({ direction: 'outbound', text: 'Newer' })
    const [newer, waiting] = await readList(`To=${number}`)
    expect(newer).toMatchObject({ body: 'Newer' })
    expect(waiting).toMatchObject({
      body: 'See you on Friday!',
      status: 'scheduled',
      date_sent: null,
      from: null,
    })
    simulator.twilioLists.send(participant, scheduled.number)
    const [first, second] = await readList(`To=${number}`)
    expect(first).toMatchObject({ body: 'See you on Friday!', status: 'delivered', sid: waiting?.['sid'] })
    expect(second).toMatchObject({ body: 'Newer' })
  })

  test('is redacted', async () => {
    const newest = simulator.conversation(participant).add({ text: 'My secret' })
    simulator.twilioLists.redact(participant, newest.number, 'text')
    simulator.twilioLists.redact(participant, newest.number, 'number')
    const [message] = await readList(`From=${number}`)
    expect(message).toMatchObject({ body: '', from: `${participant.slice(0, -4)}XXXX` })
  })

  test('is listed as long as it is kept', async () => {
    const { time } = simulator.conversation(participant).at(150)
    simulator.twilioLists.keepSince(time)
    const kept = [...(await readList(`From=${number}`)), ...(await readList(`To=${number}`))]
    expect(kept).toHaveLength(50)
  })

  test('is behind a token until the tokens are forgotten', async () => {
    const { next_page_uri: next } = twilioPageIn(await request(`/Messages.json?To=${number}&PageSize=10`))
    const path = next?.slice(next.indexOf('/Messages.json')) ?? ''
    expect(await request(path)).toMatchObject({ status: 200 })
    simulator.twilioLists.forgetTokens()
    expect(await request(path)).toMatchObject({ status: 400, body: { code: 21481 } })
    expect(await request(`/Messages.json?To=${number}&PageSize=10`)).toMatchObject({ status: 200 })
    expect(await request(path)).toMatchObject({ status: 200 })
  })

  test('of no participant is a RangeError', () => {
    expect(() => simulator.twilioLists.send('+447700900999', 1)).toThrow(RangeError)
  })

  test('is sent if it is scheduled, once, and anything else is a RangeError', () => {
    const { number: sent } = simulator.conversation(participant).add({ direction: 'outbound' })
    const { number: scheduled } = simulator.twilioLists.schedule(participant, 'See you on Friday!')
    simulator.twilioLists.send(participant, scheduled)
    for (const unsendable of [sent, scheduled, 9999]) {
      expect(() => simulator.twilioLists.send(participant, unsendable)).toThrow(
        /number: expected .* scheduled/,
      )
    }
  })

  test('that there is none of cannot be redacted: RangeError', () => {
    expect(() => simulator.twilioLists.redact(participant, 9999, 'text')).toThrow(RangeError)
  })
})
