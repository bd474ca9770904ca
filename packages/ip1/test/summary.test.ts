import type { ConversationSummary } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { describe, expect, test } from 'vitest'
import { replayAt } from '@sms/conformance/replay'

const { replay } = replayAt('https://api.ip1sms.com')

const reader = createIp1({ apiKey: 'canary-api-key' })

const SUMMARY = {
  participant: '46701740605',
  totalMessageCount: 5,
  totalSmsCount: 7,
  mobileTerminatedMessages: { '201': { messages: 5, sms: 7 } },
  mobileOriginatedMessages: {},
}

/** Reads a summary. A text is sent unchanged, an object as JSON. */
function read(body: object | string): Promise<ConversationSummary> {
  replay({ body })
  return reader.summary('+46701740605')
}

/** The JSON of a summary with one more key beside its status code. */
function summaryWith(key: string): string {
  return JSON.stringify(SUMMARY).replace('"201"', `"${key}":null,"201"`)
}

test('counts may be texts', async () => {
  const counts = { '201': { messages: '5', sms: '7' } }
  const texts = { totalMessageCount: '5', totalSmsCount: '7', mobileTerminatedMessages: counts }
  await expect(read({ ...SUMMARY, ...texts })).resolves.toMatchObject({
    messages: 5,
    segments: 7,
    outbound: { delivered: { messages: 5, segments: 7 } },
    inbound: {},
  })
})

test('sums the codes of one class, and reports every inbound message as received', async () => {
  const codes = ['101', '113', '201', '404', '409', '511', '599', '777']
  const all = Object.fromEntries(codes.map((code) => [code, { messages: 1, sms: 2 }]))
  const sides = { mobileTerminatedMessages: all, mobileOriginatedMessages: all }
  const { outbound, inbound } = await read({ ...SUMMARY, ...sides })
  expect(outbound).toEqual({
    sending: { messages: 2, segments: 4 },
    delivered: { messages: 1, segments: 2 },
    failed: { messages: 2, segments: 4 },
    undelivered: { messages: 2, segments: 4 },
    unknown: { messages: 1, segments: 2 },
  })
  expect(inbound).toEqual({ received: { messages: 8, segments: 16 } })
})

test('drops spaces around keys', async () => {
  const spaced = { ' 201 ': { 'messages ': 3, ' sms': 4 } }
  await expect(read({ ...SUMMARY, mobileTerminatedMessages: spaced })).resolves.toMatchObject({
    outbound: { delivered: { messages: 3, segments: 4 } },
  })
})

test.each([
  { totalMessageCount: 5, totalSmsCount: 7 },
  {
    totalMessageCount: 5,
    totalSmsCount: 7,
    participant: null,
    mobileTerminatedMessages: null,
    mobileOriginatedMessages: null,
  },
])('a summary may state no more than its totals: %j', async (raw) => {
  await expect(read(raw)).resolves.toEqual({
    provider: 'ip1',
    participant: '+46701740605',
    messages: 5,
    segments: 7,
    outbound: {},
    inbound: {},
    raw,
  })
})

describe.each(['totalMessageCount', 'totalSmsCount'])('%s', (path) => {
  test.each([-1, 1.5, '-1', 'many', null, undefined])('is invalid_response if it is %j', async (value) => {
    await expect(read({ ...SUMMARY, [path]: value })).rejects.toMatchObject({
      code: 'invalid_response',
      issues: [{ path }],
    })
  })
})

describe('names of properties that every object inherits [prototype-keys]', () => {
  test.each(['constructor', 'prototype', '__proto__'])('are no status codes: %s', async (key) => {
    const { outbound } = await read(summaryWith(key))
    expect(outbound).toEqual({ delivered: { messages: 5, segments: 7 } })
  })

  test('are checked like any other key if a schema can check them: toString', async () => {
    await expect(read(summaryWith('toString'))).rejects.toMatchObject({ code: 'invalid_response' })
  })
})
