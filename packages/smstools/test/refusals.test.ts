import { inspect } from 'node:util'
import { createSmstools, SmsError } from '@sms/smstools'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.smsgatewayapi.com')

const PARTICIPANT = '+46701740605'

const KEYS = { clientId: 'canary-client-id', clientSecret: 'canary-client-secret' }

const MINE = {
  messageId: '5f1a09c7e3b24',
  direction: 'outbound',
  sender: 'Sender',
  receiver: '46701740605',
  message: 'mine',
  unixDatetime: 1749113086,
}
const FOREIGN = {
  ...MINE,
  messageId: '5f1a09c7e3b25',
  receiver: '46701740699',
  message: 'canary of someone else',
}

const page = (total: number, number: number, conversation: readonly unknown[]) => ({
  total,
  shown: conversation.length,
  page: number,
  limit: conversation.length,
  conversation,
})

// Full jitter: a wait of nothing.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const reader = createSmstools({ ...KEYS })
const once = createSmstools({ ...KEYS, retries: 0 })

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

const errorMsg = 'No to 46701740605 with canary-client-secret'

const REFUSALS = [
  { status: 400, body: { error: '103', errorMsg }, code: 'rejected', providerCode: '103' },
  { status: 401, body: { error: '104', errorMsg }, code: 'authentication', providerCode: '104' },
  { status: 403, body: { error: '200', errorMsg }, code: 'permission', providerCode: '200' },
  { status: 404, body: { error: '133', errorMsg }, code: 'not_found', providerCode: '133' },
  { status: 422, body: { error: '106', errorMsg }, code: 'rejected', providerCode: '106' },
] as const

describe.each(REFUSALS)('HTTP $status with error $providerCode', ({ status, body, code, providerCode }) => {
  test(`is ${code}, after one request`, async () => {
    const requests = replay({ status, body })
    const { error, yielded } = await failure(reader)
    expect(error).toMatchObject({
      code,
      provider: 'smstools',
      status,
      providerCode,
      attempts: 1,
      retryable: false,
    })
    expect(yielded).toBe(0)
    expect(requests).toHaveLength(1)
  })

  test('shows nothing of what the answer repeats of the request', async () => {
    replay({ status, body })
    const { error } = await failure(reader)
    const shown = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error.stack)]
    for (const text of shown) expect(text).not.toMatch(/canary|46701740605/)
  })

  test(`is ${code} in an envelope with status 200 too`, async () => {
    const requests = replay({ body })
    const { error } = await failure(reader)
    expect(error).toMatchObject({ code, status: 200, providerCode, attempts: 1 })
    expect(requests).toHaveLength(1)
  })
})

describe('with status 400', () => {
  test.each([
    { error: '103', code: 'rejected' },
    { error: '104', code: 'authentication' },
    { error: '106', code: 'rejected' },
    { error: '108', code: 'rejected' },
    { error: '116', code: 'permission' },
    { error: '132', code: 'not_found' },
    { error: '133', code: 'not_found' },
    { error: '135', code: 'rejected' },
    { error: '136', code: 'rejected' },
    { error: '200', code: 'permission' },
    { error: '999', code: 'rejected' },
  ])('error $error, as text or as a number, is $code', async ({ error: providerCode, code }) => {
    for (const error of [providerCode, Number(providerCode)]) {
      replay({ status: 400, body: { error, errorMsg } })
      const { error: thrown } = await failure(reader)
      expect(thrown).toMatchObject({ code, status: 400, providerCode, attempts: 1 })
    }
  })
})

describe.each([
  { status: 400, code: 'rejected' },
  { status: 401, code: 'authentication' },
  { status: 403, code: 'permission' },
  { status: 404, code: 'not_found' },
  { status: 422, code: 'rejected' },
])('HTTP $status without a code', ({ status, code }) => {
  test.each(['{"error":"error parsing json for canary"}', '{"error":null}', '<html>canary</html>', ''])(
    `is ${code}: %j`,
    async (body) => {
      const requests = replay({ status, body })
      const { error } = await failure(reader)
      expect(error).toMatchObject({ code, status, attempts: 1 })
      expect(error).not.toHaveProperty('providerCode')
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
      expect(requests).toHaveLength(1)
    },
  )
})

test('prose in an error envelope with status 200 is rejected', async () => {
  replay({ body: { error: 'error parsing json' } })
  const { error } = await failure(reader)
  expect(error).toMatchObject({ code: 'rejected', status: 200, attempts: 1 })
})

describe('error 105, a problem of their servers', () => {
  const reply = { status: 400, body: { error: '105', errorMsg } }

  test('is tried again although the status is 400', async () => {
    replay(reply, { ...reply, body: { error: 105 } }, { body: page(1, 1, [MINE]) })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toMatchObject([{ text: 'mine' }])
  })

  test('is unavailable after all retries', async () => {
    const requests = replay(reply, reply, reply)
    const { error } = await failure(createSmstools({ ...KEYS, retries: 2 }))
    expect(error).toMatchObject({
      code: 'unavailable',
      status: 400,
      providerCode: '105',
      attempts: 3,
      retryable: true,
    })
    expect(requests).toHaveLength(3)
  })

  test('is unavailable at once without retries', async () => {
    replay(reply)
    const { error } = await failure(once)
    expect(error).toMatchObject({ code: 'unavailable', status: 400, attempts: 1 })
  })
})

describe('another participant’s message', () => {
  test('fails the page before anything of it is yielded', async () => {
    replay({ body: page(2, 1, [MINE, FOREIGN]) })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(0)
    expect(error).toMatchObject({
      code: 'invalid_response',
      provider: 'smstools',
      issues: [{ path: 'conversation.1' }],
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|467017406/)
  })

  test('fails it with the HTTP status and the attempts that the contract promises', async () => {
    replay({ body: page(2, 1, [MINE, FOREIGN]) })
    const { error } = await failure(reader)
    expect(error).toMatchObject({ status: 200, attempts: 1 })
  })

  test('on a later page leaves what earlier pages brought', async () => {
    replay({ body: page(3, 1, [MINE]) }, { body: page(3, 2, [FOREIGN]) })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(1)
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: 'conversation.0' }] })
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
    {
      what: 'JSON cut short',
      body: '{"conversation":[{"messageId":"canary',
      names: /200.*application\/json/,
    },
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
    { what: 'a bare list', body: [MINE] },
    { what: 'an object without fields', body: {} },
    { what: 'a text', body: '"canary"' },
    { what: 'a number', body: '17' },
    { what: 'an object where the list is due', body: { total: 1, conversation: { 0: MINE } } },
    { what: 'null where the list is due', body: { total: 1, conversation: null } },
    { what: 'a list of texts', body: page(1, 1, ['canary']) },
    { what: 'a list with null', body: page(2, 1, [MINE, null]) },
    {
      what: 'a message with an object for its text',
      body: page(1, 1, [{ ...MINE, message: { canary: true } }]),
    },
    { what: 'a message with a file that is none', body: page(1, 1, [{ ...MINE, file: 'canary' }]) },
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

  test('is no matter when only its label is wrong', async () => {
    replay({ body: page(1, 1, [MINE]), headers: { 'content-type': 'text/html; charset=latin1' } })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toMatchObject([{ text: 'mine' }])
  })
})
