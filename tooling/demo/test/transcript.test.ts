import { stripVTControlCharacters } from 'node:util'
import type { Message } from '@sms/core'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { transcript } from '../src/transcript.ts'

const message: Message = {
  provider: 'ip1',
  id: '1',
  key: 'ip1:1',
  direction: 'inbound',
  channel: 'sms',
  from: '+46701740605',
  to: '+46701740606',
  text: 'Hello',
  attachments: [],
  timestamp: new Date('2025-06-05T08:44:46Z'),
  status: 'received',
  segments: 1,
  price: null,
  raw: null,
}

function plain(changes: Partial<Message>, width = 40): readonly string[] {
  return transcript([{ ...message, ...changes }], width).map(stripVTControlCharacters)
}

describe('a transcript', () => {
  test('has what came in on the left', () => {
    expect(plain({}, 80)).toEqual(['+46701740605 · 2025-06-05 08:44 · sms · received', '  Hello'])
  })

  test('has what went out on the right', () => {
    const lines = plain({ direction: 'outbound', status: 'sent' }, 80)
    const heading = '+46701740605 · 2025-06-05 08:44 · sms · sent'
    expect(lines).toEqual([heading.padStart(80), ' '.repeat(80 - heading.length) + '  Hello'])
  })

  test('shows nothing where the provider gives no time', () => {
    expect(plain({ timestamp: null })[0]).toBe('+46701740605 · sms · received')
  })

  test('names files, by their address where they have no name', () => {
    const file = { name: 'door.jpg', url: 'https://example.com/1', contentType: 'image/jpeg' }
    expect(plain({ text: '', attachments: [file, { ...file, name: null }] }, 80).slice(1)).toEqual([
      '  📎 door.jpg',
      '  📎 https://example.com/1',
    ])
  })

  test.each([
    ['wide characters', '明日の午前十時に配達に伺います。ご都合が悪い場合はお知らせください。'],
    ['emoji of several code points', '👩‍👩‍👧‍👦🇸🇪👍🏽❤️'.repeat(12)],
    ['a word longer than a line', 'https://example.com/'.repeat(6)],
  ])('keeps %s within the width', (_, text) => {
    for (const direction of ['inbound', 'outbound'] as const) {
      const lines = plain({ text, direction })
      expect(lines.filter((line) => stringWidth(line) > 40)).toEqual([])
      expect(
        lines
          .slice(2)
          .map((line) => line.trim())
          .join(''),
      ).toBe(text)
    }
  })

  test('does not let a message steer the terminal', () => {
    expect(plain({ text: 'one\u001B[2Jtwo\r\nthree\u0007' }).slice(-2)).toEqual(['  one [2Jtwo', '  three'])
    expect(transcript([{ ...message, from: '\u001B[31mBank' }], 40).join('')).not.toContain('\u001B[31mB')
  })
})
