import { createIp1 } from '@sms/ip1'
import { expect, expectTypeOf, test } from 'vitest'

const reader = createIp1({ apiKey: 'canary-api-key' })

test('a reader states what the API can do', () => {
  expect(reader.capabilities).toEqual({
    order: 'oldest-first',
    orders: ['oldest-first', 'newest-first'],
    total: false,
    timestamps: true,
    conversations: false,
    summary: true,
    defaultPageSize: 50,
    maxPageSize: null,
  })
})

test('the type of a reader has no method that the API cannot serve', () => {
  expectTypeOf(reader).not.toHaveProperty('conversations')
  expectTypeOf(reader).toHaveProperty('summary')
})
