import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatorRequest } from './options.ts'
import type { Answer, Provider } from './provider.ts'

export interface Server {
  readonly url: string
  /** How many requests were answered. */
  readonly answered: number
  close(): Promise<void>
}

interface ServerSettings {
  readonly port: number
  readonly latency: number
  readonly beforeAnswer: (request: SimulatorRequest) => void | Promise<void>
}

/** @param providers tried in this order, so a longer root stands before a shorter one it begins with */
export async function startServer(
  providers: readonly Provider[],
  { port, latency, beforeAnswer }: ServerSettings,
): Promise<Server> {
  const closing = new AbortController()
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
    request.resume()
    if (latency > 0) await sleep(latency, undefined, { signal: closing.signal })
    const { status, body, headers } = await answerTo(request, number)
    const json = JSON.stringify(body)
    if (response.destroyed) return
    answered++
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(json)
  }

  async function answerTo(request: IncomingMessage, number: number): Promise<Answer> {
    const { method = '', url: target = '', headers } = request
    // Not `new URL`, which throws on some targets and rewrites others.
    const [path = '', query = ''] = target.split(/\?(.*)/s)
    const provider = providers.find(({ root }) => path === root || path.startsWith(`${root}/`))
    if (provider === undefined) return { status: 404, body: { error: 'No provider has this path' } }
    try {
      await beforeAnswer({ provider: provider.name, path, number })
      return provider.answer({ method, path, query: new URLSearchParams(query), headers, origin: url })
    } catch (error) {
      return { status: 500, body: { error: String(error) } }
    }
  }

  async function stop(): Promise<void> {
    closing.abort()
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
