import { type Capabilities, hasConversations, hasSummary, type MessageReader } from '@sms/core'
import { expect, expectTypeOf, test } from 'vitest'
import { CAPABILITIES, defineAcme } from './acme.ts'

function readerWith(capabilities: Partial<Capabilities>): MessageReader {
  return defineAcme({ conversations: false, summary: false, ...capabilities })({ apiKey: 'key' })
}

test('a reader whose capabilities include a method has it', () => {
  expect(hasConversations(readerWith({ conversations: true }))).toBe(true)
  expect(hasSummary(readerWith({ summary: true }))).toBe(true)
})

test('a reader whose method only throws `unsupported` does not have it', () => {
  const reader = readerWith({})
  expect(reader).toHaveProperty('conversations')
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a reader without the method does not have it, whatever its capabilities are', () => {
  const { contractVersion, provider, messages } = readerWith({})
  const reader: MessageReader = { contractVersion, provider, capabilities: CAPABILITIES, messages }
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a guard makes the method known to the compiler', () => {
  const reader = readerWith({ conversations: true, summary: true })
  if (hasConversations(reader)) expectTypeOf(reader.conversations).toBeFunction()
  if (hasSummary(reader)) expectTypeOf(reader.summary).toBeFunction()
  expect(reader).toMatchObject({ conversations: expect.any(Function), summary: expect.any(Function) })
})
