import { type Capabilities, hasConversations, hasSummary, type MessageReader } from '@sms/core'
import { expect, expectTypeOf, test } from 'vitest'
import { CAPABILITIES, defineAcme } from './acme.ts'

function readerWith(capabilities: Partial<Capabilities>): MessageReader {
  return defineAcme({ conversations: false, summary: false, ...capabilities })({ apiKey: 'key' })
}

test('a reader has a method if its capabilities include it', () => {
  expect(hasConversations(readerWith({ conversations: true }))).toBe(true)
  expect(hasSummary(readerWith({ summary: true }))).toBe(true)
})

test('a reader does not have a method that only throws `unsupported`', () => {
  const reader = readerWith({})
  expect(reader).toHaveProperty('conversations')
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a reader does not have a missing method, whatever its capabilities are', () => {
  const { contractVersion, provider, messages } = readerWith({})
  const reader: MessageReader = { contractVersion, provider, capabilities: CAPABILITIES, messages }
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a guard narrows the type of a reader to one with the method', () => {
  const reader = readerWith({ conversations: true, summary: true })
  if (hasConversations(reader)) expectTypeOf(reader.conversations).toBeFunction()
  if (hasSummary(reader)) expectTypeOf(reader.summary).toBeFunction()
  expect(reader).toMatchObject({ conversations: expect.any(Function), summary: expect.any(Function) })
})
