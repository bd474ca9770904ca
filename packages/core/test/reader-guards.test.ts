import { type Capabilities, hasConversations, hasSummary, type MessageReader } from '@sms/core'
import { defineReader } from '@sms/core/provider'
import { expect, test } from 'vitest'

const CAPABILITIES: Capabilities = {
  order: 'unspecified',
  orders: [],
  total: false,
  timestamps: false,
  conversations: false,
  summary: false,
  defaultPageSize: 50,
  maxPageSize: null,
}

const called = (): never => {
  throw new Error('A guard calls no method.')
}

function readerWith(capabilities: Partial<Capabilities>): MessageReader {
  const methods = { messages: called, conversations: called, summary: called }
  return defineReader<MessageReader>('acme', { ...CAPABILITIES, ...capabilities }, methods)
}

test('a reader whose capabilities include a method has it', () => {
  expect(hasConversations(readerWith({ conversations: true }))).toBe(true)
  expect(hasSummary(readerWith({ summary: true }))).toBe(true)
})

test('a reader whose method only throws `unsupported` does not have it', () => {
  const reader = defineReader<MessageReader>('acme', CAPABILITIES, { messages: called })
  expect(reader).toHaveProperty('conversations')
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a reader without the method does not have it, whatever its capabilities are', () => {
  const capabilities = { ...CAPABILITIES, conversations: true, summary: true }
  const reader: MessageReader = { contractVersion: 1, provider: 'acme', capabilities, messages: called }
  expect(hasConversations(reader)).toBe(false)
  expect(hasSummary(reader)).toBe(false)
})

test('a guard makes the method known to the compiler', () => {
  const reader = readerWith({ conversations: true, summary: true })
  expect(hasConversations(reader) && reader.conversations).toBe(called)
  expect(hasSummary(reader) && reader.summary).toBe(called)
})
