import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What a request asked for, as it came over the wire. */
export interface WireRequest {
  /** Path and query. */
  readonly target: string
  /** The head as it came, from the first line to the last header. */
  readonly head: string
}

/** One request and the socket that it is answered on, byte by byte. */
class Exchange {
  readonly request: WireRequest
  readonly #socket: Socket

  constructor(request: WireRequest, socket: Socket) {
    this.request = request
    this.#socket = socket
  }

  /** Sends bytes; resolves to whether there is still anyone to send more to. */
  write(bytes: string | Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.#socket.write(bytes, (error) => resolve(error === null || error === undefined))
    })
  }

  /** Ends our side of the connection cleanly (FIN). */
  end(): void {
    this.#socket.end()
  }

  /** Breaks the connection off (RST). */
  reset(): void {
    this.#socket.resetAndDestroy()
  }
}

/** How one request is answered. */
export type Script = (exchange: Exchange) => void | Promise<void>

/** A server on the loopback interface that does with each request just what a script says. */
export interface WireServer extends AsyncDisposable {
  readonly port: number
  /** Without a trailing slash. */
  readonly url: string
  readonly requests: readonly WireRequest[]
  /** How many connections there were in all. */
  readonly connections: number
  /** Resolves when no socket is open. */
  socketsFreed(): Promise<void>
}

/**
 * Starts a server that answers its first request by the first script, and so on; all that come after the last script
 * are answered by it too.
 */
export async function startWireServer(...scripts: readonly [Script, ...Script[]]): Promise<WireServer> {
  const requests: WireRequest[] = []
  const failures: unknown[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      server.emit('freed')
    })
    // The client may break off at any time.
    socket.on('error', () => undefined)
    socket.setEncoding('latin1')
    let received = ''
    socket.on('data', (text: string) => {
      received += text
      // All requests are GET: they end with their head.
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        const request = parseHead(received.slice(0, end))
        received = received.slice(end + 4)
        const script = scripts[Math.min(requests.length, scripts.length - 1)] ?? scripts[0]
        requests.push(request)
        void run(script, new Exchange(request, socket))
      }
    })
  })

  async function run(script: Script, exchange: Exchange): Promise<void> {
    try {
      await script(exchange)
    } catch (error) {
      failures.push(error)
      exchange.reset()
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on a port has an address of this kind (node:net, `server.address()`).
  const { port } = server.address() as AddressInfo

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections
    },
    async socketsFreed() {
      while (sockets.size > 0) await once(server, 'freed')
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      if (failures.length > 0) throw new AggregateError(failures, 'a script of the server failed')
    },
  }
}

function parseHead(head: string): WireRequest {
  return { target: head.split(' ', 2)[1] ?? '', head }
}
