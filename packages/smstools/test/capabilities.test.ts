import { createSmstools } from '@sms/smstools'
import { expect, expectTypeOf, test } from 'vitest'

const reader = createSmstools({ clientId: 'canary-client-id', clientSecret: 'canary-client-secret' })

test('a reader states what the API can do', () => {
  expect(reader.capabilities).toEqual({
    order: 'newest-first',
    orders: ['newest-first'],
    total: true,
    timestamps: true,
    conversations: false,
    summary: false,
    defaultPageSize: 2000,
    maxPageSize: 2000,
  })
})

test('the type of a reader has no method that the API cannot serve', () => {
  expectTypeOf(reader).not.toHaveProperty('conversations')
  expectTypeOf(reader).not.toHaveProperty('summary')
})
