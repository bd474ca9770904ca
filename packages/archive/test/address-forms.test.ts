import { isSameNumber } from '@sms/core/provider'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formsOfAddress, formsOfPerson } from '../src/erase/address-forms.ts'

const digits = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^\d{7,14}$/))
  .map(([first, others]) => `${first}${others}`)

/** A spelling of a number, or of one that is nearly it. */
const spelling = (number: string): fc.Arbitrary<string> =>
  fc
    .record({
      channel: fc.constantFrom('', '', 'whatsapp:', 'SMS:'),
      prefix: fc.constantFrom('', '+', '00', '0'),
      dropped: fc.integer({ min: 0, max: 5 }),
      end: fc.constantFrom('', '', '', '1'),
      separator: fc.constantFrom('', ' ', '-'),
    })
    .map(({ channel, prefix, dropped, end, separator }) => {
      const left = number.slice(dropped) + end
      return `${channel}${prefix}${left.slice(0, 3)}${separator}${left.slice(3)}`
    })

test('an address has a form of a person if it is the same number, as providers compare them', () => {
  const pairs = digits.chain((number) => fc.tuple(fc.constant(number), spelling(number)))
  fc.assert(
    fc.property(pairs, ([number, address]) => {
      const forms = new Set(formsOfPerson(`+${number}`))
      const isSame = formsOfAddress(address).some((form) => forms.has(form))
      expect(isSame).toBe(isSameNumber(address, number))
    }),
    { numRuns: 3000, seed: 1 },
  )
})

test('a number with its last digits hidden is no one’s', () => {
  expect(isSameNumber('+4670174XXXX', '46701740605')).toBe(true)
  expect(formsOfAddress('+4670174XXXX')).toEqual(['+4670174XXXX'])
})
