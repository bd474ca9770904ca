import { describe, expect, test } from 'vitest'
import { jsonLines } from '../src/formats/json-lines.ts'

function lineOf(item: Readonly<Record<string, unknown>>): string {
  return jsonLines(true).page([item], null)
}

describe('a JSON line', () => {
  test('escapes control characters and changes of direction, without changing the values', () => {
    const item = { text: 'a\0\u001B]52;c;aGk=\u0007\u009b2J\u007f\u2028\u202eb', raw: { '\u202e': '\u0085' } }
    const line = lineOf(item)
    expect(line).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]|\p{Bidi_Control}/u)
    expect(JSON.parse(line)).toEqual(item)
  })

  test('replaces halves of surrogate pairs, which strict readers reject', () => {
    const line = lineOf({ text: 'a\ud83d', raw: { '\udc4d': ['\ud83d\ud83d\udc4d'] } })
    expect(JSON.parse(line)).toEqual({ text: 'a�', raw: { '�': ['�👍'] } })
    expect(line).not.toContain('\\u')
  })

  test('keeps a text that looks like an escape', () => {
    const item = { text: String.raw`\ud83d \\ud83d \\\ud83d` }
    expect(JSON.parse(lineOf(item))).toEqual({ ...item })
  })
})
