import { beforeEach, describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { type Answering, answering } from './answering.ts'
import { settle } from './settle.ts'

const MESSAGES = 30
const OPTIONS = { pageSize: 5, concurrency: 4 }

describe.each(PROVIDERS)('$name', (provider) => {
  const list = Array.from({ length: MESSAGES }, (_, number) => provider.message(number))
  const texts = list.map((_, number) => `${CANARY.text} ${number}`)
  let server: Answering

  /** Answers; requests from this one on never end by themselves. */
  function answerUntil(silent: number): void {
    server = answering((request, number) =>
      number < silent
        ? Response.json(provider.page(list, request.url))
        : new Promise((_, reject) => {
            request.signal.addEventListener('abort', () => reject(request.signal.reason))
          }),
    )
  }

  const messages = () => provider.connect({ fetch: server.fetch }).messages(CANARY.participant, OPTIONS)

  /** How often each request was sent. */
  const sent = (): number => server.requests.length

  beforeEach(() => answerUntil(Infinity))

  test('nothing is requested before something is asked for [iteration]', async () => {
    const paginated = messages()
    paginated[Symbol.asyncIterator]()
    paginated.pages()[Symbol.asyncIterator]()
    await settle()
    expect(sent()).toBe(0)
  })

  test('next() in parallel gives each message once, for the same requests as in turn [iteration]', async () => {
    for await (const _ of messages());
    const inTurn = sent()
    answerUntil(Infinity)
    const iterator = messages()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: MESSAGES + 5 }, () => iterator.next()))
    expect(results.flatMap(({ done, value }) => (done === true ? [] : [value.text]))).toEqual(texts)
    expect(sent()).toBe(inTurn)
  })

  test('pages taken in parallel are requested once each [iteration]', async () => {
    for await (const _ of messages().pages());
    const inTurn = sent()
    answerUntil(Infinity)
    const iterator = messages().pages()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: MESSAGES }, () => iterator.next()))
    expect(
      results.flatMap(({ done, value }) =>
        done === true ? [] : value.items.map(({ text }: { text: string }) => text),
      ),
    ).toEqual(texts)
    expect(sent()).toBe(inTurn)
  })

  test('a break ends the requests in flight, and no other follows [iteration]', async () => {
    // Two answers, then silence.
    answerUntil(2)
    for await (const { text } of messages()) {
      await settle()
      if (text === texts[1]) break
    }
    const before = sent()
    await settle()
    expect(sent()).toBe(before)
    expect(before).toBeGreaterThan(2)
    expect(server.requests.slice(2).every(({ signal }) => signal.aborted)).toBe(true)
  })

  test('return() ends a next() that waits [iteration]', async () => {
    answerUntil(0)
    const iterator = messages()[Symbol.asyncIterator]()
    const waiting = iterator.next()
    await settle()
    await expect(iterator.return?.()).resolves.toEqual({ done: true, value: undefined })
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
    expect(server.requests.every(({ signal }) => signal.aborted)).toBe(true)
  })

  test('what a loop throws comes out of it, and the walk has ended [iteration]', async () => {
    const thrown = new Error('from the loop')
    const reading = (async () => {
      for await (const _ of messages()) throw thrown
    })()
    await expect(reading).rejects.toBe(thrown)
    await settle()
    const before = sent()
    await settle()
    expect(sent()).toBe(before)
  })

  test('two iterations are two walks, each of all messages [iteration]', async () => {
    const paginated = messages()
    const [one, other] = await Promise.all([paginated.toArray(), paginated.toArray()])
    expect(one.map(({ text }) => text)).toEqual(texts)
    expect(other.map(({ text }) => text)).toEqual(texts)
    expect(sent() % 2).toBe(0)
  })
})
