import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import nock from 'nock'
import { BASE_URL } from '../fixture/base-url.ts'
import { bodyText } from '../fixture/body-text.ts'
import { inPlaceOfFetch, type Sent } from './in-place-of-fetch.ts'
import type { ReceivedRequest, Reply, Responder } from './responder.ts'
import { type Traffic, TrafficRecorder } from './traffic.ts'

const { origin: ORIGIN, pathname: BASE_PATH } = new URL(BASE_URL)

// A failed check may leave a walk behind, whose retries arrive while the next check runs. The asynchronous context of a
// request shows which check it belongs to.
const checks = new AsyncLocalStorage<symbol>()

/** Runs a check in its own asynchronous context, which separates its requests from those of other checks. */
export function asOneCheck<T>(work: () => T): T {
  return checks.run(Symbol('check'), work)
}

/**
 * Takes the provider's place while some work runs, and closes the network.
 *
 * @param work Receives a function that returns the traffic so far.
 */
export async function inPlaceOfProvider<T>(
  responder: Responder,
  work: (traffic: () => Traffic) => Promise<T>,
): Promise<T> {
  const recorder = new TrafficRecorder()
  const check = checks.getStore()
  // nock replies 501 to a request that it does not know. That looks like an outage, so such a request is recorded.
  const onStray = ({ method, url }: Readonly<Record<'method' | 'url', string>>): void => {
    if (checks.getStore() === check) recorder.strayed(`${method} ${url}`)
  }
  async function receive(request: Request): Promise<Sent> {
    return checks.getStore() === check ? replyTo(request, responder, recorder) : toSent('reset')
  }
  nock.emitter.on('no match', onStray)
  nock.disableNetConnect()
  // For a client that does not use the global `fetch`.
  nock(ORIGIN).persist().get(isBelowBase).reply(receive)
  const restore = inPlaceOfFetch(isForProvider, receive)
  try {
    return await work(() => recorder.snapshot())
  } finally {
    restore()
    nock.cleanAll()
    nock.emitter.off('no match', onStray)
  }
}

async function replyTo(request: Request, responder: Responder, recorder: TrafficRecorder): Promise<Sent> {
  const received = readRequest(request)
  const number = recorder.arrived(received)
  try {
    // A client that exceeds its concurrency sends its next request now.
    await setImmediate()
    return await toSent(responder(received, number))
  } finally {
    recorder.replied()
  }
}

function isForProvider({ method, url }: Request): boolean {
  const { origin, pathname } = new URL(url)
  return method === 'GET' && origin === ORIGIN && isBelowBase(pathname)
}

function isBelowBase(path: string): boolean {
  return path.startsWith(`${BASE_PATH}/`)
}

function readRequest({ method, url, headers }: Request): ReceivedRequest {
  const { pathname, searchParams } = new URL(url)
  return {
    method,
    path: pathname.slice(BASE_PATH.length),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(headers),
    url,
    at: Date.now(),
  }
}

async function toSent(reply: Reply): Promise<Sent> {
  if (reply === 'silence') return new Promise(() => {})
  if (reply === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  return [reply.status, bodyText(reply.body), { ...reply.headers }]
}
