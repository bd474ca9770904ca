import { expect, test } from 'vitest'
import { INBOUND, makeMessage, normalized } from './account.ts'

// Programs store messages by their key: it may never change.
test('the key of a message is its id', async () => {
  expect((await normalized(makeMessage(7))).key).toBe('twilio:SM00000000000000000000000000000007')
})

test('the key of a message without an id does not change with its status, price or sender', async () => {
  const fields = { sid: null, subresource_uris: null }
  const key = 'twilio:~maiKTfXG9xJ:0'
  expect((await normalized(makeMessage(7, { ...fields, status: 'queued', price: null }))).key).toBe(key)
  expect((await normalized(makeMessage(7, { ...fields, status: 'sent' }))).key).toBe(key)
  expect((await normalized(makeMessage(7, { ...fields, ...INBOUND }))).key).not.toBe(key)
})
