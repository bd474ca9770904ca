import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const LENGTH = 120

const repeats = fc.record({
  at: fc.nat({ max: LENGTH - 1 }),
  of: fc.nat({ max: LENGTH - 1 }),
  pageSize: fc.integer({ min: 10, max: 60 }),
  concurrency: fc.constantFrom(1, 4),
})

describe.each(PROVIDERS)('$name', (provider) => {
  test(
    'if an id appears twice, every other message is yielded, and no key twice [repeated-id]',
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(repeats, async ({ at, of, ...options }) => {
        const numbers = Array.from({ length: LENGTH }, (_, number) => (number === at ? of : number))
        const list = numbers.map(provider.message)
        const { fetch } = answering((request) => Response.json(provider.page(list, request.url)))
        const messages = await provider.connect({ fetch }).messages(CANARY.participant, options).toArray()
        const expected = [...new Set(numbers)].map((number) => `${CANARY.text} ${number}`)
        expect(messages.map(({ text }) => text).toSorted()).toEqual(expected.toSorted())
        expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})
