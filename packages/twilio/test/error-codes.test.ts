import { expect, test } from 'vitest'
import { accountOf, PARTICIPANT } from './account.ts'

test.each([
  { status: 400, body: { code: 20001, message: 'PageToken is required', status: 400 }, code: 'rejected' },
  { status: 400, body: { code: 21481, message: 'Invalid', status: 400 }, code: 'rejected' },
  { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 }, code: 'authentication' },
  { status: 403, body: { code: 20403, message: 'Suspended', status: 403 }, code: 'permission' },
  { status: 401, body: { code: 70051, message: 'Permission', status: 401 }, code: 'permission' },
  {
    status: 404,
    body: { code: 20404, message: '/2010-04-01/Accounts/canary', status: 404 },
    code: 'not_found',
  },
  { status: 429, body: { code: 20429, message: 'Too Many Requests', status: 429 }, code: 'rate_limited' },
  {
    status: 503,
    body: { type: 'about:blank', title: 'Down', code: 20503, status: 503 },
    code: 'unavailable',
  },
  { status: 200, body: { code: 20003, message: 'Authenticate', status: 401 }, code: 'authentication' },
])('HTTP $status with $body.code is $code', async ({ status, body, code }) => {
  const { read } = accountOf(() => ({ status, body }))
  const failing = read(PARTICIPANT).toArray()
  await expect(failing).rejects.toMatchObject({ code, status, providerCode: String(body.code) })
  await expect(failing).rejects.not.toThrow(/canary/)
})

test('an error without a code means what its HTTP status means', async () => {
  const { read } = accountOf(() => ({ status: 500, body: { status: 500, message: 'Oops' } }))
  const failing = read(PARTICIPANT).toArray()
  await expect(failing).rejects.toMatchObject({ code: 'unavailable' })
  await expect(failing).rejects.not.toHaveProperty('providerCode')
})

test('a wrong account is not taken for a missing conversation', async () => {
  const { read } = accountOf(() => ({ status: 404, body: { status: 404, code: 20404 } }))
  await expect(read(PARTICIPANT).toArray()).rejects.toThrow(/^twilio has no such account or conversation/)
})
