import { stripVTControlCharacters } from 'node:util'
import type { Message } from '@sms/core'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { paper } from '../src/formats/screen.ts'
import { transcript } from '../src/formats/transcript.ts'

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

/** The lines of one message, without the day above and the count below. */
function linesOf(changes: Partial<Message>, width = 40): readonly string[] {
  const chat = transcript('oldest-first', { ...paper, width })
  const lines = chat
    .page([{ ...message, ...changes }], null)
    .trimEnd()
    .split('\n')
  return changes.timestamp === null ? lines : lines.slice(2)
}

function on(day: string): Message {
  return { ...message, timestamp: new Date(`${day}T23:59:00Z`) }
}

function at(second: number): Message {
  return { ...message, text: `second ${second}`, timestamp: new Date(second * 1000) }
}

function paint(style: unknown, text: string): string {
  return `\u001B[1m${String(style)}${text}\u001B[22m`
}

describe('a transcript', () => {
  test('has what came in on the left', () => {
    expect(linesOf({}, 80)).toEqual(['08:44 · +46701740605 · sms · received', '  Hello'])
  })

  test('has what went out on the right', () => {
    const lines = linesOf({ direction: 'outbound', status: 'sent' }, 80)
    const heading = '08:44 · +46701740605 · sms · sent'
    expect(lines).toEqual([heading.padStart(80), `${' '.repeat(80 - heading.length)}  Hello`])
  })

  test('shows nothing where the provider gives no time', () => {
    expect(linesOf({ timestamp: null })[0]).toBe('+46701740605 · sms · received')
  })

  test('names files, by their address where they have no name', () => {
    const file = { name: 'door.jpg', url: 'https://example.com/1', contentType: 'image/jpeg' }
    expect(linesOf({ text: '', attachments: [file, { ...file, name: null }] }, 80).slice(1)).toEqual([
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
      const lines = linesOf({ text, direction })
      expect(lines.filter((line) => stringWidth(line) > 40)).toEqual([])
      const shown = lines.slice(1).map((line) => line.trim())
      expect(shown.join('').replace(/^.*received/, '')).toBe(text)
    }
  })

  test('does not let a message steer the terminal', () => {
    expect(linesOf({ text: 'one\u001B[2Jtwo\r\nthree\u0007 \u202efour' }).slice(-2)).toEqual([
      '  one [2Jtwo',
      '  three  four',
    ])
    expect(linesOf({ from: '\u001B[31mBank' }).join('')).not.toContain('\u001B')
  })

  test('tells each day once, also over pages, and says whose time it is', () => {
    const { page, tail } = transcript('oldest-first', paper)
    const text =
      page([on('2025-06-05'), on('2025-06-05')], null) + page([on('2025-06-05'), on('2025-06-06')], null)
    expect(text.match(/\d{4}-\d\d-\d\d/g)).toEqual(['2025-06-05', '2025-06-06'])
    expect(tail()).toBe('\n4 messages. All times are UTC.\n')
  })

  test('reads downwards, whichever end it was read from', () => {
    for (const order of ['newest-first', 'unspecified'] as const) {
      const { page, tail } = transcript(order, paper)
      expect(page([at(4), at(3)], null) + page([at(2), at(1)], null)).toBe('')
      expect(tail().match(/second \d/g)).toEqual([1, 2, 3, 4].map((second) => `second ${second}`))
    }
  })

  test('colours what it is shown on, and nothing else', () => {
    const coloured = transcript('oldest-first', { width: 80, paint }).page([message], null)
    expect(stripVTControlCharacters(coloured)).not.toBe(coloured)
    const plain = transcript('oldest-first', paper).page([message], null)
    expect(stripVTControlCharacters(plain)).toBe(plain)
  })
})
