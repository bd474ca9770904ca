import { expect, test } from 'vitest'
import { parseTime } from '../src/options/parse-time.ts'

const NOW = new Date('2025-06-15T12:00:00Z')

test.each([
  ['2025-06-05', '2025-06-05T00:00:00.000Z', '2025-06-05T23:59:59.999Z'],
  ['2025-06-05T08:30Z', '2025-06-05T08:30:00.000Z', '2025-06-05T08:30:00.000Z'],
  ['2025-06-05T08:30:15+02:00', '2025-06-05T06:30:15.000Z', '2025-06-05T06:30:15.000Z'],
  ['2025-06-05T08:30:00+0200', '2025-06-05T06:30:00.000Z', '2025-06-05T06:30:00.000Z'],
  ['2025-06-05 08:30:00-03', '2025-06-05T11:30:00.000Z', '2025-06-05T11:30:00.000Z'],
  // As `isoformat()` of Python writes it, with microseconds.
  ['2025-06-05T08:30:15.123456+02:00', '2025-06-05T06:30:15.123Z', '2025-06-05T06:30:15.123Z'],
  ['12h', '2025-06-15T00:00:00.000Z', '2025-06-15T00:00:00.000Z'],
  ['7d', '2025-06-08T12:00:00.000Z', '2025-06-08T12:00:00.000Z'],
  ['2w', '2025-06-01T12:00:00.000Z', '2025-06-01T12:00:00.000Z'],
])('parses %s', (text, since, until) => {
  expect(parseTime('since', text, NOW).toISOString()).toBe(since)
  expect(parseTime('until', text, NOW).toISOString()).toBe(until)
})

test.each([
  '',
  'yesterday',
  '7',
  '7 days',
  '-7d',
  '5/6/2025',
  '2025-6-5',
  '2025-02-30',
  '2025-02-30T10:00:00Z',
  '2025-06-05T25:00:00Z',
  '2025-06-05T08:30:00+25:00',
])('rejects %j', (text) => {
  expect(() => parseTime('since', text, NOW)).toThrow(/^--since takes an ISO date/)
})

test.each(['2025-06-05T08:30', '2025-06-05T08:30:15.123456'])('rejects %s, which has no offset', (text) => {
  expect(() => parseTime('until', text, NOW)).toThrow(/^--until: the time has no offset.* Add Z for UTC/)
})
