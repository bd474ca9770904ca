import { SmsError } from '@sms/core'
import { displayAddress, isSameNumber, nationalNumberDigits, phoneNumberDigits } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import { defineAcme } from './acme.ts'

const reader = defineAcme()({ apiKey: 'key', fetch: async () => Response.json({}) })

const INTERNATIONAL = {
  'E.164': '+46701740605',
  'MSISDN digits': '46701740605',
  '00 in front': '0046701740605',
  'spaces, dashes and dots': '+46 70-174.06.05',
  brackets: '(+46) [70] 1740605',
  '(0) after the country code': '+46 (0)70-174 06 05',
  '(0) after a country code without a plus sign': '46(0)701740605',
  '[0] after a country code in brackets': '(0046) [0] 701740605',
  'no-break spaces': '+46\u00a070\u202f174\u200706\u300005',
  'other dashes': '+46\u201170\u2013174\u221206\uff0d05',
  'soft hyphens and spaces of no width': '\ufeff+46\u00ad70\u200b174\u20600605',
  'bidirectional isolates': '\u2068+46701740605\u2069',
  'bidirectional embeddings': '\u202d+46\u200e701740605\u202c',
  'full-width characters': '＋４６（０）７０．１７４－０６　０５',
  'a table cell': '\t+46701740605\r\n',
  'a link': 'tel:+46-70-174-06-05',
}

describe('an international phone number with', () => {
  test.each(Object.entries(INTERNATIONAL))(
    '%s is parsed, compared and shown as the same number',
    async (_, spelling) => {
      expect(phoneNumberDigits(spelling)).toBe('46701740605')
      expect(await reader.summary(spelling)).toMatchObject({ participant: '46701740605' })
      expect(isSameNumber(spelling, '46701740605')).toBe(true)
      expect(isSameNumber(spelling, '46701740606')).toBe(false)
      expect(displayAddress(spelling)).toBe('+46701740605')
    },
  )

  test.each(['12345678', '123456789012345'])('8 to 15 digits is shown as E.164: %s', (digits) => {
    expect(displayAddress(digits)).toBe(`+${digits}`)
    expect(displayAddress(`+${digits}`)).toBe(`+${digits}`)
  })

  test('a different spelling is shown as E.164, which can be parsed again', () => {
    for (const spelling of Object.values(INTERNATIONAL)) {
      expect(phoneNumberDigits(displayAddress(spelling) ?? '')).toBe('46701740605')
    }
  })
})

test.each([
  '',
  '71200',
  '1234567',
  '1234567890123456',
  '0701740605',
  '070-174 06 05',
  '(0)701740605',
  '+0701740605',
  '+0046701740605',
  '000701740605',
  '+4670174XXXX',
  '+4670(0)1740605',
  'whatsapp:+46701740605',
  'Parcel4you',
  'Café 24',
  '24 Café',
  'shop@example.com',
  '٤٦٧٠١٧٤٠٦٠٥',
  '④⑥⑦⓪①⑦④⓪⑥⓪⑤',
])('an address that is no international phone number is shown unchanged: %j', (address) => {
  expect(displayAddress(address)).toBe(address)
  expect(phoneNumberDigits(address)).toBeNull()
})

describe('an address is the number 46701740605 if it is', () => {
  test.each(['whatsapp:+46701740605', 'whatsapp:46701740605', 'SMS:0046 70 174 06 05', 'rcs:0701740605'])(
    'a spelling with a channel prefix: %s',
    (address) => {
      expect(isSameNumber(address, '46701740605')).toBe(true)
    },
  )

  test.each([
    '0701740605',
    '701740605',
    '070-174 06 05',
    '(0)70 174 06 05',
    '(070) 1740605',
    '６７０１７４０６０５',
  ])('its national number: %s', (address) => {
    expect(isSameNumber(address, '46701740605')).toBe(true)
  })

  test.each(['+4670174XXXX', '4670174XXXX', '004670174XXXX', 'whatsapp:+4670174XXXX'])(
    'its digits with the last four masked: %s',
    (address) => {
      expect(isSameNumber(address, '46701740605')).toBe(true)
    },
  )

  test('its national number, after a country code of one or three digits', () => {
    expect(isSameNumber('2025550123', '12025550123')).toBe(true)
    expect(isSameNumber('5551234', '3545551234')).toBe(true)
  })
})

test.each(['0701740605', '701740605', '070-174 06 05', '(0)70 174 06 05', 'whatsapp:0701740605'])(
  'the digits of a national number are those after its zero: %s',
  (address) => {
    expect(nationalNumberDigits(address)).toBe('701740605')
  },
)

test.each([
  '',
  '+46701740605',
  '0046701740605',
  '0123456',
  '123456',
  '070174XXXX',
  'Acme',
  'shop@example.com',
])('an address is no national number: %j', (address) => {
  expect(nationalNumberDigits(address)).toBeNull()
})

test('digits alone may be a national number or an international one', () => {
  expect(nationalNumberDigits('46701740605')).toBe('46701740605')
  expect(phoneNumberDigits('46701740605')).toBe('46701740605')
})

test.each([
  '',
  '46701740606',
  '0701740606',
  '++46701740605',
  '+0701740605',
  '+701740605',
  '00701740605',
  '+460701740605',
  '1740605',
  '01740605',
  '740605',
  '+4670174XXX',
  '+4670175XXXX',
  '070174XXXX',
  'XXXX',
  'someone:',
  '46701740605x',
  'Acme',
])('an address is not the number 46701740605: %j', (address) => {
  expect(isSameNumber(address, '46701740605')).toBe(false)
})

test('a national number of fewer than 7 digits matches no number', () => {
  expect(isSameNumber('055512', '35455512')).toBe(false)
})

describe('a participant that is no international phone number is invalid_argument:', () => {
  test.each([
    ['0701740605', 'This number is national: add the country code.'],
    ['(0)70-174 06 05', 'This number is national: add the country code.'],
    ['+0701740605', 'No country code begins with 0.'],
    ['00 0701740605', 'No country code begins with 0.'],
    ['71200', 'It has 5 digits; a phone number with its country code has 8 to 15.'],
    ['1234567890123456', 'It has 16 digits; a phone number with its country code has 8 to 15.'],
    ['46+701740605', '`+` may only be its first character.'],
    ['+46 70(0)1740605', '`(0)` may only follow a country code.'],
    ['+467(0)1740605', '`(0)` may only follow a country code.'],
    ['+46 70/174 06 05', 'It contains `/`, which no phone number contains.'],
    ['46701740605\0', 'It contains U+0000, which no phone number contains.'],
    ['Ada 🔑', 'It contains `A`, which no phone number contains.'],
    ['🔑', 'It contains U+1F511, which no phone number contains.'],
    [' ', 'It has no digits.'],
    ['4'.repeat(1_000_000), 'It has more than 64 characters.'],
    [46701740605, 'It is not a string.'],
    [undefined, 'It is not a string.'],
  ])('the error for %j states the problem', (participant, problem) => {
    const read = (): unknown => reader.messages(participant as string)
    expect(read).toThrow(SmsError)
    expect(read).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        provider: 'acme',
        message: `\`participant\` must be a phone number in E.164, such as +46701740605. ${problem}`,
      }),
    )
  })
})
