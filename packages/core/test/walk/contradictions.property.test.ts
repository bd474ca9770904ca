import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contradiction } from './contradicting-list.ts'
import type { ServerSetting } from './contradicting-server.ts'
import { violationsOf, type WalkSetting, walkInParts, walkWhole } from './contradicting-walk.ts'
import { PARAMETERS, TIMEOUT } from './property-parameters.ts'

/** What walks over one style of list promise. */
interface WalkPromise {
  readonly style: ServerSetting['style']
  readonly order: 'newest' | 'oldest'
  /** Contradictions despite which a walk of this style yields every message or fails. */
  readonly survived: readonly Contradiction[]
}

const ONE_REPEATED_ID: readonly Contradiction[] = ['id-twice-in-a-row', 'id-twice-near', 'id-twice-far']
const REPEATED_IDS: readonly Contradiction[] = [...ONE_REPEATED_ID, 'ids-twice']
const SWAPS: readonly Contradiction[] = ['neighbours-swap', 'neighbours-swap-at-a-page-end']
const CAPS: readonly Contradiction[] = ['cap-shrinks', 'cap-grows', 'one-item-per-request']

const TOTALS: readonly Contradiction[] = [
  'total-too-small',
  'total-too-large',
  'total-of-the-page',
  'total-of-one-direction',
  'total-before-an-arrival',
  'total-after-an-arrival',
]
const MOVES_DOWN: readonly Contradiction[] = ['distant-items-swap', 'item-moves-down']
const MOVES: readonly Contradiction[] = [...MOVES_DOWN, 'item-moves-up']
/** Contradictions that show in the responses of every style of list. */
const ALWAYS: readonly Contradiction[] = [...REPEATED_IDS, ...CAPS, 'item-moves-to-the-front']
const LINKS: readonly Contradiction[] = ['no-links', 'links-sometimes']

const IN_OFFSETS: readonly Contradiction[] = [
  ...ALWAYS,
  ...SWAPS,
  ...LINKS,
  'distant-items-swap',
  'lagging-replica',
  'arrivals-without-ids',
]

const IN_PLACES: readonly Contradiction[] = [
  ...ALWAYS,
  'lagging-replica',
  'arrivals-without-ids',
  'tokens-forgotten',
]

/** Some cases of the other contradictions show in no response. `WALK.md` lists them. */
const PROMISED: readonly WalkPromise[] = [
  {
    style: 'counted',
    order: 'newest',
    survived: [...ALWAYS, ...SWAPS, ...MOVES, ...TOTALS, 'lagging-replica', 'arrivals-without-ids'],
  },
  {
    style: 'numbered',
    order: 'newest',
    survived: [...ALWAYS, ...SWAPS, ...MOVES_DOWN, 'arrivals-without-ids'],
  },
  {
    style: 'numbered',
    order: 'oldest',
    survived: [...ALWAYS, ...SWAPS, ...MOVES_DOWN, 'lagging-replica', 'arrivals-without-ids'],
  },
  { style: 'offsets', order: 'newest', survived: IN_OFFSETS },
  { style: 'offsets', order: 'oldest', survived: IN_OFFSETS },
  { style: 'places', order: 'newest', survived: IN_PLACES },
  { style: 'places', order: 'oldest', survived: IN_PLACES },
  { style: 'disguised', order: 'newest', survived: [...ALWAYS, 'tokens-forgotten'] },
  { style: 'disguised', order: 'oldest', survived: IN_PLACES },
]

/** The promises of a resumed walk, which knows only the messages that its cursor names. */
const PROMISED_IN_PARTS: readonly WalkPromise[] = [
  {
    style: 'counted',
    order: 'newest',
    survived: [
      'id-twice-in-a-row',
      'cap-grows',
      'one-item-per-request',
      'total-too-large',
      'arrivals-without-ids',
    ],
  },
  {
    style: 'numbered',
    order: 'newest',
    survived: ['id-twice-in-a-row', 'one-item-per-request', 'arrivals-without-ids'],
  },
  {
    style: 'numbered',
    order: 'oldest',
    survived: ['id-twice-in-a-row', 'one-item-per-request', 'lagging-replica', 'arrivals-without-ids'],
  },
  {
    style: 'offsets',
    order: 'newest',
    survived: [...REPEATED_IDS, ...CAPS, ...LINKS, 'arrivals-without-ids'],
  },
  {
    style: 'offsets',
    order: 'oldest',
    survived: [...REPEATED_IDS, ...CAPS, ...LINKS, 'lagging-replica', 'arrivals-without-ids'],
  },
  {
    style: 'places',
    order: 'newest',
    survived: [...ONE_REPEATED_ID, ...CAPS, 'lagging-replica', 'arrivals-without-ids'],
  },
  {
    style: 'places',
    order: 'oldest',
    survived: [...ONE_REPEATED_ID, ...CAPS, 'lagging-replica', 'arrivals-without-ids'],
  },
  { style: 'disguised', order: 'newest', survived: [...ONE_REPEATED_ID, ...CAPS] },
  {
    style: 'disguised',
    order: 'oldest',
    survived: [...ONE_REPEATED_ID, ...CAPS, 'lagging-replica', 'arrivals-without-ids'],
  },
]

/** Whether a response shows the contradiction. */
function isNoticeable({
  contradiction,
  cap,
  pageSize,
  length,
}: Pick<WalkSetting, 'cap' | 'pageSize' | 'length'> & { readonly contradiction: Contradiction }): boolean {
  // If the server caps pages and the wrong total agrees with a short page, that page is the end.
  if (TOTALS.includes(contradiction)) return cap >= pageSize
  // In pages of one item, an item that moves as fast as the walk looks like an arrival.
  if (contradiction === 'neighbours-swap-at-a-page-end') return pageSize > 1
  // A walk reads the front until a page shows nothing new. Three moved items that it knows may fill a page.
  if (contradiction === 'item-moves-to-the-front') return pageSize > 3 && cap > 3
  // If the list now fits on one page, its second page is empty.
  return contradiction !== 'cap-grows' || length > 2 * pageSize
}

function settings({ style, order, survived }: WalkPromise): fc.Arbitrary<WalkSetting> {
  return fc
    .record({
      style: fc.constant(style),
      newestFirst: fc.constant(order === 'newest'),
      length: fc.integer({ min: 0, max: 200 }),
      pageSize: fc.integer({ min: 1, max: 50 }),
      concurrency: fc.integer({ min: 1, max: 16 }),
      cap: fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 50 })),
      laterCap: fc.integer({ min: 1, max: 50 }),
      capChangesAt: fc.integer({ min: 1, max: 10 }),
      statesPosition: fc.boolean(),
      totalError: fc.integer({ min: 1, max: 60 }),
      changes: fc.integer({ min: 1, max: 3 }),
      likelihood: fc.constantFrom(0.05, 0.2, 0.6),
      seed: fc.nat(),
      contradiction: fc.constantFrom(...survived),
    })
    .filter(({ contradiction, cap, laterCap }) =>
      contradiction === 'cap-grows' ? laterCap > cap : contradiction !== 'cap-shrinks' || laterCap < cap,
    )
    .filter(isNoticeable)
    .map(({ contradiction, ...setting }) => ({
      ...setting,
      ids: contradiction === 'arrivals-without-ids' ? ('none' as const) : ('all' as const),
      contradictions: [contradiction],
    }))
}

describe.each(PROMISED)('$style pages, $order first, that contradict themselves', (promised) => {
  test(
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

/** Two contradictions at once. Some may show in no response. */
function combinedSettings({ style, order }: WalkPromise): fc.Arbitrary<WalkSetting> {
  const links = style === 'offsets' ? LINKS : []
  const totals = style === 'counted' ? TOTALS : []
  const tokens = style === 'places' || style === 'disguised' ? (['tokens-forgotten'] as const) : []
  const survived = [...ALWAYS, ...SWAPS, ...MOVES, ...links, ...totals, ...tokens, 'lagging-replica' as const]
  const pairs = fc.tuple(settings({ style, order, survived }), fc.constantFrom(...survived))
  return pairs.map(([setting, second]) => ({
    ...setting,
    contradictions: [...setting.contradictions, second],
  }))
}

describe.each(PROMISED)('$style pages, $order first, with two contradictions', (promised) => {
  test('yield each received message once, within a bound of requests', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(combinedSettings(promised), async (setting) => {
        const violations = violationsOf(await walkWhole(setting), setting)
        expect(violations.filter(({ promise }) => promise !== 'everything in the list')).toEqual([])
      }),
      PARAMETERS,
    )
  })
})

describe.each(PROMISED_IN_PARTS)(
  '$style pages, $order first, that contradict themselves and are read in parts',
  (promised) => {
    test(
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
  },
)
