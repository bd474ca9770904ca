import { connect, type Socket } from 'node:net'
import { asksToEncrypt, MessageSplitter } from './split-messages.ts'
import { StatementReader } from './statement-reader.ts'

/** What happens to a statement. */
export type Fate = 'passed' | 'cut before' | 'cut after'

/** How a connection is cut: as if the other side had ended it, or as if it had forgotten it. */
export type CutStyle = 'end' | 'reset'

/** A connection of a client, and the one to the server that belongs to it. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  /** Whether responses are kept back until the one to the statement is whole, to cut the connection then. */
  #isLost = false

  constructor(
    client: Socket,
    to: { readonly host: string; readonly port: number },
    /** Called with each statement, before the server sees it. */
    decide: (statement: string) => Fate,
    /** Called when a connection is to be cut. */
    cut: (connection: ProxiedConnection) => void,
    /** Called once the connection is no more. */
    closed: (connection: ProxiedConnection) => void,
  ) {
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
        const fate = sent.text === null ? 'passed' : decide(sent.text)
        if (fate === 'cut before') return cut(this)
        if (fate === 'cut after') this.#isLost = true
        this.#server.write(sent.bytes)
      }
    })
    const fromServer = new MessageSplitter('server')
    this.#server.on('data', (chunk) => {
      if (!this.#isLost) client.write(chunk)
      // The server is ready for the next statement: this one is done.
      for (const { type } of fromServer.split(chunk)) if (this.#isLost && type === 'Z') return cut(this)
    })
    for (const [socket, other] of [
      [client, this.#server],
      [this.#server, client],
    ] as const) {
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        other.destroy()
        closed(this)
      })
    }
  }

  cut(style: CutStyle): void {
    if (style === 'reset') this.#client.resetAndDestroy()
    else this.#client.destroy()
    this.#server.destroy()
  }
}
