import fc from 'fast-check'
import { afterEach, describe, it, vi } from 'vitest'
import { playVanishing, type VanishingHistory } from './vanishing-history.ts'

// As in `sync.property.test.ts`.
const { ARCHIVE_RUNS, ARCHIVE_SEED = ARCHIVE_RUNS === undefined ? '1' : undefined } = process.env
const PARAMETERS = {
  numRuns: Number(ARCHIVE_RUNS ?? 8),
  endOnFailure: true,
  ...(ARCHIVE_SEED === undefined ? {} : { seed: Number(ARCHIVE_SEED) }),
}
const TIMEOUT = 7_200_000

const LISTS: readonly Pick<VanishingHistory, 'style' | 'ids'>[] = [
  { style: 'counted', ids: 'all' },
  { style: 'counted', ids: 'half' },
  { style: 'offsets', ids: 'half' },
  { style: 'offsets', ids: 'all' },
  { style: 'tokens', ids: 'all' },
  { style: 'numbered', ids: 'all' },
]

afterEach(() => {
  vi.useRealTimers()
})

describe.each(LISTS)('$style pages, ids: $ids:', ({ style, ids }) => {
  it('no vanished message is overlooked, and no other one is reported', { timeout: TIMEOUT }, async () => {
    const histories: fc.Arbitrary<VanishingHistory> = fc.record({
      style: fc.constant(style),
      ids: fc.constant(ids),
      length: fc.integer({ min: 0, max: 80 }),
      pageSize: fc.integer({ min: 5, max: 60 }),
      steps: fc.integer({ min: 1, max: 12 }),
      isBusy: fc.boolean(),
      seed: fc.nat(),
    })
    await fc.assert(fc.asyncProperty(histories, playVanishing), PARAMETERS)
  })
})
