import { stripVTControlCharacters } from 'node:util'
import type { Conversation } from '@sms/core'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { conversationList, summaryOf } from '../src/overview.ts'

const conversation: Conversation = {
  provider: 'conversations-rcs',
  id: '1',
  participant: '+46701740605',
  name: '山田 花子',
  channel: 'sms',
  from: '+46701740606',
  firstMessageAt: null,
  lastMessageAt: new Date('2025-06-05T08:44:46Z'),
  lastMessage: 'One line\nand another, which is long enough to be cut 👍'.repeat(2),
  messageCount: 3,
  raw: null,
}

test('conversations stand in columns, one line each, cut where the line ends', () => {
  const rows = [conversation, { ...conversation, name: 'Al', messageCount: null, lastMessage: null }]
  const [title, first = '', second] = conversationList(rows, 80).map(stripVTControlCharacters)
  expect(title).toBe('Conversations')
  expect(first).toMatch(/^山田 花子 {2}\+46701740605 {2}3 messages {2}2025-06-05 08:44 {2}One line and.*…$/)
  expect(stringWidth(first)).toBeLessThanOrEqual(80)
  expect(second).toBe('Al         +46701740605              2025-06-05 08:44')
})

test('no conversations are no lines but the title', () => {
  expect(conversationList([], 80)).toHaveLength(1)
})

test('a summary tells what became of the messages in each direction', () => {
  const lines = summaryOf(
    {
      provider: 'ip1',
      participant: '+46701740605',
      messages: 6,
      segments: 8,
      outbound: { delivered: { messages: 2, segments: 3 }, failed: { messages: 1, segments: 1 } },
      inbound: { received: { messages: 3, segments: 4 } },
      raw: null,
    },
    80,
  )
  expect(lines.map(stripVTControlCharacters)).toEqual([
    'Summary 6 messages in 8 segments',
    '  outbound 2 delivered, 1 failed',
    '  inbound  3 received',
  ])
})
