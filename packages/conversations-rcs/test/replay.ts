import assert from 'node:assert/strict'
import nock from 'nock'
import { afterEach, beforeEach } from 'vitest'

/** A request as it arrived. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/** What is answered: `body` goes out as JSON, a text as it is. */
export interface Reply {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const ORIGIN = 'https://api.octopush.com'

// nock answers a request that nobody planned with 501, which looks like an outage: it is noted here and fails the test.
const unplanned: string[] = []
nock.emitter.on('no match', ({ method, url }) => {
  unplanned.push(`${method} ${url}`)
})

beforeEach(() => {
  nock.disableNetConnect()
})

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  assert.deepEqual({ pending, unplanned: unplanned.splice(0) }, { pending: [], unplanned: [] })
})

/** Answers one request for each reply, in this order. */
export function replay(...replies: readonly Reply[]): readonly Received[] {
  const received: Received[] = []
  for (const reply of replies) plan(received, () => reply)
  return received
}

/** Answers every request, at least one, by what was asked for. */
export function serve(answer: (request: Received) => Reply): readonly Received[] {
  const received: Received[] = []
  plan(received, answer).persist()
  return received
}

function plan(received: Received[], answer: (request: Received) => Reply): nock.Scope {
  return nock(ORIGIN)
    .get(/.*/)
    .query(true)
    .reply(({ method, url, headers }: Request) => {
      const { pathname: path, searchParams } = new URL(url)
      const request = {
        method,
        path,
        query: Object.fromEntries(searchParams),
        headers: Object.fromEntries(headers),
      }
      received.push(request)
      const { status = 200, body, headers: answered } = answer(request)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return [status, text, { 'content-type': 'application/json', ...answered }]
    })
}
