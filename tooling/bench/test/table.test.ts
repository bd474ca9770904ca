import { expect, test } from 'vitest'
import { type Entrant, type Measurement, toRows } from '../src/measurement.ts'
import { median } from '../src/statistics.ts'
import { benchTable } from '../src/table.ts'
import type { BenchTarget } from '../src/target.ts'

const bare = { label: 'bare loop' }
const bareOfFour = { label: 'bare loop, 4 in flight' }
const got = { label: 'got', base: 'bare loop' }

/** The rows of an entrant with a target, beside a bare loop whose second round takes twice as long. */
function rowsOf(
  times: readonly number[],
  target: BenchTarget,
  processor: readonly number[] = times,
): readonly Measurement[] {
  const own: Entrant = { label: '@sms/ip1', base: 'bare loop', target }
  const samples = new Map([
    [bare, [100, 200, 100].map((value) => ({ value, processor: value }))],
    [got, [150, 300, 150].map((value) => ({ value, processor: value }))],
    [own, times.map((value, round) => ({ value, processor: processor[round] ?? Number.NaN }))],
  ])
  return toRows({ case: 'throughput', subject: 'ip1', unit: 'ms' }, samples)
}

function metBy(rows: readonly Measurement[]): string | undefined {
  return benchTable(rows).split('\n').at(-1)?.split('|').at(-2)?.trim()
}

test('the median is the middle of all values, or of the two in the middle', () => {
  expect(median([3, 1, 100])).toBe(3)
  expect(median([3, 1, 100, 5])).toBe(4)
  expect(median([])).toBeNaN()
})

test('a ratio is taken within a round, so that a slow round changes nothing', () => {
  const rows = rowsOf([140, 280, 140], { of: 'ratio', atMost: 1.4, notAbove: ['got'] }, [200, 500, 200])
  expect(benchTable(rows).split('\n')).toEqual([
    '| case       | with | who       |         median (range) | beside    |       ratio (range) | processor time (range) | ratio of it (range) | target       | met |',
    '| ---------- | ---- | --------- | ---------------------: | --------- | ------------------: | ---------------------: | ------------------: | ------------ | --- |',
    '| throughput | ip1  | bare loop | 100.0 ms (100.0–200.0) |           |                     | 100.0 ms (100.0–200.0) |                     |              |     |',
    '| throughput | ip1  | got       | 150.0 ms (150.0–300.0) | bare loop | 1.500 (1.500–1.500) | 150.0 ms (150.0–300.0) | 1.500 (1.500–1.500) |              |     |',
    '| throughput | ip1  | @sms/ip1  | 140.0 ms (140.0–280.0) | bare loop | 1.400 (1.400–1.400) | 200.0 ms (200.0–500.0) | 2.000 (2.000–2.500) | ≤ 1.4, ≤ got | yes |',
  ])
})

test('each entrant is put in a ratio to its own base', () => {
  const samples = new Map<Entrant, readonly { readonly value: number }[]>([
    [bare, [{ value: 100 }]],
    [bareOfFour, [{ value: 50 }]],
    [{ label: '@sms/ip1', base: bare.label }, [{ value: 150 }]],
    [{ label: '@sms/ip1, 4 in flight', base: bareOfFour.label }, [{ value: 60 }]],
  ])
  const table = benchTable(toRows({ case: 'throughput', subject: 'ip1', unit: 'ms' }, samples))
  expect(table).toMatch(/@sms\/ip1 .*\| bare loop +\| 1\.500 /)
  expect(table).toMatch(/@sms\/ip1, 4 in flight .*\| bare loop, 4 in flight +\| 1\.200 /)
})

test('a base that is not measured is an error', () => {
  const samples = new Map([[got, [{ value: 1 }]]])
  expect(() => toRows({ case: 'latency', subject: 'ip1', unit: 'ms' }, samples)).toThrow(
    'latency: bare loop is not measured.',
  )
})

test('a column that no row needs is left out', () => {
  const samples = new Map([[bare, [{ value: 1 }]]])
  expect(benchTable(toRows({ case: 'bundle', subject: 'gzip', unit: 'kB' }, samples)).split('\n')).toEqual([
    '| case   | with | who       |      median (range) |',
    '| ------ | ---- | --------- | ------------------: |',
    '| bundle | gzip | bare loop | 1.00 kB (1.00–1.00) |',
  ])
})

test('a target is missed by what is above it, or above one that it should not be above', () => {
  const target: BenchTarget = { of: 'ratio', atMost: 1.6, notAbove: ['got'] }
  expect(metBy(rowsOf([150, 300, 150], target))).toBe('yes')
  expect(metBy(rowsOf([161, 322, 161], target))).toBe('no')
  expect(metBy(rowsOf([155, 310, 155], target))).toBe('no')
})

test('a target of both ratios names the one that is met alone', () => {
  const target: BenchTarget = { of: 'both ratios', atMost: 1.5 }
  const [fast, slow] = [
    [140, 280, 140],
    [160, 320, 160],
  ] as const
  expect(metBy(rowsOf(fast, target, fast))).toBe('yes')
  expect(metBy(rowsOf(fast, target, slow))).toBe('not in processor time')
  expect(metBy(rowsOf(slow, target, fast))).toBe('in processor time only')
  expect(metBy(rowsOf(slow, target, slow))).toBe('no')
})

test('a stretch counts beyond its target only', () => {
  const target: BenchTarget = { of: 'ratio', atMost: 1.5, stretch: { of: 'ratio', atMost: 1.2 } }
  expect(benchTable(rowsOf([140, 280, 140], target))).toContain('≤ 1.5; stretch ≤ 1.2')
  expect(metBy(rowsOf([140, 280, 140], target))).toBe('yes')
  expect(metBy(rowsOf([120, 240, 120], target))).toBe('yes, stretch too')
  expect(metBy(rowsOf([160, 320, 160], target))).toBe('no')
})

test('a target above the base is taken within a round', () => {
  const target: BenchTarget = { of: 'excess', atMost: 10 }
  expect(benchTable(rowsOf([109, 209, 150], target))).toMatch(/≤ base \+ 10 \| yes \|$/)
  expect(metBy(rowsOf([111, 211, 105], target))).toBe('no')
})

test('a target of a value does not depend on the base', () => {
  const target: BenchTarget = { of: 'value', atMost: 150 }
  expect(metBy(rowsOf([150, 10, 150], target))).toBe('yes')
  expect(metBy(rowsOf([151, 10, 151], target))).toBe('no')
})

test('a stretch is missed by what is above one that it should not be above', () => {
  const stretch: BenchTarget = { of: 'ratio', atMost: 2, notAbove: ['got'] }
  const target: BenchTarget = { of: 'ratio', atMost: 2, stretch }
  expect(metBy(rowsOf([150, 300, 150], target))).toBe('yes, stretch too')
  expect(metBy(rowsOf([160, 320, 160], target))).toBe('yes')
})

test('a target that names an entrant that is not measured is an error', () => {
  const rows = rowsOf([100, 200, 100], { of: 'ratio', atMost: 2, notAbove: ['axios'] })
  expect(() => benchTable(rows)).toThrow('throughput: axios is not measured.')
})
