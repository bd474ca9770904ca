import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { ip1, type ProbedProvider, PROVIDERS, smstools } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const LENGTH = 300
const PAGE_SIZE = 25
/** Messages in a row beyond a bound that end a walk. */
const ENOUGH = 50

interface TimedProvider {
  readonly name: string
  readonly provider: ProbedProvider
  /** The option that ends its walk early. */
  readonly bound: 'since' | 'until'
  /** Changes after which a message has no time. */
  readonly none: readonly object[]
  /** The change that gives a message this time, in seconds. */
  at(seconds: number): object
}

const TIMED: readonly TimedProvider[] = [
  {
    name: smstools.name,
    provider: smstools,
    bound: 'since',
    none: [{ unixDatetime: 0 }, { unixDatetime: '' }, { unixDatetime: null }],
    at: (seconds) => ({ unixDatetime: seconds }),
  },
  {
    name: ip1.name,
    provider: ip1,
    bound: 'until',
    none: [
      { id: 'batch-7-1', statuses: [] },
      { id: '0'.repeat(24), statuses: [] },
    ],
    at: (seconds) => ({ id: seconds.toString(16).padEnd(24, 'f') }),
  },
]

test('every provider that accepts bounds is here [odd-time]', () => {
  const bounded = PROVIDERS.filter((provider) => provider.connect({}).capabilities.timestamps)
  expect(TIMED.map(({ name }) => name).toSorted()).toEqual(bounded.map(({ name }) => name).toSorted())
})

describe.each(TIMED)('$name [odd-time]', ({ provider, bound, none, at }) => {
  const odd = fc.record({
    number: fc.nat({ max: LENGTH - 1 }),
    within: fc.integer({ min: 1, max: 150 }),
    change: fc.oneof(
      fc.constantFrom(...none),
      fc.integer({ min: 1_400_000_000, max: 1_800_000_000 }).map(at),
    ),
    concurrency: fc.constantFrom(1, 4),
  })

  test(
    `loses no other message under ${bound} to one odd timestamp, and stops early`,
    { timeout: TIMEOUT },
    async () => {
      const documented = Array.from({ length: LENGTH }, (_, number) => provider.message(number))
      const whole = answering((request) => Response.json(provider.page(documented, request.url)))
      const all = await provider.connect({ fetch: whole.fetch }).messages(CANARY.participant).toArray()
      const property = fc.asyncProperty(odd, async ({ number, within, change, concurrency }) => {
        const list = documented.map((message, place) =>
          place === number ? { ...message, ...change } : message,
        )
        const { fetch, requests } = answering((request) => Response.json(provider.page(list, request.url)))
        const limit = new Date(all[within - 1]?.timestamp ?? Number.NaN)
        const messages = await provider
          .connect({ fetch })
          .messages(CANARY.participant, { [bound]: limit, pageSize: PAGE_SIZE, concurrency })
          .toArray()
        const others = (texts: readonly string[]) =>
          texts.filter((text) => text !== `${CANARY.text} ${number}`)
        expect(others(messages.map(({ text }) => text))).toEqual(
          others(all.slice(0, within).map(({ text }) => text)),
        )
        // One page for the odd message, one requested ahead, and one to check a page boundary.
        expect(requests.length).toBeLessThanOrEqual(Math.ceil((within + ENOUGH) / PAGE_SIZE) + 3)
        expect(requests.length).toBeLessThan(LENGTH / PAGE_SIZE)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})
