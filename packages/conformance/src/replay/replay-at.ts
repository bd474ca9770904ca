import assert from 'node:assert/strict'
import nock from 'nock'
import { afterEach, beforeEach } from 'vitest'

/** A request that a reader sent. */
export interface ReplayedRequest {
  /** The HTTP method, in upper case. */
  readonly method: string
  /** The path of its URL. */
  readonly path: string
  /** The parameters of its URL. */
  readonly query: Readonly<Record<string, string>>
  /** Its headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** The response to a request. */
export interface PlannedReply {
  /** The HTTP status. Default: 200. */
  readonly status?: number
  /** Sent as JSON; a text is sent as it is. */
  readonly body: unknown
  /** Headers beside `content-type: application/json`. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Responds in a provider's place, for the tests of one file.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { type ReplayedProvider, replayAt } from '@sms/conformance/replay'
 *
 * const provider: ReplayedProvider = replayAt('https://api.ip1sms.com')
 * const requests = provider.replay({ body: [] }, { status: 503, body: {} })
 * console.log(requests.length) // 0 until a reader sends one
 * ```
 */
export interface ReplayedProvider {
  /** Responds to one request for each of these, in their order. Returns the requests as they arrive. */
  replay(...responses: readonly PlannedReply[]): readonly ReplayedRequest[]
  /** Responds to every request by its content; at least one must come. Returns the requests as they arrive. */
  serve(respond: (request: ReplayedRequest) => PlannedReply): readonly ReplayedRequest[]
}

/**
 * Takes the place of the provider at an origin in a vitest file, and closes the network. A test fails if a request was not
 * planned, or if a planned one did not come.
 *
 * @param origin Scheme and host, such as `'https://api.ip1sms.com'`.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { replayAt } from '@sms/conformance/replay'
 * import { createIp1 } from '@sms/ip1'
 * import { expect, test } from 'vitest'
 *
 * const { replay } = replayAt('https://api.ip1sms.com')
 *
 * test('reads an empty conversation', async () => {
 *   replay({ body: [] })
 *   expect(await createIp1({ apiKey: 'key' }).messages('+46701740605').toArray()).toEqual([])
 * })
 * ```
 */
export function replayAt(origin: string): ReplayedProvider {
  // nock responds with 501 to a request that was not planned, which looks like an outage. It is noted and fails the test.
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
    replay(...responses) {
      const requests: ReplayedRequest[] = []
      for (const response of responses) plan(origin, requests, () => response)
      return requests
    },
    serve(respond) {
      const requests: ReplayedRequest[] = []
      plan(origin, requests, respond).persist()
      return requests
    },
  }
}

function plan(
  origin: string,
  requests: ReplayedRequest[],
  respond: (request: ReplayedRequest) => PlannedReply,
): nock.Scope {
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
      requests.push(request)
      const { status = 200, body, headers: more } = respond(request)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return [status, text, { 'content-type': 'application/json', ...more }]
    })
}
