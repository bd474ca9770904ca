import { connect, type Socket } from 'node:net'
import { asksToEncrypt, MessageSplitter } from './split-messages.ts'
import { StatementReader } from './statement-reader.ts'

/** The types of the server's messages that begin a connection, and that follow a statement which is done. */
const AUTHENTICATION = 'R'
const READY = 'Z'

/** What happens to a statement. */
export type Fate = 'passed' | 'cut before' | 'cut after'

/** How a connection is cut: as if the other side had ended it, or as if it had forgotten it. */
export type CutStyle = 'end' | 'reset'

/** What a connection leaves to its proxy. */
export interface ConnectionHooks {
  /** Called with each statement, before the server sees it. */
  decide(statement: string): Fate
  /** Changes what the server sends. */
  rewrite(sent: Buffer): Buffer
  /** Called when the connection is to be cut. */
  cut(connection: ProxiedConnection): void
  /** Called once the connection is no more. */
  closed(connection: ProxiedConnection): void
}

/** A connection of a client, and the one to the server that belongs to it. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  /** How many statements were passed on, and how many of them are done. */
  #passed = 0
  #done = 0
  /** The number of the statement after which the connection is cut. What the server says of it is kept back. */
  #last = Infinity

  constructor(client: Socket, to: { readonly host: string; readonly port: number }, hooks: ConnectionHooks) {
    this.#client = client.setNoDelay()
    this.#server = connect(to).setNoDelay()
    const fromClient = new MessageSplitter('client')
    const statements = new StatementReader()
    client.on('data', (chunk) => {
      for (const message of fromClient.split(chunk)) {
        if (asksToEncrypt(message)) {
          client.write('N')
          continue
        }
        const sent = statements.read(message)
        if (sent === null) continue
        const fate = sent.text === null ? 'passed' : hooks.decide(sent.text)
        if (fate === 'cut before') return hooks.cut(this)
        if (sent.text !== null) this.#passed += 1
        if (fate === 'cut after') this.#last = this.#passed
        this.#server.write(sent.bytes)
      }
    })
    const fromServer = new MessageSplitter('server')
    this.#server.on('data', (chunk) => {
      for (const { type, bytes } of fromServer.split(chunk)) {
        const isOfLast = this.#done + 1 === this.#last
        if (!isOfLast) client.write(hooks.rewrite(bytes))
        // Without a response of the client, the server does not make a connection.
        if (isOfLast && type === (this.#last === 1 ? AUTHENTICATION : READY)) return hooks.cut(this)
        if (type === READY) this.#done += 1
      }
    })
    for (const [socket, other] of [
      [client, this.#server],
      [this.#server, client],
    ] as const) {
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        other.destroy()
        hooks.closed(this)
      })
    }
  }

  cut(style: CutStyle): void {
    if (style === 'reset') this.#client.resetAndDestroy()
    else this.#client.destroy()
    this.#server.destroy()
  }
}
