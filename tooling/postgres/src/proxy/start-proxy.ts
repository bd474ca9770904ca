import { once } from 'node:events'
import { createServer } from 'node:net'
import { type CutStyle, type Fate, ProxiedConnection } from './connection.ts'

/** Where connections are cut. */
export interface CutPoint {
  /**
   * The first statement that arrives after this is 1; 0 is the one that `onStatement` is called with. To connect is a statement
   * as well.
   */
  readonly statement: number
  /** Before the server sees the statement, or after it has done it and before the client hears of it. */
  readonly when: 'before' | 'after'
  /** Default: as if the server had ended it. */
  readonly style?: CutStyle
  /** Whether all connections are cut, and not only the one of the statement. */
  readonly all?: boolean
}

/** What stands between clients and a server, and can cut their connections. */
export interface Proxy extends AsyncDisposable {
  /** The server's URL with the address of the proxy. */
  readonly url: string
  /** The texts of all statements that have arrived. */
  readonly statements: readonly string[]
  /** How many times connections were cut at a statement. */
  readonly cuts: number
  /** Cuts at a statement, once. Replaces a point that was not reached. */
  cutAt(point: CutPoint): void
  /** Ends new connections at once, until it is called with `false`. */
  refuse(isRefusing: boolean): void
  /** Cuts all connections at once. */
  cutAll(style?: CutStyle): void
}

/** What a proxy does beside passing bytes on. */
export interface ProxyOptions {
  /** Called with the text of each statement, before the server sees it. */
  readonly onStatement?: (text: string) => void
  /** Changes what the server sends, and keeps its length. */
  readonly rewrite?: (sent: Buffer) => Buffer
}

/** Starts a proxy for a server, on a free port. */
export async function startProxy(serverUrl: string, options: ProxyOptions = {}): Promise<Proxy> {
  const { onStatement, rewrite = (sent) => sent } = options
  const { hostname, port } = new URL(serverUrl)
  const connections = new Set<ProxiedConnection>()
  const statements: string[] = []
  let cuts = 0
  let point: (CutPoint & { readonly index: number }) | null = null
  const cutAll = (style: CutStyle = 'end'): void => {
    for (const connection of connections) connection.cut(style)
  }
  const decide = (text: string): Fate => {
    statements.push(text)
    onStatement?.(text)
    return statements.length === point?.index ? `cut ${point.when}` : 'passed'
  }
  const cut = (connection: ProxiedConnection): void => {
    const { all = false, style = 'end' } = point ?? {}
    point = null
    cuts += 1
    if (all) cutAll(style)
    else connection.cut(style)
  }
  let isRefusing = false
  const listener = createServer((client) => {
    if (isRefusing) {
      client.destroy()
      return
    }
    const to = { host: hostname, port: Number(port || 5432) }
    const closed = (connection: ProxiedConnection): void => void connections.delete(connection)
    const connection = new ProxiedConnection(client, to, { decide, rewrite, cut, closed })
    connections.add(connection)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  const url = new URL(serverUrl)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return {
    url: url.href,
    statements,
    get cuts() {
      return cuts
    },
    cutAt: (next) => {
      point = { ...next, index: statements.length + next.statement }
    },
    refuse: (refuses) => {
      isRefusing = refuses
    },
    cutAll,
    [Symbol.asyncDispose]: async () => {
      const closed = once(listener, 'close')
      listener.close()
      cutAll()
      await closed
    },
  }
}
