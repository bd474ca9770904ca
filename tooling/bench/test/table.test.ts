import { expect, test } from 'vitest'
import { type Measurement, toRows } from '../src/measurement.ts'
import { median } from '../src/statistics.ts'
import { benchTable } from '../src/table.ts'

const bare = { label: 'bare loop' }
const got = { label: 'got' }
const own = { label: '@sms/ip1', target: { of: 'ratio', atMost: 1.6, below: ['got'] } } as const

function rowsOf(ownTimes: readonly number[]): readonly Measurement[] {
  const samples = new Map([
    [bare, [100, 200, 100].map((value) => ({ value, processor: value }))],
    [got, [150, 300, 150].map((value) => ({ value, processor: value }))],
    [own, ownTimes.map((value) => ({ value, processor: 2 * value }))],
  ])
  return toRows({ case: 'throughput', subject: 'ip1', unit: 'ms' }, samples, bare)
}

test('the median is the middle of all values, or of the two in the middle', () => {
  expect(median([3, 1, 100])).toBe(3)
  expect(median([3, 1, 100, 5])).toBe(4)
  expect(median([])).toBeNaN()
})

test('a ratio is taken within a round, so that a slow round changes nothing', () => {
  expect(benchTable(rowsOf([140, 280, 140])).split('\n')).toEqual([
    '| case       | with | who       |   median | ratio |   min |   max | processor | target       | met |',
    '| ---------- | ---- | --------- | -------: | ----: | ----: | ----: | --------: | ------------ | --- |',
    '| throughput | ip1  | bare loop | 100.0 ms | 1.000 | 1.000 | 1.000 |     1.000 |              |     |',
    '| throughput | ip1  | got       | 150.0 ms | 1.500 | 1.500 | 1.500 |     1.500 |              |     |',
    '| throughput | ip1  | @sms/ip1  | 140.0 ms | 1.400 | 1.400 | 1.400 |     2.800 | ≤ 1.6, < got | yes |',
  ])
})

test('a target is missed by what is above it, or above one that it should be below', () => {
  expect(benchTable(rowsOf([161, 322, 161]))).toMatch(/ no +\|$/)
  expect(benchTable(rowsOf([155, 310, 155]))).toMatch(/ no +\|$/)
})

test('a target above the baseline is taken within a round', () => {
  const above = { label: '@sms/ip1', target: { of: 'excess', atMost: 10 } } as const
  const rowsAbove = (times: readonly number[]): readonly Measurement[] =>
    toRows(
      { case: 'import', subject: 'one process each', unit: 'ms' },
      new Map([
        [bare, [100, 200, 100].map((value) => ({ value }))],
        [above, times.map((value) => ({ value }))],
      ]),
      bare,
    )
  expect(benchTable(rowsAbove([109, 209, 150]))).toMatch(/≤ baseline \+ 10 \| yes \|$/)
  expect(benchTable(rowsAbove([111, 211, 105]))).toMatch(/≤ baseline \+ 10 \| no +\|$/)
})
