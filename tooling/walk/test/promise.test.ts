import { type Message, type MessagesOptions, SmsError } from '@sms/core'
import { startSimulator } from '@sms/simulator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type WalkedProvider, walkedProvider, walkedProviders } from '../src/providers.ts'
import { lanes } from '../src/soak/lanes.ts'
import { startConversation } from './changing-conversation.ts'
import { flaws, present } from './flaws.ts'
import { type Mark, byObjectId, byOctopushId, byTime } from '../src/marks.ts'
import { type Bearable, type Step, unrest } from './unrest.ts'

// A few cases, always the same ones, on every change; `WALK_RUNS=2000` makes a long run of new ones, and `WALK_SEED=…`
// with the seed of a failure repeats its conversations and changes, though not to the microsecond: sockets take their
// own time.
const { WALK_RUNS, WALK_SEED = WALK_RUNS === undefined ? '1' : undefined } = process.env
const PARAMETERS = {
  numRuns: Number(WALK_RUNS ?? 10),
  ...(WALK_SEED === undefined ? {} : { seed: Number(WALK_SEED) }),
}
const TIMEOUT = 3_600_000

const TOLD_BY_CURSOR = 16

interface Promised extends Bearable {
  readonly provider: WalkedProvider
  readonly mark: Mark
  readonly newestFirst: boolean
  readonly options: MessagesOptions
  /** Whether there is a list for each direction, with a place of its own. */
  readonly isMerged?: boolean
}

const SMSTOOLS = { provider: walkedProvider('smstools'), mark: byTime, newestFirst: true, options: {} }
const RCS = {
  provider: walkedProvider('conversations-rcs'),
  mark: byOctopushId,
  newestFirst: true,
  options: {},
}
const TWILIO = {
  provider: walkedProvider('twilio'),
  mark: byTime,
  newestFirst: true,
  options: {},
  isMerged: true,
}
const IP1 = { provider: walkedProvider('ip1'), mark: byObjectId }

/** What each provider's walk bears, see the contract. */
const PROMISES: readonly (readonly [title: string, Promised])[] = [
  ['smstools under arrivals', { ...SMSTOOLS, arrivals: true, deletions: false }],
  ['smstools under deletions', { ...SMSTOOLS, arrivals: false, deletions: true }],
  ['conversations-rcs under arrivals', { ...RCS, arrivals: true, deletions: false }],
  [
    'ip1, oldest first, under arrivals and deletions',
    { ...IP1, newestFirst: false, options: { order: 'oldest-first' }, arrivals: true, deletions: true },
  ],
  [
    'ip1, newest first, under arrivals and deletions',
    { ...IP1, newestFirst: true, options: { order: 'newest-first' }, arrivals: true, deletions: true },
  ],
  ['twilio under arrivals and deletions', { ...TWILIO, arrivals: true, deletions: true }],
  [
    'twilio under arrivals and deletions, which forgets its tokens',
    { ...TWILIO, arrivals: true, deletions: true, forgets: 3 },
  ],
]

it('is known of every provider that the simulator knows, and its soak has a lane', async () => {
  await using simulator = await startSimulator()
  const names = [...walkedProviders.keys()].filter((name) => name in simulator.providers)
  expect([...new Set(PROMISES.map(([, { provider }]) => provider.name))].toSorted()).toEqual(names)
  expect([...new Set(lanes.map(({ provider }) => provider.name))].toSorted()).toEqual(names)
})

interface Case {
  readonly length: number
  readonly pageSize: number
  readonly concurrency: number
  readonly steps: readonly Step[]
}

function cases(promised: Promised): fc.Arbitrary<Case> {
  return fc.record({
    length: fc.integer({ min: 0, max: 300 }),
    pageSize: fc.integer({ min: 1, max: 50 }),
    concurrency: fc.integer({ min: 1, max: 8 }),
    steps: unrest(promised),
  })
}

describe.each(PROMISES)('the walk of %s', (_, promised) => {
  const { provider, mark, newestFirst } = promised

  it('yields each message that stays in the list once, in order', { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(cases(promised), async ({ length, pageSize, concurrency, steps }) => {
        await using conversation = await startConversation(provider, length, steps)
        const before = conversation.messages()
        const read = await conversation.walk({ ...promised.options, pageSize, concurrency }).toArray()
        const walked = { read: read.map(mark.read), before, after: conversation.messages(), newestFirst }
        expect(flaws(walked, mark)).toEqual([])
      }),
      PARAMETERS,
    )
  })

  it(
    'resumes from the cursor of any page with exactly the remaining messages',
    { timeout: TIMEOUT },
    async () => {
      await fc.assert(
        fc.asyncProperty(cases(promised), fc.nat({ max: 99 }), async (given, percent) => {
          const { length, pageSize, concurrency, steps } = given
          await using conversation = await startConversation(provider, length, steps)
          const options = { ...promised.options, pageSize, concurrency }
          const before = conversation.messages()

          const read: Message[] = []
          let cursor: string | null = null
          for await (const page of conversation.walk(options).pages()) {
            read.push(...page.items)
            cursor = page.cursor
            if (read.length >= (length * percent) / 100) break
          }
          const marks = read.map(mark.read)
          const rest =
            cursor === null ? [] : await toArrayUnlessLost(conversation.walk({ ...options, cursor }))

          const after = conversation.messages()
          // Lost is a place only where all that the cursor tells has vanished.
          const wrong =
            rest === null
              ? unlessLost(promised, read, after)
              : flaws({ read: [...marks, ...rest.map(mark.read)], before, after, newestFirst }, mark)
          expect(wrong).toEqual([])
        }),
        PARAMETERS,
      )
    },
  )
})

/** What a cursor names and is still there, in each list: if that is nothing of one list, its place is lost. */
function unlessLost(
  { mark, isMerged = false }: Promised,
  read: readonly Message[],
  after: Parameters<typeof present>[1],
): readonly number[] {
  const lists = isMerged
    ? [
        read.filter(({ direction }) => direction === 'inbound'),
        read.filter(({ direction }) => direction === 'outbound'),
      ]
    : [read]
  const left = lists.map((list) => present(list.map(mark.read).slice(-TOLD_BY_CURSOR), after, mark))
  return left.some((marks, list) => marks.length === 0 && lists[list]?.length !== 0) ? [] : left.flat()
}

async function toArrayUnlessLost(walk: {
  toArray(): Promise<Message[]>
}): Promise<readonly Message[] | null> {
  try {
    return await walk.toArray()
  } catch (error) {
    if (SmsError.is(error, 'pagination')) return null
    throw error
  }
}
