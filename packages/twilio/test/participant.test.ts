import { describe, expect, test } from 'vitest'
import { accountOf, serve } from './account.ts'

/** The filter of the request for a participant. */
async function filterFor(participant: string): Promise<string | undefined> {
  const { requests, read } = accountOf(serve([]))
  await read(participant, { direction: 'inbound' }).toArray()
  return requests[0]?.query['From']
}

describe('a participant', () => {
  test.each([
    ['+447700900123', '+447700900123'],
    ['0044 7700 900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    ['whatsapp:+447700900123', 'whatsapp:+447700900123'],
    ['WhatsApp:0044 (0)7700 900123', 'whatsapp:+447700900123'],
    ['rcs:+447700900123', 'rcs:+447700900123'],
    ['rcs:acme_agent', 'rcs:acme_agent'],
    ['messenger:1234567890', 'messenger:1234567890'],
  ])('%s is requested as %s', async (participant, filter) => {
    expect(await filterFor(participant)).toBe(filter)
  })

  test.each(['07700900123', 'whatsapp:Acme', 'whatsapp:', 'telegram:+447700900123', 'messenger:a b', 'Acme'])(
    '%s is invalid_argument',
    (participant) => {
      const { read } = accountOf(serve([]))
      expect(() => read(participant)).toThrow(
        /`participant` must be a phone number .* or an address with its channel/,
      )
    },
  )
})

test('a cursor of a number is invalid_argument for its WhatsApp address', async () => {
  const { read } = accountOf(() => ({ body: { messages: [], next_page_uri: '/?Page=1&PageToken=PA1' } }))
  const { value } = await read('+447700900123').pages()[Symbol.asyncIterator]().next()
  expect(() => read('whatsapp:+447700900123', { cursor: value?.cursor ?? '' })).toThrow(
    /`cursor` belongs to another/,
  )
})
