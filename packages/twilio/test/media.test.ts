import { hasDownload, type MessageReader } from '@sms/core'
import { createTwilio } from '@sms/twilio'
import { describe, expect, test } from 'vitest'
import {
  accountOf,
  type ApiRequest,
  type ApiResponse,
  INBOUND,
  makeMessage,
  pageOf,
  PARTICIPANT,
  serve,
  sidOf,
} from './account.ts'

const HOST = 'https://api.twilio.com'
const PATH = '/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages'

const MESSAGES = [
  makeMessage(3),
  makeMessage(2, { ...INBOUND, num_media: '2' }),
  makeMessage(1, { num_media: '1' }),
]

const FILES = [
  { sid: 'ME1', content_type: 'image/jpeg', uri: `${PATH}/${sidOf(2)}/Media/ME1.json` },
  { sid: 'ME2', content_type: 'image/png' },
]

/** Answers with the files of the second message only. */
function serveFiles(request: ApiRequest): ApiResponse {
  if (!request.path.endsWith('/Media.json')) return serve(MESSAGES)(request)
  if (request.path !== `${PATH}/${sidOf(2)}/Media.json`)
    return { status: 404, body: { status: 404, code: 20404 } }
  return { body: { media_list: FILES } }
}

describe('a message with files', () => {
  test('has one attachment, the list of its files, and costs no more requests', async () => {
    const { requests, read } = accountOf(serve(MESSAGES))
    const messages = await read(PARTICIPANT).toArray()
    expect(messages.map(({ attachments }) => attachments)).toEqual([
      [],
      [{ name: null, url: `${HOST}${PATH}/${sidOf(2)}/Media.json`, contentType: null }],
      [{ name: null, url: `${HOST}${PATH}/${sidOf(1)}/Media.json`, contentType: null }],
    ])
    expect(requests).toHaveLength(2)
  })

  test('has its files as attachments if the reader wants them, for one more request', async () => {
    const { requests, read } = accountOf(serveFiles, { media: true })
    const messages = await read(PARTICIPANT, { direction: 'inbound' }).toArray()
    expect(messages.map(({ attachments }) => attachments)).toEqual([
      [
        { name: null, url: `${HOST}${PATH}/${sidOf(2)}/Media/ME1`, contentType: 'image/jpeg' },
        { name: null, url: `${HOST}${PATH}/${sidOf(2)}/Media/ME2`, contentType: 'image/png' },
      ],
    ])
    expect(messages[0]?.raw.media_list).toStrictEqual(FILES)
    expect(requests).toHaveLength(2)
  })

  test('has as many files as Twilio allows in one page requested', async () => {
    const { requests, read } = accountOf(serveFiles, { media: true })
    await read(PARTICIPANT, { direction: 'inbound' }).toArray()
    expect(requests[1]?.query).toEqual({ PageSize: '1000' })
  })

  test.each([
    { media_list: null, count: 1 },
    { media_list: FILES, count: 2 },
  ])(
    'whose list sends the files $media_list itself has $count attachments',
    async ({ media_list, count }) => {
      const message = makeMessage(1, { num_media: '1', media_list })
      const { read } = accountOf(() => ({ body: pageOf([message]) }))
      const [only] = await read(PARTICIPANT, { direction: 'outbound' }).toArray()
      expect(only?.attachments).toHaveLength(count)
    },
  )

  test.each([5, [null]])('whose list sends %j as its files is invalid_response', async (media_list) => {
    const { read } = accountOf(() => ({ body: pageOf([{ ...makeMessage(1), media_list }]) }))
    await expect(read(PARTICIPANT, { direction: 'outbound' }).toArray()).rejects.toMatchObject({
      code: 'invalid_response',
    })
  })

  test('that has vanished since its page was sent has the list of its files', async () => {
    const { requests, read } = accountOf(serveFiles, { media: true })
    const messages = await read(PARTICIPANT, { direction: 'outbound' }).toArray()
    expect(messages.map(({ attachments }) => attachments.length)).toEqual([0, 1])
    expect(requests).toHaveLength(2)
  })

  test('whose files cannot be read is an error of the walk', async () => {
    const { read } = accountOf(
      (request) =>
        request.path.endsWith('/Media.json') ? { body: { media_list: 'none' } } : serve(MESSAGES)(request),
      { media: true },
    )
    await expect(read(PARTICIPANT).toArray()).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('whose files are refused ends the walk with that error: the token of its page is good', async () => {
    const many = Array.from({ length: 40 }, (_, number) =>
      makeMessage(number, { num_media: number < 25 ? '1' : '0' }),
    )
    const { requests, read } = accountOf(
      (request) =>
        request.path.endsWith('/Media.json') ? { status: 400, body: { status: 400 } } : serve(many)(request),
      { media: true },
    )
    const reading = read(PARTICIPANT, { direction: 'outbound', pageSize: 10 }).toArray()
    await expect(reading).rejects.toMatchObject({ code: 'rejected', status: 400 })
    expect(requests).toHaveLength(3)
  })

  test('never has more requests in flight than allowed', async () => {
    let inFlight = 0
    let most = 0
    const many = Array.from({ length: 40 }, (_, number) =>
      makeMessage(number, { num_media: '1', ...(number % 2 === 0 ? INBOUND : {}) }),
    )
    const { read } = accountOf(() => ({ body: {} }), {
      media: true,
      async fetch(input) {
        inFlight += 1
        most = Math.max(most, inFlight)
        await new Promise((resolve) => setImmediate(resolve))
        inFlight -= 1
        const url = new URL(input instanceof Request ? input.url : String(input))
        const request = {
          url,
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          authorization: null,
        }
        return Response.json(
          url.pathname.endsWith('/Media.json') ? { media_list: FILES } : serve(many)(request).body,
        )
      },
    })
    expect(await read(PARTICIPANT, { pageSize: 5, concurrency: 1 }).toArray()).toHaveLength(40)
    expect(most).toBe(1)
    expect(await read(PARTICIPANT, { pageSize: 5, concurrency: 2 }).toArray()).toHaveLength(40)
    expect(most).toBe(2)
  })
})

describe('a file', () => {
  const OPTIONS = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'canary-token' }
  const list = `${HOST}${PATH}/${sidOf(2)}/Media`

  test('is downloaded with the credentials, which are not sent to where it redirects', async () => {
    const requests: (readonly [string, boolean])[] = []
    const signed = 'https://mms.twiliocdn.com/f1?Signature=s'
    const reader: MessageReader = createTwilio({
      ...OPTIONS,
      media: true,
      async fetch(input, init) {
        const { url, headers } = new Request(input, init)
        requests.push([url, headers.has('authorization')])
        if (url === signed) return new Response('content', { headers: { 'content-type': 'image/jpeg' } })
        return new Response(null, { status: 307, headers: { location: signed } })
      },
    })
    if (!hasDownload(reader)) throw new Error('The reader has no `download`.')
    const { content, contentType } = await reader.download({ url: `${list}/ME1` })
    expect([Buffer.from(content).toString(), contentType]).toEqual(['content', 'image/jpeg'])
    expect(requests).toEqual([
      [`${list}/ME1`, true],
      [signed, false],
    ])
    for (const url of [`${list}.json`, `${list}/ME1.json`, `${HOST}${PATH}.json`]) {
      await expect(reader.download({ url })).rejects.toMatchObject({ code: 'unsupported' })
    }
    expect(requests).toHaveLength(2)
  })

  test('cannot be downloaded by a reader that knows only where the list of files is', () => {
    expect(hasDownload(createTwilio(OPTIONS))).toBe(false)
  })
})
