import { inspect } from 'node:util'
import { createIp1, SmsError } from '@sms/ip1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const PARTICIPANT = '+46701740605'

const MINE = {
  id: '5bcf4324ee47dee41a9dbb13',
  direction: 'mt',
  sender: 'iP1',
  recipient: '46701740605',
  body: 'mine',
}
const FOREIGN = {
  ...MINE,
  id: '5bcf4325ee47dee41a9dbb14',
  recipient: '46701740699',
  body: 'canary of someone else',
}

// Full jitter: a wait of nothing.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const reader = createIp1({ apiKey: 'canary-api-key' })
const once = createIp1({ apiKey: 'canary-api-key', retries: 0 })

/** The error a walk ends in, and how much it yielded before. */
async function failure(from: typeof reader): Promise<{ error: SmsError; yielded: number }> {
  let yielded = 0
  try {
    for await (const _ of from.messages(PARTICIPANT, { concurrency: 1 })) yielded += 1
  } catch (error) {
    if (SmsError.is(error)) return { error, yielded }
    throw error
  }
  throw new Error('The walk did not fail.')
}

// As RFC 9457 has it, with whatever a server may repeat of the request.
const problem = (status: number, title: string, extra: object = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: `https://tools.ietf.org/html/rfc9110#${status}`,
    title,
    status,
    detail: 'No to 46701740605 with canary-api-key',
    instance: '/v2/conversations/46701740605',
    ...extra,
  },
})

const REFUSALS = [
  { code: 'rejected', ...problem(400, 'Pagination parameters invalid') },
  { code: 'authentication', ...problem(401, 'Unauthorized') },
  { code: 'permission', ...problem(403, 'Forbidden') },
  { code: 'not_found', ...problem(404, 'Not Found') },
  { code: 'rejected', ...problem(422, 'Unprocessable', { errors: { limit: ['canary is no number'] } }) },
] as const

describe.each(REFUSALS)('HTTP $status', ({ code, ...reply }) => {
  test(`is ${code}, after one request for messages`, async () => {
    const requests = replay(reply)
    const { error, yielded } = await failure(reader)
    expect(error).toMatchObject({
      code,
      provider: 'ip1',
      status: reply.status,
      attempts: 1,
      retryable: false,
    })
    expect(error).not.toHaveProperty('providerCode')
    expect(yielded).toBe(0)
    expect(requests).toHaveLength(1)
  })

  test(`is ${code}, after one request for the summary`, async () => {
    const requests = replay(reply)
    await expect(reader.summary(PARTICIPANT)).rejects.toMatchObject({
      code,
      status: reply.status,
      attempts: 1,
    })
    expect(requests).toHaveLength(1)
  })

  test('means the same with a body that is not JSON, or none', async () => {
    for (const body of ['<html>no</html>', '']) {
      replay({ ...reply, body })
      await expect(reader.summary(PARTICIPANT)).rejects.toMatchObject({
        code,
        status: reply.status,
        attempts: 1,
      })
    }
  })

  test('shows nothing of what the answer repeats of the request', async () => {
    replay(reply)
    const { error } = await failure(reader)
    const shown = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error.stack)]
    for (const text of shown) expect(text).not.toMatch(/canary|46701740605/)
  })
})

test.each(REFUSALS)('problem details of $status that come with 200 are $code', async ({ code, body }) => {
  const requests = replay({ body }, { body })
  const { error } = await failure(reader)
  expect(error).toMatchObject({ code, status: 200, attempts: 1 })
  await expect(reader.summary(PARTICIPANT)).rejects.toMatchObject({ code, status: 200, attempts: 1 })
  expect(requests).toHaveLength(2)
})

describe('another participant’s message', () => {
  test('fails the page before anything of it is yielded', async () => {
    replay({ body: [MINE, FOREIGN] })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(0)
    expect(error).toMatchObject({ code: 'invalid_response', provider: 'ip1', issues: [{ path: '1' }] })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|467017406/)
  })

  test('fails it with the HTTP status and the attempts that the contract promises', async () => {
    replay({ body: [MINE, FOREIGN] })
    const { error } = await failure(reader)
    expect(error).toMatchObject({ status: 200, attempts: 1 })
  })

  test('on a later page leaves what earlier pages brought', async () => {
    const next = { link: '<https://api.ip1sms.com/v2/conversations/46701740605?start=1>; rel="next"' }
    replay({ body: [MINE], headers: next }, { body: [MINE, FOREIGN] })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(1)
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: '1' }] })
  })
})

describe('an answer with status 200 that is not as documented', () => {
  test.each([
    {
      what: 'HTML',
      body: '<html>canary</html>',
      headers: { 'content-type': 'text/html' },
      names: /200.*text\/html/,
    },
    { what: 'HTML called JSON', body: '<html>canary</html>', names: /200.*application\/json/ },
    { what: 'JSON cut short', body: '[{"id":"canary', names: /200.*application\/json/ },
    { what: 'an empty body', body: '', names: /200.*application\/json/ },
  ])('is invalid_response after one more attempt: $what', async ({ body, headers = {}, names }) => {
    const requests = replay({ body, headers }, { body, headers })
    const { error } = await failure(reader)
    expect(error).toMatchObject({ code: 'invalid_response', status: 200, attempts: 2, retryable: false })
    expect(error.message).toMatch(names)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    expect(requests).toHaveLength(2)
  })

  test.each([
    { what: 'null', body: 'null' },
    { what: 'an object', body: { messages: [MINE] } },
    { what: 'an object without fields', body: {} },
    { what: 'a text', body: '"canary"' },
    { what: 'a number', body: '17' },
    { what: 'a list of texts', body: ['canary'] },
    { what: 'a list with null', body: [MINE, null] },
    { what: 'a message with an object for its text', body: [MINE, { ...MINE, body: { canary: true } }] },
  ])('is invalid_response after one request: $what', async ({ body }) => {
    const requests = replay({ body })
    const { error, yielded } = await failure(once)
    expect(error).toMatchObject({
      code: 'invalid_response',
      status: 200,
      message: expect.stringMatching(/200.*JSON/),
      issues: [{ path: expect.any(String), expected: expect.any(String) }],
    })
    expect(yielded).toBe(0)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
    expect(requests).toHaveLength(1)
  })

  test('names the attempts made for it', async () => {
    replay({ body: {} })
    const { error } = await failure(once)
    expect(error).toMatchObject({ attempts: 1 })
  })

  test.each(['null', '[]', '{}', '17', '{"totalMessageCount":1}'])(
    'is invalid_response for the summary: %s',
    async (body) => {
      replay({ body })
      await expect(once.summary(PARTICIPANT)).rejects.toMatchObject({ code: 'invalid_response', status: 200 })
    },
  )

  test('is no matter when only its label is wrong', async () => {
    replay({ body: [MINE], headers: { 'content-type': 'text/html; charset=latin1' } })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toMatchObject([{ text: 'mine' }])
  })
})
