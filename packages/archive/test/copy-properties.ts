import { type Archive, copyArchive } from '@sms/archive'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expectSameArchive } from './expect-same-archive.ts'
import { type History, play } from './history.ts'
import { type ModelProvider, PARTICIPANT } from './model-provider.ts'
import { PROPERTY_TIMEOUT, propertyParameters } from './property-parameters.ts'

const LISTS = [
  { style: 'counted', ids: 'half', deletions: 0 },
  { style: 'offsets', ids: 'half', deletions: 1 },
  { style: 'tokens', ids: 'all', deletions: 1 },
] as const

const CHOICES = fc.record({
  list: fc.constantFrom(...LISTS),
  arrivals: fc.constant(3),
  late: fc.constant(0),
  statusChanges: fc.constantFrom(0, 1),
  moves: fc.constantFrom(0, 0, 1),
  growsAtEnd: fc.boolean(),
  excess: fc.constant(0),
  length: fc.integer({ min: 0, max: 300 }),
  pageSize: fc.integer({ min: 2, max: 80 }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  syncs: fc.integer({ min: 1, max: 4 }),
  twins: fc.constant(0.1),
  likelihood: fc.constantFrom(0, 0.1, 0.5),
  cuts: fc.constantFrom(0, 0.3, 0.8),
  others: fc.constantFrom(0, 0.1, 0.9),
  erasures: fc.constantFrom(0, 0.4),
  prunes: fc.constantFrom(0, 0.4),
  seed: fc.nat(),
})
const HISTORIES: fc.Arbitrary<History> = CHOICES.map(({ list, ...choices }) => ({ ...choices, ...list }))

/**
 * A history goes on in a copy as it would have in the archive.
 *
 * @param open Opens a new archive of each of the databases that are copied from one to the next.
 * @param runs How many histories are tried on every change.
 */
export function testCopies(open: readonly (() => Promise<Archive>)[], runs: number): void {
  describe('copies', () => {
    // Times at which two archives have read the same are the same then.
    beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
    afterEach(() => void vi.useRealTimers())

    let opened = 0
    const openNext = async (): Promise<Archive> => {
      const openOne = open[opened % open.length]
      if (openOne === undefined) throw new Error('There is no database.')
      opened += 1
      return openOne()
    }
    const copyOf = async (archive: Archive): Promise<Archive> => {
      const copy = await openNext()
      await copyArchive(archive, copy)
      return copy
    }

    /** Syncs an archive and its copy with the same list, compares all that they return, and goes on with a copy of the copy. */
    const move = async (archive: Archive, { reader }: ModelProvider): Promise<Archive> => {
      const copy = await copyOf(archive)
      await expectSameArchive(archive, copy)
      const untouched = await copyOf(copy)
      expect(await copy.verify(reader, PARTICIPANT)).toEqual(await archive.verify(reader, PARTICIPANT))
      const report = await archive.sync(reader, PARTICIPANT)
      expect(await copy.sync(reader, PARTICIPANT)).toEqual(report)
      await expectSameArchive(archive, copy)
      await Promise.all([archive.close(), copy.close()])
      return untouched
    }

    test('a history goes on in a copy as it would have', { timeout: PROPERTY_TIMEOUT }, async () => {
      await fc.assert(
        fc.asyncProperty(HISTORIES, (history) => play(history, openNext, move)),
        propertyParameters(runs),
      )
    })
  })
}
