import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Account } from '../conversation/account.ts'
import type { SimulatorOptions } from '../options.ts'
import type { SimulatedProviders } from '../providers/providers.ts'
import { RequestHandler } from './request-handler.ts'

export interface RunningServer {
  readonly url: string
  /** The number of requests that got a response or a fault. */
  readonly handled: number
  close(): Promise<void>
}

export async function startServer(
  account: Account,
  providers: SimulatedProviders,
  options: Required<SimulatorOptions>,
): Promise<RunningServer> {
  const handler = new RequestHandler(account, providers, options)
  const server = createServer((request, response) => {
    // It fails if the connection has ended: the client left, or the simulator was closed.
    handler.handle(request, response).catch(() => response.destroy())
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  // The address of a TCP server is an object. Only the address of a pipe is a string.
  const { port } = server.address() as AddressInfo
  let stopped: Promise<void> | null = null
  return {
    url: `http://127.0.0.1:${port}`,
    get handled() {
      return handler.handled
    },
    close: () => (stopped ??= stop(server)),
  }
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
