import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { faults, type FaultName, isFaultName } from './faults/faults.ts'
import { faultOf } from './faults/shares.ts'
import type { SimulatorOptions } from './options.ts'
import type { Answer, Provider, ProviderRequest } from './provider.ts'
import { asJson, send } from './http-response.ts'

export interface Server {
  readonly url: string
  /** How many requests were answered. */
  readonly answered: number
  close(): Promise<void>
}

/** @param providers tried in this order, so a longer root stands before a shorter one it begins with */
export async function startServer(
  providers: readonly Provider[],
  { port, latency, seed, faults: shares, retryAfter, beforeAnswer }: Required<SimulatorOptions>,
): Promise<Server> {
  let received = 0
  let answered = 0
  const server = createServer((request, response) => {
    // A connection that breaks off, the client's or ours on closing, leaves nobody to answer.
    respond(request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an object; only one on a pipe has a string.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const number = ++received
    const gone = closingOf(response)
    request.resume()
    if (latency > 0) await sleep(latency, undefined, { signal: gone })

    // Not `new URL`, which throws on some targets and rewrites others.
    const [path = '', search = ''] = request.url?.split(/\?(.*)/s) ?? []
    const provider = providers.find(({ root }) => path === root || path.startsWith(`${root}/`))
    if (provider === undefined) {
      answered++
      return send(response, asJson({ status: 404, body: { error: 'No provider has this path' } }))
    }
    const { method = '', headers } = request
    const asked = { method, path, query: new URLSearchParams(search), headers, origin: url }
    const { answer, fault } = await answerTo(asked, provider, number)
    if (response.destroyed) return
    answered++
    if (fault === null) return send(response, asJson(answer))
    await faults[fault]({ response, answer: asJson(answer), provider, path, retryAfter, gone })
  }

  async function answerTo(
    asked: ProviderRequest,
    provider: Provider,
    number: number,
  ): Promise<{ readonly answer: Answer; readonly fault: FaultName | null }> {
    try {
      const chosen = faultOf(number, seed, shares)
      const returned = await beforeAnswer({
        provider: provider.name,
        path: asked.path,
        query: new URLSearchParams(asked.query),
        number,
        fault: chosen,
      })
      const fault = returned === undefined ? chosen : returned
      if (fault !== null && !isFaultName(fault)) {
        throw new TypeError("beforeAnswer: expected to return a fault's name, null or nothing")
      }
      return { answer: provider.answer(asked), fault }
    } catch (error) {
      return { answer: { status: 500, body: { error: String(error) } }, fault: null }
    }
  }

  async function stop(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  let stopped: Promise<void> | null = null
  return {
    url,
    get answered() {
      return answered
    },
    close: () => (stopped ??= stop()),
  }
}

/** Aborted when the connection is gone, or the response complete. */
function closingOf(response: ServerResponse): AbortSignal {
  const closing = new AbortController()
  response.once('close', () => closing.abort())
  return closing.signal
}
