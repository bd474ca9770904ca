import { setImmediate } from 'node:timers/promises'
import { BASE_URL } from '../fixture/base-url.ts'
import { bodyText } from '../fixture/body-text.ts'
import type { Sent } from './in-place-of-fetch.ts'
import type { ReceivedRequest, Reply, Responder } from './responder.ts'

/** The requests of a check up to one moment. */
export interface Traffic {
  readonly requests: readonly ReceivedRequest[]
  /** The highest number of requests that waited for a response at the same time. */
  readonly mostInFlight: number
  /** Requests that went anywhere else, and failed. */
  readonly strays: readonly string[]
}

/** Stands in for the provider: it receives requests, records them, and sends what a responder decides. */
export class StandIn {
  readonly #responder: Responder
  readonly #requests: ReceivedRequest[] = []
  readonly #strays: string[] = []
  #inFlight = 0
  #mostInFlight = 0

  constructor(responder: Responder) {
    this.#responder = responder
  }

  async receive(request: Request): Promise<Sent> {
    const received = readRequest(request)
    const number = this.#requests.push(received) - 1
    this.#inFlight += 1
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight)
    try {
      // A client that exceeds its concurrency sends its next request now.
      await setImmediate()
      return await toSent(this.#responder(received, number))
    } finally {
      this.#inFlight -= 1
    }
  }

  addStray(request: string): void {
    this.#strays.push(request)
  }

  /** The traffic so far. Later requests do not change a value that was returned. */
  traffic(): Traffic {
    return {
      requests: [...this.#requests],
      mostInFlight: this.#mostInFlight,
      strays: [...this.#strays],
    }
  }
}

/** A connection that is reset. */
export function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
}

function readRequest({ method, url, headers }: Request): ReceivedRequest {
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

async function toSent(reply: Reply): Promise<Sent> {
  if (reply === 'silence') return new Promise(() => {})
  if (reply === 'reset') throw connectionReset()
  return [reply.status, bodyText(reply.body), { ...reply.headers }]
}
