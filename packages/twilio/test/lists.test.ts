import { describe, expect, test } from 'vitest'
import { accountOf, INBOUND, makeMessage, OWN_NUMBER, pageOf, PARTICIPANT, serve, sidOf } from './account.ts'

const NUMBERS = Array.from({ length: 120 }, (_, at) => 119 - at)
const MESSAGES = NUMBERS.map((number) => makeMessage(number, number % 3 === 0 ? INBOUND : {}))

describe('a conversation', () => {
  test('is both lists, newest first', async () => {
    const messages = await accountOf(serve(MESSAGES)).read(PARTICIPANT).toArray()
    expect(messages.map(({ id }) => id)).toEqual(NUMBERS.map(sidOf))
  })

  test.each([1, 7, 49, 50, 51, 119])('goes on from a cursor after %i messages', async (limit) => {
    const account = accountOf(serve(MESSAGES))
    let cursor: string | null = null
    for await (const page of account.read(PARTICIPANT, { limit }).pages()) cursor = page.cursor
    const rest = await account.read(PARTICIPANT, { cursor: cursor ?? '' }).toArray()
    expect(rest.map(({ id }) => id)).toEqual(NUMBERS.slice(limit).map(sidOf))
  })

  test.each(['inbound', 'outbound'] as const)('that is %s reads one list', async (direction) => {
    const { requests, read } = accountOf(serve(MESSAGES))
    const messages = await read(PARTICIPANT, { direction }).toArray()
    expect(messages).toHaveLength(direction === 'inbound' ? 40 : 80)
    const side = direction === 'inbound' ? 'From' : 'To'
    expect(requests.every(({ query }) => query[side] === PARTICIPANT)).toBe(true)
  })

  test('of two numbers of the account has the direction of each message, and each once', async () => {
    const sent = makeMessage(1, { direction: 'outbound-api' })
    const received = makeMessage(2, { direction: 'inbound', status: 'received' })
    const toItself = makeMessage(3, { to: PARTICIPANT, from: PARTICIPANT })
    const account = accountOf(serve([sent, received, toItself]))
    const messages = await account.read(PARTICIPANT).toArray()
    expect(messages.map(({ id, direction }) => [id, direction])).toEqual([
      [sidOf(3), 'outbound'],
      [sidOf(2), 'inbound'],
      [sidOf(1), 'outbound'],
    ])
    const outbound = await account.read(PARTICIPANT, { direction: 'outbound' }).toArray()
    expect(outbound.map(({ id }) => id)).toEqual([sidOf(3), sidOf(1)])
  })

  test('with a message that is not sent yet has it beside the one before it in its list', async () => {
    const scheduled = makeMessage(9, { date_sent: null, status: 'scheduled', from: null, price: null })
    const messages = [scheduled, makeMessage(5), makeMessage(4, INBOUND)]
    const { read } = accountOf(({ query }) => ({
      body: pageOf(query['To'] === undefined ? messages.slice(2) : messages.slice(0, 2)),
    }))
    expect((await read(PARTICIPANT).toArray()).map(({ id }) => id)).toEqual([9, 5, 4].map(sidOf))
  })
})

describe('a time filter', () => {
  test('goes to the server a day wider, and decides here', async () => {
    const { requests, read } = accountOf(serve(MESSAGES))
    const since = new Date('2026-01-05T10:10:00Z')
    const until = new Date('2026-01-05T11:00:00Z')
    const messages = await read(PARTICIPANT, { since, until }).toArray()
    expect(messages.map(({ id }) => id)).toEqual(
      NUMBERS.filter((number) => number >= 10 && number <= 60).map(sidOf),
    )
    expect(requests[0]?.query).toMatchObject({ 'DateSent>': '2026-01-04', 'DateSent<': '2026-01-06' })
    expect(requests[0]?.url.search).toContain('DateSent%3E=2026-01-04')
  })

  test.each([new Date(8.64e15), new Date(-8.64e15)])(
    'of a year that the API cannot know (%s) stays here',
    async (time) => {
      const { requests, read } = accountOf(serve(MESSAGES))
      await read(PARTICIPANT, { since: time, until: time }).toArray()
      expect(Object.keys(requests[0]?.query ?? {})).toEqual(['To', 'PageSize'])
    },
  )
})

describe('a response', () => {
  test.each([
    'https://evil.example/2010-04-01/Messages.json?Page=1&PageToken=PA1',
    '//evil.example/Messages.json?PageSize=1000&Page=1&PageToken=PA1',
    '/2010-04-01/Accounts/another/Messages.json?To=&Page=1&PageToken=PA1',
  ])('whose link leads elsewhere is asked for its token only: %s', async (link) => {
    const { requests, read } = accountOf(({ query }) => ({
      body: pageOf([makeMessage(query['Page'] === '1' ? 1 : 2)], query['Page'] === '1' ? null : link),
    }))
    await read(PARTICIPANT, { direction: 'outbound', pageSize: 1 }).toArray()
    expect(new Set(requests.map(({ url }) => url.origin + url.pathname)).size).toBe(1)
    expect(requests[1]?.query).toEqual({ To: PARTICIPANT, PageSize: '1', Page: '1', PageToken: 'PA1' })
  })

  test.each([
    '/Messages.json',
    '/Messages.json?Page=1',
    '/Messages.json?Page=x&PageToken=PA1',
    '?PageToken=PA1',
  ])('whose link has no token is invalid_response: %s', async (link) => {
    const { read } = accountOf(() => ({ body: pageOf([makeMessage(1)], link) }))
    await expect(read(PARTICIPANT).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'next_page_uri' }],
    })
  })

  test('whose link leads to itself ends in pagination, after its message', async () => {
    const link = '/Messages.json?Page=1&PageToken=PA1'
    const { requests, read } = accountOf(() => ({ body: pageOf([makeMessage(1)], link) }))
    const ids: unknown[] = []
    const reading = (async () => {
      for await (const { id } of read(PARTICIPANT, { direction: 'outbound' })) ids.push(id)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'pagination' })
    expect(ids).toEqual([sidOf(1)])
    expect(requests.length).toBeLessThan(5)
  })

  test('that refuses every token ends in pagination, caused by the error of Twilio', async () => {
    const { read } = accountOf((request) =>
      request.query['Page'] === undefined
        ? serve(MESSAGES)(request)
        : { status: 400, body: { status: 400, code: 21481 } },
    )
    await expect(read(PARTICIPANT, { direction: 'outbound' }).toArray()).rejects.toMatchObject({
      code: 'pagination',
      cause: { code: 'rejected', providerCode: '21481' },
    })
  })

  test("with everybody's messages, since a filter was ignored, is invalid_response", async () => {
    const foreign = makeMessage(1, { to: '+447700900789', from: OWN_NUMBER })
    const { read } = accountOf(() => ({ body: pageOf([makeMessage(2), foreign]) }))
    await expect(read(PARTICIPANT).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'messages.1', expected: 'a message to or from the participant' }],
    })
  })

  test('with a message that has no sender yet, to someone else, is invalid_response', async () => {
    const foreign = makeMessage(1, { to: '+447700900789', from: null, date_sent: null, status: 'scheduled' })
    const { read } = accountOf(() => ({ body: pageOf([foreign]) }))
    await expect(read(PARTICIPANT, { direction: 'inbound' }).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'messages.0', expected: 'a message to or from the participant' }],
    })
  })

  test.each(['+44770090XXXX', 'whatsapp:+447700900123', '447700900123'])(
    'with the participant spelt %s belongs to the conversation',
    async (to) => {
      const { read } = accountOf(() => ({ body: pageOf([makeMessage(1, { to })]) }))
      expect(await read(PARTICIPANT, { direction: 'outbound' }).toArray()).toHaveLength(1)
    },
  )

  test('with a Messenger user whose id ends like that of the participant is invalid_response', async () => {
    const { read } = accountOf(() => ({ body: pageOf([makeMessage(1, { to: 'messenger:7700900123' })]) }))
    await expect(read('messenger:447700900123', { direction: 'outbound' }).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
    })
  })

  test('with a direction that is not documented is invalid_response', async () => {
    const { read } = accountOf(() => ({ body: pageOf([makeMessage(1, { direction: 'sideways' })]) }))
    await expect(read(PARTICIPANT).toArray()).rejects.toMatchObject({ code: 'invalid_response' })
  })
})
