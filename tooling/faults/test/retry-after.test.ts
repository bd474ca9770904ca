import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'
import { settle } from './settle.ts'

const NOW = new Date('2026-11-06T08:49:37Z')

// Half of the first ceiling of the backoff, in milliseconds.
const JITTER = 100

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'], now: NOW })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Lets the time pass that the work waits for. */
async function passTime<Value>(work: Promise<Value>): Promise<Value> {
  const ended = new AbortController()
  void work.catch(() => undefined).finally(() => ended.abort())
  await settle()
  while (!ended.signal.aborted) {
    vi.advanceTimersToNextTimer()
    await settle()
  }
  return work
}

const inSeconds = (seconds: number): string => new Date(NOW.getTime() + seconds * 1000).toUTCString()

describe.each(PROVIDERS)('$name', (provider) => {
  /** A reader whose first answer is a refusal with this header, and when its requests were sent. */
  function refusedOnce(status: number, ...retryAfter: readonly string[]) {
    const times: number[] = []
    const { fetch, requests } = answering((request, number) => {
      times.push(Date.now() - NOW.getTime())
      if (number > 0) return Response.json(provider.page([], request.url))
      const headers = retryAfter.map((value): [string, string] => ['retry-after', value])
      return new Response('', { status, headers })
    })
    const messages = provider.connect({ fetch }).messages(CANARY.participant, { concurrency: 1 })
    return { requests, times, read: () => passTime(messages.toArray()) }
  }

  describe.each([429, 503])('after %i [retry-after]', (status) => {
    test.each([
      { values: ['3'], seconds: 3 },
      { values: ['0'], seconds: 0 },
      { values: ['1.5'], seconds: 2 },
      { values: ['60'], seconds: 60 },
      { values: [inSeconds(5)], seconds: 5 },
      { values: ['1', '3'], seconds: 3 },
      { values: ['3', '1'], seconds: 3 },
      { values: ['2', inSeconds(7)], seconds: 7 },
      { values: ['soon', '4'], seconds: 4 },
    ])('Retry-After $values is waited for: $seconds s, plus jitter', async ({ values, seconds }) => {
      const { read, times } = refusedOnce(status, ...values)
      await expect(read()).resolves.toEqual([])
      expect(times.slice(0, 2)).toEqual([0, seconds * 1000 + JITTER])
    })

    test.each([
      '-3',
      'soon',
      '',
      'NaN',
      '0x10',
      '1e9',
      '3 s',
      inSeconds(-60),
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ])('Retry-After %j counts as absent: only the backoff is waited for', async (value) => {
      const { read, times } = refusedOnce(status, value)
      await expect(read()).resolves.toEqual([])
      expect(times.slice(0, 2)).toEqual([0, JITTER])
    })

    test.each([
      { values: ['61'], seconds: 61 },
      { values: [inSeconds(3600)], seconds: 3600 },
      { values: ['1', '86400'], seconds: 86_400 },
      { values: ['9'.repeat(100)], seconds: Number.MAX_SAFE_INTEGER },
    ])(
      'Retry-After $values is neither waited for nor cut short: it fails at once',
      async ({ values, seconds }) => {
        const { read, requests, times } = refusedOnce(status, ...values)
        const error = await failure(read())
        expect(error).toMatchObject({ status, attempts: 1, retryAfter: seconds, retryable: true })
        expect(error.code).toBe(status === 429 ? 'rate_limited' : 'unavailable')
        expect(requests).toHaveLength(1)
        expect(times).toEqual([0])
        expect(Date.now()).toBe(NOW.getTime())
      },
    )
  })

  test('a 429 pauses all requests of a reader, which then start one after another, and of no other reader [outage]', async () => {
    const sent: string[] = []
    const { fetch } = answering((request, number) => {
      sent.push(`${number}: ${Date.now() - NOW.getTime()}`)
      if (number === 0) return new Response('', { status: 429, headers: { 'retry-after': '30' } })
      return Response.json(provider.page([], request.url))
    })
    const reader = provider.connect({ fetch, retries: 0 })
    // One list of several, so that each call is one request.
    const messages = reader.messages(CANARY.participant, { limit: 1, direction: 'outbound' })
    await expect(failure(messages.toArray())).resolves.toMatchObject({
      code: 'rate_limited',
      retryAfter: 30,
    })
    let jitter = 0
    vi.mocked(Math.random).mockImplementation(() => (jitter += JITTER / 400))
    const others = Array.from({ length: 3 }, () => messages.toArray())
    await settle()
    expect(sent).toHaveLength(1)
    const other = provider.connect({ fetch })
    await other.messages(CANARY.participant, { limit: 1, direction: 'outbound' }).toArray()
    expect(sent).toEqual(['0: 0', '1: 0'])
    await passTime(Promise.all(others))
    expect(sent.slice(2)).toEqual(['2: 30150', '3: 30200', '4: 30250'])
  })

  test('a long wait counts beside a shorter one, and ends [long-wait]', async () => {
    const sent: number[] = []
    const { fetch } = answering((request, number) => {
      sent.push(Date.now() - NOW.getTime())
      if (number > 1) return Response.json(provider.page([], request.url))
      return new Response('', { status: 429, headers: { 'retry-after': number === 0 ? '20' : '90' } })
    })
    const reader = provider.connect({ fetch, retries: 0 })
    const messages = reader.messages(CANARY.participant, { limit: 1, concurrency: 1 })
    const both = [failure(messages.toArray()), failure(messages.toArray())]
    await expect(Promise.all(both)).resolves.toMatchObject([{ retryAfter: 20 }, { retryAfter: 90 }])
    vi.advanceTimersByTime(30_000)
    await expect(failure(messages.toArray())).resolves.toMatchObject({
      code: 'rate_limited',
      attempts: 0,
      retryAfter: 60,
    })
    expect(sent).toHaveLength(2)
    vi.advanceTimersByTime(60_000)
    await expect(messages.toArray()).resolves.toEqual([])
    expect(sent.length).toBeGreaterThan(2)
  })

  test.each([-3_600_000, 3_600_000])(
    'a wait does not change when the clock jumps by %i ms meanwhile [clock]',
    async (jump) => {
      const waited: number[] = []
      const start = performance.now()
      const { fetch } = answering((request, number) => {
        waited.push(performance.now() - start)
        if (number > 0) return Response.json(provider.page([], request.url))
        return new Response('', { status: 429, headers: { 'retry-after': '30' } })
      })
      const options = { limit: 1, concurrency: 1 }
      const messages = provider.connect({ fetch }).messages(CANARY.participant, options).toArray()
      await settle()
      vi.setSystemTime(NOW.getTime() + jump)
      await passTime(messages)
      expect(waited.slice(0, 2)).toEqual([0, 30_000 + JITTER])
    },
  )
})
