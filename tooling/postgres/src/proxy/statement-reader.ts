import type { ProtocolMessage } from './split-messages.ts'

/** What stands for the message that begins a connection. */
const CONNECT = '(connect)'

/** What a client has sent as a whole: a statement, or something else, whose text is null. */
export interface SentStatement {
  readonly text: string | null
  readonly bytes: Buffer
}

/** Puts the messages of each statement together: those of one with parameters are several. */
export class StatementReader {
  #held: Buffer[] = []
  /** The texts of prepared statements by their names. */
  readonly #prepared = new Map<string, string>()
  #text = ''

  /** Returns what is whole with this message; null if more belongs to it. */
  read({ type, bytes, body }: ProtocolMessage): SentStatement | null {
    this.#held.push(bytes)
    if (type === '') return this.#take(CONNECT)
    if (type === 'Q') return this.#take(stringsOf(body)[0] ?? '')
    if (type === 'P') {
      const [name = '', text = ''] = stringsOf(body)
      this.#prepared.set(name, text)
      this.#text = text
      return null
    }
    if (type === 'B') {
      // The first string is the portal's name.
      const [, name = ''] = stringsOf(body)
      this.#text = this.#prepared.get(name) ?? ''
      return null
    }
    if (type === 'S') return this.#take(this.#text)
    return 'CDE'.includes(type) ? null : this.#take(null)
  }

  #take(text: string | null): SentStatement {
    const bytes = Buffer.concat(this.#held)
    this.#held = []
    return { text, bytes }
  }
}

/** The first two strings, each of which ends with a zero byte. */
function stringsOf(body: Buffer): readonly string[] {
  return body.toString('utf8').split('\0', 2)
}
