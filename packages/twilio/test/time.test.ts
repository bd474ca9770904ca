import { describe, expect, test } from 'vitest'
import { makeMessage, normalized } from './account.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

async function timestampOf(text: string): Promise<Date | null> {
  return (await normalized(makeMessage(1, { date_sent: text, date_created: null }))).timestamp
}

describe('a time as it is documented', () => {
  test.each(MONTHS.map((name, month) => [name, month] as const))('in %s', async (name, month) => {
    expect(await timestampOf(`Mon, 09 ${name} 2019 08:07:06 +0000`)).toEqual(
      new Date(Date.UTC(2019, month, 9, 8, 7, 6)),
    )
  })

  test.each([
    ['Fri, 31 Dec 1999 23:59:59 +0000', '1999-12-31T23:59:59Z'],
    ['Sat, 01 Jan 2000 00:00:00 +0000', '2000-01-01T00:00:00Z'],
    ['Thu, 29 Feb 2024 12:34:56 +0000', '2024-02-29T12:34:56Z'],
    ['Sun, 10 Nov 2030 19:20:30 +0000', '2030-11-10T19:20:30Z'],
  ])('%s is %s', async (text, time) => {
    expect(await timestampOf(text)).toEqual(new Date(time))
  })
})

describe('a time in another form of RFC 2822', () => {
  test.each([
    ['Fri, 24 May 2019 17:44:46 GMT', '2019-05-24T17:44:46Z'],
    ['Fri, 24 May 2019 17:44:46 -0700', '2019-05-25T00:44:46Z'],
    ['Fri, 24 May 2019 17:44:46 +0530', '2019-05-24T12:14:46Z'],
    ['Wed, 1 May 2019 17:44:46 +0000', '2019-05-01T17:44:46Z'],
    ['24 May 2019 17:44:46 +0000', '2019-05-24T17:44:46Z'],
    ['Fri, 24 MAY 2019 17:44:46 +0000', '2019-05-24T17:44:46Z'],
    ['Fri, 24 May 2019 17:44 +0000', '2019-05-24T17:44:00Z'],
    ['2019-05-24T17:44:46Z', '2019-05-24T17:44:46Z'],
  ])('%s is %s', async (text, time) => {
    expect(await timestampOf(text)).toEqual(new Date(time))
  })
})

test.each([
  'Fri, 00 May 2019 17:44:46 +0000',
  'Fri, 32 May 2019 17:44:46 +0000',
  'Fri, 24 Mai 2019 17:44:46 +0000',
  'Fri, 24 anF 2019 17:44:46 +0000',
  'Fri, 24 May 2019 24:44:46 +0000',
  'Fri, 24 May 2019 17:60:46 +0000',
  'Fri, 24 May 2019',
])('%s is no time', async (text) => {
  expect(await timestampOf(text)).toBeNull()
})
