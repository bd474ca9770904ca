import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contradiction } from './contradicting-list.ts'
import type { ServerSetting } from './contradicting-server.ts'
import { violationsOf, type WalkSetting, walkInParts, walkWhole } from './contradicting-walk.ts'

// A few cases, always the same ones, on every change; `WALK_RUNS=20000` makes a long run of new ones, and `WALK_SEED=…`
// with the seed of a failure repeats it.
const { WALK_RUNS, WALK_SEED = WALK_RUNS === undefined ? '1' : undefined } = process.env
const PARAMETERS = {
  numRuns: Number(WALK_RUNS ?? 60),
  ...(WALK_SEED === undefined ? {} : { seed: Number(WALK_SEED) }),
}
const TIMEOUT = 3_600_000

interface Promised {
  readonly style: ServerSetting['style']
  readonly order: 'newest' | 'oldest'
  /** Contradictions over which no walk of this style loses a message in silence: it yields them all or fails. */
  readonly survived: readonly Contradiction[]
}

const REPEATED_IDS: readonly Contradiction[] = [
  'id-twice-in-a-row',
  'id-twice-near',
  'id-twice-far',
  'ids-twice',
]
const SWAPS: readonly Contradiction[] = ['neighbours-swap', 'neighbours-swap-at-a-page-end']
const CAPS: readonly Contradiction[] = ['cap-shrinks', 'cap-grows', 'one-item-per-request']

/** The others are not promised yet: a walk of that style still breaks a promise over them, or no response shows them. */
const PROMISED: readonly Promised[] = [
  {
    style: 'counted',
    order: 'newest',
    survived: [
      'id-twice-near',
      'id-twice-far',
      'distant-items-swap',
      'cap-shrinks',
      'arrivals-without-ids',
      'one-item-per-request',
      'total-too-small',
      'total-too-large',
    ],
  },
  {
    style: 'numbered',
    order: 'newest',
    survived: [...SWAPS, 'item-moves-up', 'cap-shrinks', 'arrivals-without-ids', 'one-item-per-request'],
  },
  {
    style: 'numbered',
    order: 'oldest',
    survived: [...SWAPS, 'cap-shrinks', 'lagging-replica', 'arrivals-without-ids', 'one-item-per-request'],
  },
  {
    style: 'offsets',
    order: 'newest',
    survived: [...REPEATED_IDS, ...SWAPS, ...CAPS, 'no-links', 'links-sometimes'],
  },
  {
    style: 'offsets',
    order: 'oldest',
    survived: [
      ...REPEATED_IDS,
      ...CAPS,
      ...SWAPS,
      'distant-items-swap',
      'item-moves-to-the-front',
      'lagging-replica',
      'arrivals-without-ids',
      'no-links',
      'links-sometimes',
    ],
  },
  {
    style: 'places',
    order: 'newest',
    survived: [...REPEATED_IDS, ...CAPS, 'lagging-replica', 'arrivals-without-ids'],
  },
  { style: 'disguised', order: 'newest', survived: [...REPEATED_IDS, ...CAPS] },
  {
    style: 'disguised',
    order: 'oldest',
    survived: [...REPEATED_IDS, ...CAPS, 'lagging-replica', 'arrivals-without-ids'],
  },
]

/** The same for walks that are resumed, which know only the messages that a cursor names. */
const PROMISED_IN_PARTS: readonly Promised[] = [
  { style: 'counted', order: 'newest', survived: ['arrivals-without-ids', 'one-item-per-request'] },
  { style: 'numbered', order: 'newest', survived: ['arrivals-without-ids', 'one-item-per-request'] },
  {
    style: 'offsets',
    order: 'newest',
    survived: [...REPEATED_IDS, 'cap-grows', 'one-item-per-request', 'no-links', 'links-sometimes'],
  },
  { style: 'places', order: 'newest', survived: [...CAPS, 'lagging-replica', 'arrivals-without-ids'] },
  { style: 'disguised', order: 'oldest', survived: [...CAPS, 'lagging-replica', 'arrivals-without-ids'] },
]

function settings({ style, order, survived }: Promised): fc.Arbitrary<WalkSetting> {
  return (
    fc
      .record({
        style: fc.constant(style),
        newestFirst: fc.constant(order === 'newest'),
        length: fc.integer({ min: 0, max: 200 }),
        pageSize: fc.integer({ min: 1, max: 50 }),
        concurrency: fc.integer({ min: 1, max: 16 }),
        cap: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 50 })),
        laterCap: fc.integer({ min: 1, max: 50 }),
        capChangesAt: fc.integer({ min: 1, max: 10 }),
        tells: fc.boolean(),
        totalError: fc.integer({ min: 1, max: 60 }),
        changes: fc.integer({ min: 1, max: 3 }),
        likelihood: fc.constantFrom(0.05, 0.2, 0.6),
        seed: fc.nat(),
        contradiction: fc.constantFrom(...survived),
      })
      .filter(({ contradiction, cap, laterCap }) =>
        contradiction === 'cap-grows' ? laterCap > cap : contradiction !== 'cap-shrinks' || laterCap < cap,
      )
      // A short page whose total agrees with it is the end: no response of a server that caps it shows otherwise.
      .filter(({ contradiction, cap, pageSize }) => contradiction !== 'total-too-small' || cap >= pageSize)
      .map(({ contradiction, ...setting }) => ({
        ...setting,
        ids: contradiction === 'arrivals-without-ids' ? ('none' as const) : ('all' as const),
        contradictions: [contradiction],
      }))
  )
}

describe.each(PROMISED)('$style pages, $order first, that contradict themselves', (promised) => {
  it(
    'yield each message once or end in `pagination`, within a bound of requests',
    { timeout: TIMEOUT },
    async () => {
      await fc.assert(
        fc.asyncProperty(settings(promised), async (setting) => {
          expect(violationsOf(await walkWhole(setting), setting)).toEqual([])
        }),
        PARAMETERS,
      )
    },
  )
})

describe.each(PROMISED_IN_PARTS)('$style pages, $order first, that contradict themselves', (promised) => {
  it(
    'yield each message once if every part has another page size, limit and concurrency',
    {
      timeout: TIMEOUT,
    },
    async () => {
      await fc.assert(
        fc.asyncProperty(settings(promised), async (setting) => {
          expect(violationsOf(await walkInParts(setting), setting)).toEqual([])
        }),
        PARAMETERS,
      )
    },
  )
})
