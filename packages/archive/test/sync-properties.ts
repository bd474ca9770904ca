import type { Archive } from '@sms/archive'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type History, play } from './history.ts'
import { PROPERTY_TIMEOUT, propertyParameters } from './property-parameters.ts'

/** What a list of each style bears while it is walked over, and between syncs: see EXACT.md. */
const BEARABLE: readonly (Pick<History, 'style' | 'arrivals' | 'deletions' | 'late'> & {
  readonly ids?: History['ids']
})[] = [
  { style: 'counted', arrivals: 3, deletions: 0, late: 1 },
  { style: 'counted', arrivals: 0, deletions: 1, late: 0 },
  { style: 'offsets', arrivals: 3, deletions: 1, late: 0 },
  { style: 'numbered', arrivals: 1, deletions: 0, late: 0, ids: 'all' },
  { style: 'numbered', arrivals: 1, deletions: 0, late: 0, ids: 'none' },
  { style: 'tokens', arrivals: 3, deletions: 1, late: 1, ids: 'all' },
]

/** A history in which messages only arrive. */
const ARRIVALS_ONLY = {
  excess: 0,
  twins: 0.1,
  arrivals: 1,
  deletions: 0,
  late: 0,
  statusChanges: 0,
  moves: 0,
  likelihood: 0.5,
  others: 0,
  erasures: 0,
  prunes: 0,
} as const

const ONCE_FAILED: Readonly<Record<string, History>> = {
  'new messages before a deleted one at a kept cursor': {
    ...ARRIVALS_ONLY,
    style: 'counted',
    ids: 'half',
    growsAtEnd: true,
    length: 380,
    pageSize: 70,
    concurrency: 5,
    syncs: 4,
    arrivals: 0,
    deletions: 1,
    cuts: 0.8,
    seed: 19,
  },
  'messages that arrive at the end while it is read': {
    ...ARRIVALS_ONLY,
    style: 'numbered',
    ids: 'all',
    growsAtEnd: true,
    excess: 7,
    length: 100,
    pageSize: 6,
    concurrency: 2,
    syncs: 2,
    cuts: 0,
    seed: 1018250216,
  },
  'a reader that repeats messages after deletions': {
    ...ARRIVALS_ONLY,
    style: 'offsets',
    ids: 'half',
    growsAtEnd: false,
    length: 337,
    pageSize: 5,
    concurrency: 2,
    syncs: 6,
    arrivals: 3,
    deletions: 1,
    statusChanges: 1,
    likelihood: 0.1,
    cuts: 0.3,
    seed: 602639907,
  },
  'the newest messages at the end of what a walk has read': {
    ...ARRIVALS_ONLY,
    style: 'numbered',
    ids: 'all',
    growsAtEnd: false,
    excess: 7,
    length: 61,
    pageSize: 5,
    concurrency: 3,
    syncs: 2,
    statusChanges: 1,
    cuts: 0.8,
    seed: 1393987830,
  },
  'new places at the end of a list that look like those of erased messages before them': {
    ...ARRIVALS_ONLY,
    style: 'numbered',
    ids: 'none',
    growsAtEnd: true,
    twins: 0,
    length: 50,
    pageSize: 59,
    concurrency: 3,
    syncs: 6,
    others: 0.9,
    erasures: 0.4,
    prunes: 0.4,
    statusChanges: 1,
    likelihood: 0,
    cuts: 0.8,
    seed: 174615946,
  },
  'places of pruned messages without times whose people were erased afterwards': {
    ...ARRIVALS_ONLY,
    style: 'numbered',
    ids: 'none',
    growsAtEnd: false,
    twins: 0,
    length: 50,
    pageSize: 21,
    concurrency: 3,
    syncs: 6,
    others: 0.9,
    erasures: 0.4,
    prunes: 0.4,
    statusChanges: 1,
    likelihood: 0,
    cuts: 0.3,
    seed: 830279337,
  },
}

/**
 * What every archive must do while it is synced, whatever its database.
 *
 * @param open Returns a new, empty archive; the one before is closed.
 * @param runs How many histories of each kind are played on every change.
 */
export function testSyncs(open: () => Promise<Archive>, runs: number): void {
  describe.each(BEARABLE)('$style pages, ids: $ids, $arrivals : $deletions : $late', (given) => {
    const { style, arrivals, deletions, late } = given
    it('an archive is exact after every sync that is complete', { timeout: PROPERTY_TIMEOUT }, async () => {
      const histories: fc.Arbitrary<History> = fc.record({
        style: fc.constant(style),
        arrivals: fc.constant(arrivals),
        deletions: fc.constant(deletions),
        late: fc.constant(late),
        statusChanges: fc.constantFrom(0, 1),
        // Where nothing has an id, a message that moves is another one.
        moves: given.ids === 'none' ? fc.constant(0) : fc.constantFrom(0, 0, 1),
        ids: given.ids === undefined ? fc.constantFrom('all', 'half') : fc.constant(given.ids),
        growsAtEnd: fc.boolean(),
        // With a total that counts more, a resumed walk over a list that loses messages may repeat one without an id.
        excess: deletions > 0 ? fc.constant(0) : fc.constantFrom(0, 0, 7),
        length: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1, 50, 100)),
        pageSize: fc.integer({ min: 2, max: 80 }),
        concurrency: fc.integer({ min: 1, max: 5 }),
        syncs: fc.integer({ min: 1, max: 6 }),
        // Without ids and times, only the order tells messages apart: see EXACT.md.
        twins: fc.constant(given.ids === 'none' ? 0 : 0.1),
        likelihood: given.ids === 'none' ? fc.constant(0) : fc.constantFrom(0, 0.1, 0.5),
        cuts: fc.constantFrom(0, 0.3, 0.8),
        others: fc.constantFrom(0, 0.1, 0.9),
        erasures: fc.constantFrom(0, 0, 0.4),
        prunes: fc.constantFrom(0, 0, 0.4),
        seed: fc.nat(),
      })
      const property = fc.asyncProperty(histories, (history) => play(history, open))
      await fc.assert(property, propertyParameters(runs))
    })
  })
}

/** Plays the histories that were not exact once. */
export function testOnceFailed(open: () => Promise<Archive>): void {
  it.each(Object.entries(ONCE_FAILED))('an archive survives %s', async (_, history) => {
    await expect(play(history, open)).resolves.toBeUndefined()
  })
}
