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
export interface PlannedReply {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers in a provider's stead, for the tests of one file. */
export interface ReplayedProvider {
  /** Answers one request for each reply, in this order. */
  replay(...replies: readonly PlannedReply[]): readonly Received[]
  /** Answers every request, at least one, by what was asked for. */
  serve(answer: (request: Received) => PlannedReply): readonly Received[]
}

/**
 * Takes the place of the provider at `origin`, with the network closed. A test fails if a request was not planned, or a
 * planned one never came.
 */
export function replayAt(origin: string): ReplayedProvider {
  // nock answers a request that nobody planned with 501, which looks like an outage: it is noted and fails the test.
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

  return {
    replay(...replies) {
      const received: Received[] = []
      for (const reply of replies) plan(origin, received, () => reply)
      return received
    },
    serve(answer) {
      const received: Received[] = []
      plan(origin, received, answer).persist()
      return received
    },
  }
}

function plan(origin: string, received: Received[], answer: (request: Received) => PlannedReply): nock.Scope {
  return nock(origin)
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
