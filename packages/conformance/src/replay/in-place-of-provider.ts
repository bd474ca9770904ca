import { AsyncLocalStorage } from 'node:async_hooks'
import nock from 'nock'
import { BASE_URL } from '../fixture/base-url.ts'
import { inPlaceOfFetch, type Sent } from './in-place-of-fetch.ts'
import type { Responder } from './responder.ts'
import { connectionReset, StandIn, type Traffic } from './stand-in.ts'

const { origin: ORIGIN, pathname: BASE_PATH } = new URL(BASE_URL)

const BELOW_BASE = new RegExp(`^${BASE_PATH}/`)

// A failed check may leave a walk behind, whose retries arrive while the next check runs. The asynchronous context of a
// request shows which check it belongs to: the one with this stand-in.
const checks = new AsyncLocalStorage<StandIn>()

/**
 * Takes the provider's place while some work runs, and closes the network.
 *
 * @param work Receives a function that returns the traffic so far.
 */
export function inPlaceOfProvider<T>(
  responder: Responder,
  work: (traffic: () => Traffic) => Promise<T>,
): Promise<T> {
  const standIn = new StandIn(responder)
  return checks.run(standIn, async () => {
    const restore = directRequestsTo(standIn)
    try {
      return await work(() => standIn.traffic())
    } finally {
      restore()
    }
  })
}

/** Directs every request to the stand-in. Returns a function that undoes it. */
function directRequestsTo(standIn: StandIn): () => void {
  const isOfThisCheck = (): boolean => checks.getStore() === standIn
  async function receive(request: Request): Promise<Sent> {
    if (!isOfThisCheck()) throw connectionReset()
    return standIn.receive(request)
  }
  // nock replies 501 to a request that it does not know. That looks like an outage, so such a request is recorded.
  const onStray = ({ method, url }: Readonly<Record<'method' | 'url', string>>): void => {
    if (isOfThisCheck()) standIn.addStray(`${method} ${url}`)
  }
  nock.emitter.on('no match', onStray)
  nock.disableNetConnect()
  // For a client that does not use the global `fetch`.
  nock(ORIGIN).persist().get(BELOW_BASE).reply(receive)
  const restoreFetch = inPlaceOfFetch(isForProvider, receive)
  return () => {
    restoreFetch()
    nock.cleanAll()
    nock.emitter.off('no match', onStray)
  }
}

function isForProvider({ method, url }: Request): boolean {
  return method === 'GET' && url.startsWith(`${BASE_URL}/`)
}
