/** A message of PostgreSQL's protocol. */
export interface ProtocolMessage {
  /** The empty string for those that begin a connection. */
  readonly type: string
  readonly bytes: Buffer
  readonly body: Buffer
}

/** A client may first ask to encrypt the connection. Then the message that begins it follows. */
const ENCRYPTION_REQUESTS = new Set([80_877_103, 80_877_104])

export function asksToEncrypt({ type, body }: ProtocolMessage): boolean {
  return type === '' && ENCRYPTION_REQUESTS.has(body.readInt32BE(0))
}

/** Splits what one side sends into whole messages. */
export class MessageSplitter {
  #rest: Buffer = Buffer.alloc(0)
  /** What begins a connection has no type. */
  #hasTypes: boolean

  constructor(side: 'client' | 'server') {
    this.#hasTypes = side === 'server'
  }

  *split(chunk: Buffer): Generator<ProtocolMessage> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (;;) {
      const start = this.#hasTypes ? 1 : 0
      if (this.#rest.length < start + 4) return
      const end = start + this.#rest.readInt32BE(start)
      if (this.#rest.length < end) return
      const message = {
        type: this.#rest.toString('latin1', 0, start),
        bytes: this.#rest.subarray(0, end),
        body: this.#rest.subarray(start + 4, end),
      }
      this.#rest = this.#rest.subarray(end)
      this.#hasTypes ||= !asksToEncrypt(message)
      yield message
    }
  }
}
