import { stripVTControlCharacters } from 'node:util'
import type { Message } from '@sms/core'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { MarkedMessage } from '../src/formats/count-vanished.ts'
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

/** The lines of one message, without the day and the count. */
function linesOf(changes: Partial<MarkedMessage>, width = 40): readonly string[] {
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
  test('shows inbound messages on the left', () => {
    expect(linesOf({}, 80)).toEqual(['08:44 · +46701740605 · sms · received', '│ Hello'])
  })

  test('shows outbound messages on the right', () => {
    const lines = linesOf({ direction: 'outbound', status: 'sent' }, 80)
    const heading = '08:44 · +46701740605 · sms · sent'
    expect(lines).toEqual([heading.padStart(80), `${' '.repeat(80 - heading.length)}│ Hello`])
  })

  test('marks a message that has vanished from the provider’s list, whatever else is cut', () => {
    const vanishedAt = new Date('2025-06-06T00:00:00Z')
    expect(linesOf({ vanishedAt }, 80)[0]).toBe('08:44 · +46701740605 · sms · received · vanished')
    expect(linesOf({ vanishedAt }, 40)[0]).toBe('08:44 · +46701740… · received · vanished')
    expect(linesOf({ vanishedAt: null }, 80)[0]).toBe('08:44 · +46701740605 · sms · received')
  })

  test('shows both sides if the messages are of several conversations', () => {
    const chat = transcript('oldest-first', paper, { isOfMany: true })
    const [, , first, , second] = chat
      .page([message, { ...message, from: 'A·B', to: null }], null)
      .split('\n')
    expect(first).toBe('08:44 · +46701740605 → +46701740606 · sms · received')
    expect(second).toBe('08:44 · A�B → unknown · sms · received')
  })

  test('omits the time if the provider reports none', () => {
    expect(linesOf({ timestamp: null })[0]).toBe('+46701740605 · sms · received')
  })

  test('shows the name of a file, or its address if it has no name', () => {
    const file = { name: 'door.jpg', url: 'https://example.com/1', contentType: 'image/jpeg' }
    expect(linesOf({ text: '', attachments: [file, { ...file, name: null }] }, 80).slice(1)).toEqual([
      '📎 door.jpg',
      '📎 https://example.com/1',
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
      const shown = lines.slice(1).map((line) => line.trim().replace(/^│ /, ''))
      expect(shown.join('')).toBe(text)
    }
  })

  test('replaces control characters visibly [hostile-text]', () => {
    const text = 'one\u001B]52;c;aGk=\u0007two\r\nthree\u0000\u009b2J\r \u202efour\ud800'
    expect(linesOf({ text }, 80).slice(1)).toEqual(['│ one␛]52;c;aGk=␇two', '│ three␀�2J␍ �four�'])
  })

  test('replaces control characters in a heading and in the name of a file [hostile-text]', () => {
    const file = { name: 'a\u001B[2J\n📎 b', url: 'https://example.com/1', contentType: null }
    const from = '\u001B[31mBank'
    const lines = linesOf({ from, channel: 'sms\u009b', text: '', attachments: [file] }, 80)
    expect(lines).toEqual(['08:44 · ␛[31mBank · sms� · received', '📎 a␛[2J', '📎 📎 b'])
  })

  test('marks every line of a text, so that no line looks like a reply, a heading, a day or a file [hostile-text]', () => {
    const reply = '\n14:10 · +46701740606 · sms · delivered'
    const blank = ' \u3164\u2800\u00a0\u2003\u3000\uffa0'.repeat(5)
    for (const separator of ['\n', '\r\n', '\u2028', '\u2029', `\n${blank}`]) {
      const text = `Hi${separator}  Yes${separator}${reply}\n──── 2025-06-06 ────\n📎 door.jpg\n\n3 messages.`
      const lines = linesOf({ text }, 80)
      expect(lines.slice(1).filter((line) => !line.startsWith('│ ') && line !== '│')).toEqual([])
      expect(lines.length).toBeGreaterThan(6)
    }
  })

  test('replaces blanks that are not spaces', () => {
    expect(linesOf({ text: 'a\u3164\u115f\u1160\u2800\uffa0\u00adb' }, 80)).toContain('│ a������b')
  })

  test.each([
    ['joined emoji that form no emoji', '👩\u200d'.repeat(30)],
    ['a chain of Hangul initials', '\u1100'.repeat(60)],
  ])('does not count %s as narrower than a terminal draws them', (_, text) => {
    const [line = ''] = linesOf({ text }, 80).slice(1)
    expect(stringWidth(line)).toBeGreaterThan(55)
  })

  test.each([
    ['Persian', 'می\u200cخواهم'],
    ['Hindi', 'क्\u200dष'],
    ['a flag', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a keycap', '1️⃣'],
    ['Japanese with a variant', '葛\u{e0100}'],
  ])('keeps %s', (_, text) => {
    expect(linesOf({ text }, 80)).toContain(`│ ${text}`)
  })

  test('keeps a heading on one line, with its status [hostile-text]', () => {
    const forged = { from: 'Bank\n23:59 · +46701740606', channel: 'sms · read\u2028x' }
    expect(linesOf(forged, 80)).toEqual([
      '08:44 · Bank 23:59 � +46701740606 · sms � read x · received',
      '│ Hello',
    ])
    const long = linesOf({ ...forged, from: 'B'.repeat(200), direction: 'outbound', status: 'delivered' })
    expect(long).toHaveLength(2)
    expect(long[0]).toMatch(/^08:44 · B+… · delivered$/)
    expect(stringWidth(long[0] ?? '')).toBeLessThanOrEqual(40)
  })

  test('accepts a text of any number of lines', () => {
    expect(linesOf({ text: 'line\n'.repeat(130_000).trimEnd() })).toHaveLength(130_001)
  })

  test('shows each day once, also over pages, and names the time zone', () => {
    const { page, tail } = transcript('oldest-first', paper)
    const text =
      page([on('2025-06-05'), on('2025-06-05')], null) + page([on('2025-06-05'), on('2025-06-06')], null)
    expect(text.match(/\d{4}-\d\d-\d\d/g)).toEqual(['2025-06-05', '2025-06-06'])
    expect(tail()).toBe('\n4 messages. All times are UTC.\n')
  })

  test('begins with the oldest message, whatever the order of reading', () => {
    for (const order of ['newest-first', 'unspecified'] as const) {
      const { page, tail } = transcript(order, paper)
      expect(page([at(4), at(3)], null) + page([at(2), at(1)], null)).toBe('')
      expect(tail().match(/second \d/g)).toEqual([1, 2, 3, 4].map((second) => `second ${second}`))
    }
  })

  test('uses colours only on a screen that has them', () => {
    const coloured = transcript('oldest-first', { width: 80, paint }).page([message], null)
    expect(stripVTControlCharacters(coloured)).not.toBe(coloured)
    const plain = transcript('oldest-first', paper).page([message], null)
    expect(stripVTControlCharacters(plain)).toBe(plain)
  })
})
