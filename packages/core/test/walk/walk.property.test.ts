import { SmsError } from '@sms/core'
import { paginate, walkCountedPages, walkNumberedPages, walkOffsets } from '@sms/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ModelApi, type ModelItem, ModelServer, type Mutations } from './model-server.ts'

const RUNS = Number(process.env['WALK_RUNS'] ?? 300)
const SEED = process.env['WALK_SEED'] === undefined ? undefined : Number(process.env['WALK_SEED'])

const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

interface Case {
  readonly length: number
  readonly pageSize: number
  readonly cap: number
  readonly concurrency: number
  readonly tells: boolean
  readonly newestFirst: boolean
  readonly arrivals: number
  readonly deletions: number
  readonly likelihood: number
  readonly seed: number
}

const cases = (bounds: {
  arrivals: number
  deletions: number
  order: fc.Arbitrary<boolean>
  cap: fc.Arbitrary<number>
}) =>
  fc.record({
    length: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 1, 50, 100)),
    pageSize: fc.integer({ min: 1, max: 50 }),
    cap: bounds.cap,
    concurrency: fc.integer({ min: 1, max: 16 }),
    tells: fc.boolean(),
    newestFirst: bounds.order,
    arrivals: fc.integer({ min: 0, max: bounds.arrivals }),
    deletions: fc.integer({ min: 0, max: bounds.deletions }),
    likelihood: fc.constantFrom(0, 0.02, 0.2, 0.6),
    seed: fc.nat(),
  })

function start(style: ModelApi['style'], given: Case) {
  const mutations: Mutations = given
  const server = new ModelServer(given.length, { ...given, style }, mutations, given.seed)
  const { pageSize, concurrency } = given
  const read = (cursor?: string) =>
    paginate<ModelItem, { item: ModelItem; repeat: number }>({
      provider: 'model',
      query: ['model'],
      settings: { limit: Infinity, pageSize, concurrency, cursor, signal: undefined },
      walk: WALKS[style],
      list: () => server.list,
      normalize: (item, repeat) => ({ item, repeat }),
    })
  return { server, read }
}

async function walk(style: ModelApi['style'], given: Case) {
  const { server, read } = start(style, given)
  const before = server.items
  const reading = read().toArray()
  await server.serve(reading)
  return { server, before, items: (await reading).map(({ item }) => item) }
}

function expectExact(items: readonly ModelItem[], before: readonly ModelItem[], server: ModelServer): void {
  const numbers = items.map(({ number }) => number)
  const there = new Set(before.map(({ number }) => number))
  expect(new Set(numbers).size, 'nothing comes twice').toBe(numbers.length)
  const stable = server.remaining(before).map(({ number }) => number)
  const remaining = new Set(stable)
  expect(numbers.filter((number) => there.has(number) && remaining.has(number)).join(' ')).toBe(
    stable.join(' '),
  )
}

const parameters = { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }) }
const anyCap = fc.oneof(fc.constant(1000), fc.integer({ min: 2, max: 50 }))

describe.each([
  { style: 'counted', what: 'arrivals', arrivals: 60, deletions: 0, order: fc.constant(true) },
  { style: 'counted', what: 'deletions', arrivals: 0, deletions: 60, order: fc.constant(true) },
  { style: 'numbered', what: 'arrivals', arrivals: 40, deletions: 0, order: fc.boolean() },
  { style: 'offsets', what: 'arrivals', arrivals: 60, deletions: 0, order: fc.boolean() },
  { style: 'offsets', what: 'arrivals and deletions', arrivals: 60, deletions: 60, order: fc.boolean() },
] as const)('$style pages under $what', ({ style, arrivals, deletions, order }) => {
  it(
    'yield every message that is there throughout exactly once, in order',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(cases({ arrivals, deletions, order, cap: anyCap }), async (given) => {
          // Offsets of a provider that says nothing of what is left can only go by a short page.
          fc.pre(style !== 'offsets' || given.tells || given.cap > given.pageSize)
          const { server, before, items } = await walk(style, given)
          expectExact(items, before, server)
          expect(server.mostInFlight).toBeLessThanOrEqual(given.concurrency)
        }),
        parameters,
      )
    },
  )
})
void SmsError
