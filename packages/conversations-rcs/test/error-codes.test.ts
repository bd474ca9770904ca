import { createConversationsRcs } from '@sms/conversations-rcs'
import { expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.octopush.com')

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

/** One call of each method. */
const calls = [
  () => reader.messages('+46701740605').toArray(),
  () => reader.conversations().toArray(),
] as const

test.each([
  { providerCode: '101', code: 'authentication' },
  { providerCode: '108', code: 'authentication' },
  { providerCode: '109', code: 'authentication' },
])('the code $providerCode means $code, as text and as a number, with HTTP 400', async (expected) => {
  for (const code of [expected.providerCode, Number(expected.providerCode)]) {
    replay({ status: 400, body: { code, message: 'No' } })
    await expect(reader.conversations().toArray()).rejects.toMatchObject({ ...expected, status: 400 })
  }
})

test.each([
  { status: 400, code: 'rejected' },
  { status: 403, code: 'permission' },
  { status: 404, code: 'not_found' },
])('the HTTP status decides about any other code: $code with $status', async ({ status, code }) => {
  replay({ status, body: { code: 102, message: 'No' } })
  await expect(reader.conversations().toArray()).rejects.toMatchObject({ code, status, providerCode: '102' })
})

test.each([
  { providerCode: '101', code: 'authentication' },
  { providerCode: '102', code: 'rejected' },
])('the code $providerCode means $code even with HTTP 200 [error-with-200]', async (expected) => {
  for (const call of calls) {
    replay({ body: { code: Number(expected.providerCode), message: 'No' } })
    await expect(call()).rejects.toMatchObject({ ...expected, status: 200 })
  }
})

test.each(['{"toString":null}', '{"toString":1,"valueOf":1}', '[]', 'null', '"Bad request"'])(
  'the status decides about a code of a type that is not documented: %s [prototype-keys]',
  async (code) => {
    replay({ status: 400, body: `{"code":${code},"message":""}` })
    const result = reader.conversations().toArray()
    await expect(result).rejects.toMatchObject({ code: 'rejected', status: 400 })
    await expect(result).rejects.not.toHaveProperty('providerCode')
  },
)
