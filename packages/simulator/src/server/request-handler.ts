import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { faults } from '../faults/faults.ts'
import type { Account } from '../conversation/account.ts'
import type { JsonRequest } from '../http/json-api.ts'
import { sendWhole, toWire } from '../http/wire-response.ts'
import type { SimulatorOptions } from '../options.ts'
import { findProvider, type SimulatedProviders } from '../providers/providers.ts'
import { planResponse } from './plan-response.ts'

const unknownPath = { status: 404, body: { error: 'No provider has this path' } }

/** Responds to requests, and counts them. */
export class RequestHandler {
  readonly #account: Account
  readonly #providers: SimulatedProviders
  readonly #options: Required<SimulatorOptions>
  #received = 0
  #handled = 0

  constructor(account: Account, providers: SimulatedProviders, options: Required<SimulatorOptions>) {
    this.#account = account
    this.#providers = providers
    this.#options = options
  }

  /** The number of requests that got a response or a fault. */
  get handled(): number {
    return this.#handled
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const number = ++this.#received
    const { latency, retryAfter } = this.#options
    const ended = endOf(response)
    incoming.resume()
    if (latency > 0) await sleep(latency, undefined, { signal: ended })

    const request = readRequest(incoming)
    const { path } = request
    const provider = findProvider(this.#providers, path)
    if (provider === undefined) {
      this.#handled++
      return sendWhole(response, toWire(unknownPath))
    }
    const { json, fault } = await planResponse(this.#account, request, provider, number, this.#options)
    if (response.destroyed) return
    this.#handled++
    const planned = toWire(json)
    if (fault === null) return sendWhole(response, planned)
    await faults[fault]({ response, planned, provider, path, retryAfter, ended })
  }
}

function readRequest({ method = '', url = '', headers, socket }: IncomingMessage): JsonRequest {
  // `new URL` throws on some targets, and rewrites others.
  const [path = '', search = ''] = url.split(/\?(.*)/s)
  const origin = `http://127.0.0.1:${socket.localPort}`
  return { method, path, query: new URLSearchParams(search), headers, origin }
}

/** Aborted when the response is complete, or its connection has ended. */
function endOf(response: ServerResponse): AbortSignal {
  const ending = new AbortController()
  response.once('close', () => ending.abort())
  return ending.signal
}
