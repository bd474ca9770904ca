import { createSmstools, type Message, SmsError } from '@sms/smstools'
import { describe, expect, test } from 'vitest'

const PARTICIPANT = '+46701740605'

function read(body: unknown, status = 200): Promise<Message[]> {
  const fetch = async (): Promise<Response> => Response.json(body, { status })
  const reader = createSmstools({ clientId: 'id', clientSecret: 'secret', fetch, retries: 0 })
  return reader.messages(PARTICIPANT).toArray()
}

async function failure(work: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (SmsError.is(error)) return error
  throw new Error('expected an SmsError', { cause: error })
}

const pageOf = (...conversation: readonly object[]) => ({
  total: conversation.length,
  page: 1,
  limit: 2000,
  conversation,
})

describe('34: a message of another participant', () => {
  test.each([
    { direction: 'outbound', sender: null, receiver: '46701740699' },
    { direction: 'outbound', sender: '46701740605', receiver: '46701740699' },
    { direction: 'inbound', sender: '46701740699', receiver: null },
  ])('is refused whatever else it tells: $direction from $sender to $receiver', async (message) => {
    const error = await failure(read(pageOf({ messageId: 'a', ...message })))
    expect(error).toMatchObject({ code: 'invalid_response', issues: [{ path: 'conversation.0' }] })
  })
})

describe('16: an error envelope with HTTP 200', () => {
  test('is the error it is, also beside an empty conversation', async () => {
    const error = await failure(read({ error: '104', conversation: [] }))
    expect(error).toMatchObject({ code: 'authentication', providerCode: '104' })
  })

  test('is none where the error is null', async () => {
    await expect(read({ error: null, ...pageOf() })).resolves.toEqual([])
  })
})

test.each(['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null'])(
  '30: an error of a kind that is not documented is refused all the same: %s',
  async (error) => {
    const body: unknown = JSON.parse(`{"error":${error}}`)
    await expect(failure(read(body, 400))).resolves.toMatchObject({ code: 'rejected', status: 400 })
  },
)

test('identical messages without ids are as many as the total says, however small the pages', async () => {
  const twin = {
    direction: 'inbound',
    sender: '46701740605',
    receiver: '447700900000',
    message: 'OK',
    unixDatetime: 1,
  }
  const all = Array.from({ length: 6 }, () => ({ messageId: null, ...twin }))
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const page = Number(new URL(new Request(input).url).searchParams.get('page'))
    return Response.json({ total: 6, page, limit: 1, conversation: all.slice(page - 1, page) })
  }
  const reader = createSmstools({ clientId: 'id', clientSecret: 'secret', fetch })
  const messages = await reader.messages(PARTICIPANT, { pageSize: 1 }).toArray()
  expect(new Set(messages.map(({ key }) => key)).size).toBe(6)
})
