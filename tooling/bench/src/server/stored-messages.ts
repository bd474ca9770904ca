const CHUNK = 1000

/** Messages as the bytes of JSON, so that any page of them is a part of one buffer. */
export class StoredMessages {
  #texts: string[] = []
  #chunks: Buffer[] = []
  /** Where each message begins, and where one after the last would. */
  readonly #offsets = [0]

  add(message: object): void {
    const text = `${JSON.stringify(message)},`
    this.#texts.push(text)
    this.#offsets.push((this.#offsets.at(-1) ?? 0) + Buffer.byteLength(text))
    if (this.#texts.length === CHUNK) this.#pack()
  }

  /** Makes it one buffer, when all are there. */
  seal(): void {
    this.#pack()
    this.#chunks = [Buffer.concat(this.#chunks)]
  }

  /** The messages from one number up to another, with commas between them. */
  slice(start: number, end: number): Buffer {
    const [bytes = Buffer.alloc(0)] = this.#chunks
    const first = this.#offsets[start] ?? 0
    return bytes.subarray(first, Math.max(first, (this.#offsets[end] ?? 0) - 1))
  }

  #pack(): void {
    this.#chunks.push(Buffer.from(this.#texts.join('')))
    this.#texts = []
  }
}
