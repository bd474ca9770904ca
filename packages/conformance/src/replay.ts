import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import nock from 'nock'
import { BASE_URL } from './base-url.ts'
import { ClauseFailure } from './expectations.ts'
import type { Exchange, RecordedResponse } from './fixture.ts'
import { inPlaceOfFetch, type Sent } from './in-place-of-fetch.ts'

/** A host of somebody else. */
export const FOREIGN_URL = 'https://foreign.test'

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string
  /** Below the base URL. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
  /** Milliseconds on the clock. */
  readonly at: number
}

/** What happens to a request: an answer, a connection that is reset, or nothing at all. */
export type Reply = RecordedResponse | 'reset' | 'silence'

/** Decides what happens to a request: the first has the number 0. */
export type Responder = (request: ReceivedRequest, number: number) => Reply

/** What a provider in our place has seen so far. */
export interface Traffic {
  readonly requests: readonly ReceivedRequest[]
  /** The most requests that were unanswered at one time. */
  readonly mostInFlight: number
  /** Requests that went anywhere else, and failed. */
  readonly strays: readonly string[]
}

// A failed check may leave a walk behind, whose retries arrive while the next check runs. The context that a request was
// made in says which check it belongs to.
const checks = new AsyncLocalStorage<symbol>()

/** Runs a check, so that the requests of the walks that it starts can be told from those of any other check. */
export function asOneCheck<T>(work: () => T): T {
  return checks.run(Symbol('check'), work)
}

/** Takes the provider's place while some work is done, with the network closed. */
export async function inPlaceOfProvider<T>(
  answer: Responder,
  work: (traffic: Traffic) => Promise<T>,
): Promise<T> {
  const requests: ReceivedRequest[] = []
  const strays: string[] = []
  const traffic = { requests, mostInFlight: 0, strays }
  const check = checks.getStore()
  let inFlight = 0
  // nock answers a request that it does not know with 501, which looks like an outage: it is told apart here.
  const onStray = ({ method, url }: Readonly<Record<'method' | 'url', string>>): void => {
    if (checks.getStore() === check) strays.push(`${method} ${url}`)
  }
  nock.emitter.on('no match', onStray)
  nock.disableNetConnect()
  async function receive(received: Request): Promise<Sent> {
    if (checks.getStore() !== check) return send('reset')
    const request = read(received)
    const number = requests.push(request) - 1
    inFlight += 1
    traffic.mostInFlight = Math.max(traffic.mostInFlight, inFlight)
    try {
      // A client that does not wait for its turn shows it now.
      await setImmediate()
      return await send(answer(request, number))
    } finally {
      inFlight -= 1
    }
  }
  // For a client that does not use the global `fetch`.
  nock(new URL(BASE_URL).origin).persist().get(isBelowBase).reply(receive)
  const restore = inPlaceOfFetch(({ method, url }) => {
    const { origin, pathname } = new URL(url)
    return method === 'GET' && origin === new URL(BASE_URL).origin && isBelowBase(pathname)
  }, receive)
  try {
    return await work(traffic)
  } finally {
    restore()
    nock.cleanAll()
    nock.emitter.off('no match', onStray)
  }
}

/** Whether a stray request went to `FOREIGN_URL`. */
export function isForeign(stray: string): boolean {
  return stray.startsWith(`GET ${FOREIGN_URL}`)
}

/** Answers with the exchanges of a fixture, in their order. */
export interface Replay {
  readonly answer: Responder
  /** @throws {ClauseFailure} for a request that was not the next one, or, when all is done, for one that never came. */
  check(isWhole: boolean): void
}

export function replay(exchanges: readonly Exchange[], name: string): Replay {
  let next = 0
  let failure: ClauseFailure | undefined
  return {
    answer(request) {
      const exchange = exchanges[next]
      failure ??= compare(request, exchange, `${name}, request ${next + 1} of ${exchanges.length}`)
      if (failure !== undefined || exchange === undefined) return 'reset'
      next += 1
      return exchange.response
    },
    check(isWhole) {
      if (failure !== undefined) throw failure
      const missing = exchanges[next]
      if (!isWhole || missing === undefined) return
      throw new ClauseFailure(`${name}: request ${next + 1} of ${exchanges.length} never came.`, {
        expected: line(missing.request),
      })
    },
  }
}

function compare(
  request: ReceivedRequest,
  exchange: Exchange | undefined,
  name: string,
): ClauseFailure | undefined {
  if (exchange === undefined) {
    return new ClauseFailure(`${name}: one more than the fixture has.`, { actual: line(request) })
  }
  const expected = line(exchange.request)
  const actual = line(request)
  if (expected === actual) return undefined
  const names = new Set([...Object.keys(exchange.request.query), ...Object.keys(request.query)])
  const differences = [...names].flatMap((parameter) => {
    const [was, is] = [exchange.request.query[parameter], request.query[parameter]]
    return was === is ? [] : [`${parameter}: ${was ?? 'absent'} → ${is ?? 'absent'}`]
  })
  const what = `${name} is not what the fixture has next${differences.length > 0 ? ` (${differences.join(', ')})` : ''}.`
  return new ClauseFailure(what, { expected, actual })
}

function line({ path, query }: Pick<ReceivedRequest, 'path' | 'query'>): string {
  const search = new URLSearchParams(
    Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
  return `GET ${path}${search.size === 0 ? '' : `?${search}`}`
}

function isBelowBase(uri: string): boolean {
  return uri.startsWith(`${new URL(BASE_URL).pathname}/`)
}

function read({ method, url, headers }: Request): ReceivedRequest {
  const { pathname, searchParams } = new URL(url)
  return {
    method,
    path: pathname.slice(new URL(BASE_URL).pathname.length),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(headers),
    url,
    at: Date.now(),
  }
}

async function send(reply: Reply): Promise<Sent> {
  if (reply === 'silence') return new Promise(() => {})
  if (reply === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  return [reply.status, textOf(reply.body), { ...reply.headers }]
}

/** A body as it goes out: a text as it is, anything else as JSON. */
export function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
