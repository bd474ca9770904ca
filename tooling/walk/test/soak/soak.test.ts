import { expect, test } from 'vitest'
import { startSoak } from '../../src/soak/start-soak.ts'

const WALKS = 20

test('a short soak loses nothing, gives nothing twice, and no walk fails', { timeout: 60_000 }, async () => {
  const soak = await startSoak({ progress: (walks) => walks / WALKS, longestWait: 5, timeout: 2000 })
  const { tallies, counts, leftOpen } = await soak.finished

  for (const { lost, twice, misplaced, failures } of Object.values(tallies)) {
    expect({ lost, twice, misplaced, failures }).toEqual({
      lost: 0,
      twice: 0,
      misplaced: 0,
      failures: new Map(),
    })
  }

  expect(leftOpen).toEqual([])

  // It was a bad day.
  const sum = (name: 'walks' | 'stops' | 'expected'): number =>
    Object.values(tallies).reduce((total, tally) => total + tally[name], 0)
  expect(sum('walks')).toBe(WALKS)
  expect(sum('stops')).toBeGreaterThan(0)
  expect(sum('expected')).toBeGreaterThan(WALKS)
  expect(counts.retries).toBeGreaterThan(0)
  expect(counts.arrivals).toBeGreaterThan(0)
  expect(counts.deletions).toBeGreaterThan(0)
})
