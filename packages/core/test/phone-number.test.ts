import { displayAddress, isSameNumber } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'

describe('an address is shown', () => {
  test.each(['12345678', '46701740605', '123456789012345'])('as E.164 where it is digits: %s', (digits) => {
    expect(displayAddress(digits)).toBe(`+${digits}`)
  })

  test.each(['', '71200', '1234567', '1234567890123456', '+46701740605', 'Parcel4you', 'shop@example.com'])(
    'as it came where it is anything else: %j',
    (address) => {
      expect(displayAddress(address)).toBe(address)
    },
  )
})

test.each(['46701740605', '+46701740605', '0046701740605'])('%s is the number 46701740605', (address) => {
  expect(isSameNumber(address, '46701740605')).toBe(true)
})

test.each(['46701740606', '0701740605', '++46701740605', ''])('%j is another one', (address) => {
  expect(isSameNumber(address, '46701740605')).toBe(false)
})
