import { createConversationsRcs, SmsError } from '@sms/conversations-rcs'
import { expect, test } from 'vitest'

test.each(['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null'])(
  '30: a code of a kind that is not documented is refused all the same: %s',
  async (code) => {
    const body = `{"code":${code},"message":""}`
    const fetch = async (): Promise<Response> => new Response(body, { status: 400 })
    const reader = createConversationsRcs({ apiLogin: 'login', apiKey: 'key', fetch, retries: 0 })
    const error: unknown = await reader
      .messages('+46701740605')
      .toArray()
      .catch((thrown: unknown) => thrown)
    expect(SmsError.is(error, 'rejected')).toBe(true)
  },
)
