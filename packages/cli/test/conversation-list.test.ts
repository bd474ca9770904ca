import type { Conversation } from '@sms/core'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { conversationCells, conversationTable } from '../src/formats/conversation-table.ts'
import { paper } from '../src/formats/screen.ts'

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

test('shows each conversation on one line, in columns over all pages, cut at the width', () => {
  const { page, tail } = conversationTable(paper, conversationCells)
  const text =
    page([conversation], null) +
    page([{ ...conversation, name: 'Al', messageCount: null, lastMessage: null }], null) +
    tail()
  const [first = '', second, , count] = text.split('\n')
  expect(first).toMatch(/^山田 花子 {2}\+46701740605 {2}3 messages {2}2025-06-05 08:44 {2}One line and.*…$/)
  expect(stringWidth(first)).toBeLessThanOrEqual(80)
  expect(second).toBe('Al         +46701740605              2025-06-05 08:44')
  expect(count).toBe('2 conversations. All times are UTC.')
})

test('shows no name or text that looks like other columns or steers the terminal [hostile-text]', () => {
  const { page, tail } = conversationTable(paper, conversationCells)
  page([{ ...conversation, name: 'Al\u001B[2J  +46701740699\n  9 messages', lastMessage: null }], null)
  expect(tail().split('\n', 1)).toEqual([
    'Al␛[2J +46701740699 9 messages  +46701740605  3 messages  2025-06-05 08:44',
  ])
})
