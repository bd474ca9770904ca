import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

/** Of each list. */
const LENGTH = 300
const PAGE_SIZE = 25
/** Messages in a row beyond a bound that end the walk of a list. */
const ENOUGH = 50

describe.each(PROVIDERS.filter(({ times }) => times !== null))('$name [odd-time]', (provider) => {
  const { order } = provider.connect({}).capabilities
  // The option that ends the walk early.
  const bound = order === 'newest-first' ? 'since' : 'until'
  const { none = [], at = () => ({}) } = provider.times ?? {}
  const messages = LENGTH * provider.lists

  const odd = fc.record({
    number: fc.nat({ max: messages - 1 }),
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
      const documented = Array.from({ length: messages }, (_, number) => provider.message(number))
      const whole = answering((request) => Response.json(provider.page(documented, request.url)))
      const all = await provider.connect({ fetch: whole.fetch }).messages(CANARY.participant).toArray()
      const property = fc.asyncProperty(odd, async ({ number, within, change, concurrency }) => {
        const list = documented.map((message, place) =>
          place === number ? { ...message, ...change } : message,
        )
        const { fetch, requests } = answering((request) => Response.json(provider.page(list, request.url)))
        const limit = new Date(all[within - 1]?.timestamp ?? Number.NaN)
        const read = await provider
          .connect({ fetch })
          .messages(CANARY.participant, { [bound]: limit, pageSize: PAGE_SIZE, concurrency })
          .toArray()
        const others = (texts: readonly string[]) => {
          const found = texts.filter((text) => text !== `${CANARY.text} ${number}`)
          // Among several lists, one odd time moves what comes after it in its list.
          return provider.lists === 1 ? found : found.toSorted()
        }
        expect(others(read.map(({ text }) => text))).toEqual(
          others(all.slice(0, within).map(({ text }) => text)),
        )
        // One page for the odd message, one requested ahead, and one to check a page boundary.
        const pages = Math.ceil((within / provider.lists + ENOUGH) / PAGE_SIZE) + 3
        expect(requests.length).toBeLessThanOrEqual(pages * provider.lists)
        expect(requests.length).toBeLessThan(messages / PAGE_SIZE)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})

test.each(PROVIDERS)('$name accepts bounds if its messages have times [odd-time]', (provider) => {
  expect(provider.connect({}).capabilities.timestamps).toBe(provider.times !== null)
})
