import { createTwilio } from '@sms/twilio'
import { expect, expectTypeOf, test } from 'vitest'
import { ACCOUNT } from './account.ts'

const reader = createTwilio({ accountSid: ACCOUNT, authToken: 'canary-token' })

test('a reader says what the API can do', () => {
  expect(reader.capabilities).toEqual({
    order: 'newest-first',
    orders: ['newest-first'],
    total: false,
    timestamps: true,
    conversations: false,
    summary: false,
    defaultPageSize: 50,
    maxPageSize: 1000,
  })
})

test('its type has no method that the API cannot serve', () => {
  expectTypeOf(reader).not.toHaveProperty('conversations')
  expectTypeOf(reader).not.toHaveProperty('summary')
})
