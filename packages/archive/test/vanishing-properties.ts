import type { Archive } from '@sms/archive'
import fc from 'fast-check'
import { afterEach, describe, it, vi } from 'vitest'
import { PROPERTY_TIMEOUT, propertyParameters } from './property-parameters.ts'
import { playVanishing, type VanishingHistory } from './vanishing-history.ts'

const LISTS: readonly Pick<VanishingHistory, 'style' | 'ids'>[] = [
  { style: 'counted', ids: 'all' },
  { style: 'counted', ids: 'half' },
  { style: 'offsets', ids: 'half' },
  { style: 'offsets', ids: 'all' },
  { style: 'tokens', ids: 'all' },
  { style: 'numbered', ids: 'all' },
]

/**
 * What every archive must report as vanished, whatever its database.
 *
 * @param open Returns a new, empty archive; the one before is closed.
 * @param runs How many histories of each kind are played on every change.
 */
export function testVanishing(open: () => Promise<Archive>, runs: number): void {
  afterEach(() => {
    vi.useRealTimers()
  })

  describe.each(LISTS)('$style pages, ids: $ids:', ({ style, ids }) => {
    it(
      'no vanished message is overlooked, and no other one is reported',
      { timeout: PROPERTY_TIMEOUT },
      async () => {
        const histories: fc.Arbitrary<VanishingHistory> = fc.record({
          style: fc.constant(style),
          ids: fc.constant(ids),
          length: fc.integer({ min: 0, max: 80 }),
          pageSize: fc.integer({ min: 5, max: 60 }),
          steps: fc.integer({ min: 1, max: 12 }),
          isBusy: fc.boolean(),
          seed: fc.nat(),
        })
        const property = fc.asyncProperty(histories, (history) => playVanishing(history, open))
        await fc.assert(property, propertyParameters(runs))
      },
    )
  })
}
