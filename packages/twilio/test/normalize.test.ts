import type { TwilioMessage } from '@sms/twilio'
import { describe, expect, test } from 'vitest'
import { accountOf, INBOUND, makeMessage, normalized, pageOf, PARTICIPANT } from './account.ts'

describe('the status', () => {
  test.each([
    ['accepted', 'queued'],
    ['scheduled', 'queued'],
    ['queued', 'queued'],
    ['sending', 'sending'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['partially_delivered', 'delivered'],
    ['read', 'read'],
    ['undelivered', 'undelivered'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['a word that is not documented', 'unknown'],
  ])('%s is %s', async (status, expected) => {
    expect(await normalized(makeMessage(1, { status }))).toMatchObject({ status: expected })
  })

  test.each(['receiving', 'received'])('%s is received', async (status) => {
    expect(await normalized(makeMessage(1, { ...INBOUND, status }))).toMatchObject({ status: 'received' })
  })
})

test.each([
  ['inbound', 'inbound'],
  ['outbound-api', 'outbound'],
  ['outbound-call', 'outbound'],
  ['outbound-reply', 'outbound'],
])('the direction %s is %s', async (direction, expected) => {
  expect(await normalized(makeMessage(1, { direction }))).toMatchObject({ direction: expected })
})

test.each<[Partial<TwilioMessage>, unknown]>([
  [
    { price: '-0.00750', price_unit: 'USD' },
    { amount: 0.0075, currency: 'USD' },
  ],
  [
    { price: '-0.00000', price_unit: 'usd' },
    { amount: 0, currency: 'USD' },
  ],
  [
    { price: '0.04', price_unit: 'GBP' },
    { amount: 0.04, currency: 'GBP' },
  ],
  [{ price: null, price_unit: 'USD' }, null],
  [{ price: '-0.00750', price_unit: null }, null],
  [{ price: 'free', price_unit: 'USD' }, null],
])('the price of %j is %j', async (fields, price) => {
  expect((await normalized(makeMessage(1, fields))).price).toStrictEqual(price)
})

test.each<[Partial<TwilioMessage>, number | null]>([
  [{ num_segments: '3' }, 3],
  [{ num_segments: '0' }, null],
  [{ num_segments: null }, null],
  [{ num_segments: '1', num_media: '2' }, null],
  [{ num_segments: '1', from: 'whatsapp:+447700900456' }, null],
])('the segments of %j are %j', async (fields, segments) => {
  expect(await normalized(makeMessage(1, fields))).toMatchObject({ segments })
})

test.each<[Partial<TwilioMessage>, string, string | null, string | null]>([
  [{}, 'sms', '+447700900456', PARTICIPANT],
  [{ num_media: '1' }, 'mms', '+447700900456', PARTICIPANT],
  [
    { from: 'whatsapp:+447700900456', to: `whatsapp:${PARTICIPANT}` },
    'whatsapp',
    '+447700900456',
    PARTICIPANT,
  ],
  [{ from: 'rcs:acme_agent' }, 'rcs', 'rcs:acme_agent', PARTICIPANT],
  [{ from: 'messenger:123456' }, 'facebook', 'messenger:123456', PARTICIPANT],
  // The id of a Messenger user, although it may look like a phone number.
  [{ from: 'messenger:447700900456' }, 'facebook', 'messenger:447700900456', PARTICIPANT],
  [{ from: 'Acme' }, 'sms', 'Acme', PARTICIPANT],
  [{ from: '71200' }, 'sms', '71200', PARTICIPANT],
  [{ from: null }, 'sms', null, PARTICIPANT],
  [{ to: '+44770090XXXX' }, 'sms', '+447700900456', '+44770090XXXX'],
  [{ to: 'whatsapp:+44770090XXXX' }, 'whatsapp', '+447700900456', '+44770090XXXX'],
])('%j is %s, from %j to %j', async (fields, channel, from, to) => {
  // A list that is not filtered here, since the filter of a test compares texts.
  const account = accountOf(() => ({ body: pageOf([makeMessage(1, fields)]) }))
  const [message] = await account.read(PARTICIPANT, { direction: 'outbound' }).toArray()
  expect(message).toMatchObject({ channel, from, to })
})

test.each<[Partial<TwilioMessage>, Date | null]>([
  [{}, new Date('2026-01-05T10:01:00Z')],
  [{ date_sent: null }, new Date('2026-01-05T10:01:00Z')],
  [{ date_sent: '', date_created: null }, null],
  [{ date_sent: 'soon', date_created: 'Thu, 01 Jan 1970 00:00:00 +0000' }, null],
  [{ date_sent: '0', date_created: null }, null],
])('the time of %j is %j', async (fields, timestamp) => {
  expect((await normalized(makeMessage(1, fields))).timestamp).toEqual(timestamp)
})

test('a redacted body is an empty text', async () => {
  expect(await normalized(makeMessage(1, { body: '' }))).toMatchObject({ text: '' })
  expect(await normalized(makeMessage(1, { body: null }))).toMatchObject({ text: '' })
})
