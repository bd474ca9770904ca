import { inspect } from 'node:util'
import { createConversationsRcs, SmsError } from '@sms/conversations-rcs'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { replayAt } from '@sms/replay'

const { replay } = replayAt('https://api.octopush.com')

const PARTICIPANT = '+46701740605'

const KEYS = { apiLogin: 'canary-login', apiKey: 'canary-api-key' }

const MINE = {
  message_id: '17',
  text: 'mine',
  direction: 'outbound',
  contact_identifiers: { phone_number: '+46701740605', email: null, facebook_id: null },
}
const FOREIGN = {
  ...MINE,
  message_id: '18',
  text: 'canary of someone else',
  contact_identifiers: { phone_number: '+46701740699', email: null, facebook_id: null },
}

// Full jitter: a wait of nothing.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const reader = createConversationsRcs({ ...KEYS })
const once = createConversationsRcs({ ...KEYS, retries: 0 })

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

// The body of the page "Return codes", with whatever a server may repeat of the request.
const message = 'No to 46701740605 with canary-api-key'

const REFUSALS = [
  { status: 400, body: { code: 102, message }, code: 'rejected', providerCode: '102' },
  { status: 401, body: { code: 101, message }, code: 'authentication', providerCode: '101' },
  { status: 403, body: { code: 104, message }, code: 'permission', providerCode: '104' },
  { status: 404, body: { code: 116, message }, code: 'not_found', providerCode: '116' },
  { status: 422, body: { code: 135, message }, code: 'rejected', providerCode: '135' },
] as const

describe.each(REFUSALS)('HTTP $status', ({ code, providerCode, ...reply }) => {
  test(`is ${code}, after one request for messages`, async () => {
    const requests = replay(reply)
    const { error, yielded } = await failure(reader)
    expect(error).toMatchObject({
      code,
      provider: 'conversations-rcs',
      status: reply.status,
      providerCode,
      attempts: 1,
      retryable: false,
    })
    expect(yielded).toBe(0)
    expect(requests).toHaveLength(1)
  })

  test(`is ${code}, after one request for conversations`, async () => {
    const requests = replay(reply)
    await expect(reader.conversations().toArray()).rejects.toMatchObject({
      code,
      status: reply.status,
      attempts: 1,
    })
    expect(requests).toHaveLength(1)
  })

  test('means the same with a body that is not JSON, or none', async () => {
    for (const body of ['<html>no</html>', '']) {
      replay({ ...reply, body })
      await expect(reader.conversations().toArray()).rejects.toMatchObject({
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

test.each([
  { body: { code: 101, message }, code: 'authentication', providerCode: '101' },
  { body: { code: '108', message }, code: 'authentication', providerCode: '108' },
  { body: { code: 109, message }, code: 'authentication', providerCode: '109' },
  { body: { code: 102, message }, code: 'rejected', providerCode: '102' },
])('an error envelope $providerCode that comes with 200 is $code', async ({ body, code, providerCode }) => {
  const requests = replay({ body }, { body })
  const { error } = await failure(reader)
  expect(error).toMatchObject({ code, status: 200, providerCode, attempts: 1 })
  await expect(reader.conversations().toArray()).rejects.toMatchObject({
    code,
    status: 200,
    providerCode,
    attempts: 1,
  })
  expect(requests).toHaveLength(2)
})

describe('another participant’s message', () => {
  test('fails the page before anything of it is yielded', async () => {
    replay({ body: [MINE, FOREIGN] })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(0)
    expect(error).toMatchObject({
      code: 'invalid_response',
      provider: 'conversations-rcs',
      issues: [{ path: '1' }],
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|467017406/)
  })

  test('fails it with the HTTP status and the attempts that the contract promises', async () => {
    replay({ body: [MINE, FOREIGN] })
    const { error } = await failure(reader)
    expect(error).toMatchObject({ status: 200, attempts: 1 })
  })

  test('on a later page leaves what earlier pages brought', async () => {
    replay({ body: [MINE] }, { body: [FOREIGN] })
    const { error, yielded } = await failure(reader)
    expect(yielded).toBe(1)
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: '0' }] })
  })

  test.each(['ada@example.com', 'fid_1234567890', 'cid_0b6f7a51-2f53-4c8e-8f0e-7a1d2c3b4e01'])(
    'shows as two contacts in the conversation with %s, which tells only phone numbers',
    async (participant) => {
      replay({ body: [MINE, FOREIGN] })
      await expect(reader.messages(participant).toArray()).rejects.toMatchObject({
        code: 'invalid_response',
        issues: [{ path: '1' }],
      })
    },
  )

  test.each([
    { participant: 'ada@example.com', contact: { email: 'eve@example.com', phone_number: '+46701740605' } },
    { participant: 'fid_1234567890', contact: { facebook_id: '1234567891', phone_number: '+46701740605' } },
  ])('is not taken for one of $participant', async ({ participant, contact }) => {
    replay({ body: [{ ...MINE, contact_identifiers: contact }] })
    await expect(reader.messages(participant).toArray()).rejects.toMatchObject({ code: 'invalid_response' })
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
    { what: 'JSON cut short', body: '[{"message_id":"canary', names: /200.*application\/json/ },
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
    { what: 'a message with an object for its text', body: [MINE, { ...MINE, text: { canary: true } }] },
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

  test.each(['null', '{}', '17', '[null]', '[{}]', '[{"conversation_id":null}]'])(
    'is invalid_response for conversations: %s',
    async (body) => {
      replay({ body })
      await expect(once.conversations().toArray()).rejects.toMatchObject({
        code: 'invalid_response',
        status: 200,
      })
    },
  )

  test('is no matter when only its label is wrong', async () => {
    replay({ body: [MINE], headers: { 'content-type': 'text/html; charset=latin1' } }, { body: [] })
    await expect(reader.messages(PARTICIPANT).toArray()).resolves.toMatchObject([{ text: 'mine' }])
  })
})
