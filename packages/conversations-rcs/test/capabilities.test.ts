import { createConversationsRcs } from '@sms/conversations-rcs'
import { expect, expectTypeOf, test } from 'vitest'

const reader = createConversationsRcs({ apiLogin: 'canary-login', apiKey: 'canary-api-key' })

test('a reader states what the API can do', () => {
  expect(reader.capabilities).toEqual({
    order: 'unspecified',
    orders: [],
    total: false,
    timestamps: false,
    conversations: true,
    summary: false,
    defaultPageSize: 50,
    maxPageSize: null,
  })
})

test('the type of a reader has no method that the API cannot serve', () => {
  expectTypeOf(reader).toHaveProperty('conversations')
  expectTypeOf(reader).not.toHaveProperty('summary')
})
