import { createIp1, type Message, SmsError } from '@sms/ip1'
import { describe, expect, test } from 'vitest'

const PARTICIPANT = '+46701740605'

function answering(body: unknown, status = 200): ReturnType<typeof createIp1> {
  const fetch = async (): Promise<Response> => Response.json(body, { status })
  return createIp1({ apiKey: 'key', fetch, retries: 0 })
}

const read = (body: unknown, status?: number): Promise<Message[]> =>
  answering(body, status).messages(PARTICIPANT).toArray()

async function failure(work: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (SmsError.is(error)) return error
  throw new Error('expected an SmsError', { cause: error })
}

describe('34: a message of another participant', () => {
  test.each([
    { direction: 'mt', sender: null, recipient: '46701740699' },
    { direction: 'mo', sender: '46701740699', recipient: null },
    { direction: 'mt', sender: 'iP1', recipient: '46701740699' },
  ])('is refused whatever else it tells: $direction from $sender to $recipient', async (message) => {
    const error = await failure(read([{ id: 'a', ...message }]))
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: '0' }] })
  })

  test('may have the participant as the account’s own sender', async () => {
    const sent = [{ id: 'a', direction: 'mt', sender: '46701740605', recipient: '46701740699' }]
    await expect(read(sent)).resolves.toHaveLength(1)
  })

  test('is found in a summary too', async () => {
    const summary = { participant: '46701740699', totalMessageCount: 1, totalSmsCount: 1 }
    const error = await failure(answering(summary).summary(PARTICIPANT))
    expect(error).toMatchObject({ code: 'invalid_response', status: 200, issues: [{ path: 'participant' }] })
  })
})

function summaryWith(key: string): Promise<unknown> {
  const counts = `{"${key}":null,"201":{"messages":1,"sms":2}}`
  const body = `{"totalMessageCount":1,"totalSmsCount":2,"mobileTerminatedMessages":${counts}}`
  const fetch = async (): Promise<Response> => new Response(body)
  return createIp1({ apiKey: 'key', fetch }).summary(PARTICIPANT)
}

describe('30: keys that objects have by themselves', () => {
  test.each(['constructor', 'prototype', '__proto__'])('are no status codes: %s', async (key) => {
    await expect(summaryWith(key)).resolves.toMatchObject({
      outbound: { delivered: { messages: 1, segments: 2 } },
    })
  })

  test('are checked like any other where they can be: toString', async () => {
    await expect(failure(summaryWith('toString'))).resolves.toMatchObject({ code: 'invalid_response' })
  })
})

test.each([{ status: '429' }, { status: 429 }, { status: 429, title: 'Too many requests' }])(
  '16: problem details with HTTP 200 are the error they are: %j',
  async (problem) => {
    const error = await failure(read(problem))
    expect(error).toMatchObject({ code: 'rate_limited', status: 200 })
  },
)
